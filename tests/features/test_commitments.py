"""What members mean to try after a discussion: written down, asked again, and shown as far as they
let it be."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.commitments import figures
from bot.store.tables import commitment, commitment_reader, commitment_report, due
from tests.features.checkins.checked import (
    EIGHT,
    ZONES,
    gathered,
    leads,
    presses,
    spread,
    wants,
)
from tests.features.discussed import card, discussed
from tests.world import World

DOOR = "Put the card up at the door."
ASKED = "you wanted to try this"
LET = {
    "name": "Moderators and their reports, with my name",
    "role": "Moderators and their reports, as “a member”",
    "none": "Moderators and their reports, without name or role",
    "self": "Only me",
}


def tries(world: World, who: str, text: str = DOOR, shown: str = "self") -> None:
    """Someone writes down what they will try."""
    world.command(who, "/cohort i will try")
    world.fill(who, {"What will you try?": text, "Who sees these words": LET[shown]})


def asked(world: World, who: str) -> list[datetime]:
    """When someone was asked again, by the world's clock."""
    return [
        each.at
        for each in world.stage.lines()
        if each.to == f"dm:{who}" and each.sender == "bot" and ASKED in each.text
    ]


def seen(world: World, who: str = "ana") -> str:
    """What a moderator sees of it."""
    world.told(who)
    world.command(who, "/cohort commitments", where="dm")
    return world.told(who)[-1]


# Writing it down


def test_when_a_discussion_closes_it_offers_to_write_one_down(world):
    discussed(world)
    world.until("2026-03-09 10:01")
    (closing,) = [each for each in world.room() if "closes here" in each.text]
    assert "Write it down for yourself" in closing.text
    world.forget()
    world.press("ben", "I will try something")
    world.fill("ben", {"What will you try?": DOOR})
    assert f"Kept. You want to try this:\n“{DOOR}”\nOnly you see it." in world.told("ben")[-1]
    assert world.buttons("ben") == ["Change", "Take back"]
    assert world.room() == [] and world.told("cho") == []
    assert DOOR not in seen(world)
    (row,) = world.rows(commitment)
    assert row["discussion"] is not None and row["shown"] == "self"


def test_where_nobody_answered_nothing_is_offered(world):
    world.cohort("ben")
    world.until("2026-03-09 10:01")
    (closing,) = [each for each in world.room() if "closes here" in each.text]
    assert closing.buttons == ()


def test_nothing_new_is_begun_once_the_cohort_is_over(world):
    discussed(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-03-05"})
    world.until("2026-03-06 09:00")
    (closing,) = [each for each in world.room() if "closes here" in each.text]
    assert closing.buttons == ()
    world.command("ben", f"/cohort I will try {DOOR}")
    assert "is not under way" in world.told("ben")[-1]
    assert world.rows(commitment) == []


def test_words_to_the_bot_are_enough(world):
    gathered(world, "ben")
    world.say("ben", f"I'll try {DOOR}", to="dm")
    assert "Kept. You want to try this:" in world.told("ben")[-1]
    (row,) = world.rows(commitment)
    assert (row["text"], row["shown"]) == (DOOR.rstrip("."), "self")


def test_too_many_words_are_not_kept(world):
    gathered(world, "ben")
    world.say("ben", "I will try " + "again " * 60, to="dm")
    assert "room for 300 letters" in world.told("ben")[-1]
    assert world.rows(commitment) == []


def test_whoever_has_not_agreed_is_asked_to_first(world):
    gathered(world, "ben", "cho", agreed=("ana", "cho"))
    world.command("ben", f"/cohort I will try {DOOR}")
    assert "you have not agreed to that" in world.told("ben")[-1]
    assert world.rows(commitment) == []


def test_the_form_names_who_could_read_it_and_never_the_line_manager(world):
    gathered(world, "ben", moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    world.command("ben", "/cohort i will try")
    assert "then Ana Ruiz can read it, too" in world.told("ben")[-1]


def test_it_is_changed_and_taken_back(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.press("ben", "Change")
    world.fill("ben", {"What will you try?": "The back door.", "Who sees these words": LET["none"]})
    assert "The back door." in world.told("ben")[-1] and "The back door." in seen(world)
    world.press("ben", "Take back")
    assert "nothing is kept of it" in world.shown("ben")
    assert world.rows(commitment) == [] and world.says_anywhere("back door") == []
    assert not [row for row in world.rows(due) if row["kind"].startswith("commitment")]


# Asking again


def test_each_is_asked_at_ten_by_their_own_clock_after_four_weeks_and_twelve(world):
    spread(world)
    world.until("2026-03-04 09:30")
    for who in ZONES:
        tries(world, who)
    world.until("2026-06-20 12:00")
    for who, zone in ZONES.items():
        local = [each.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")[:16]
                 for each in asked(world, who)]  # fmt: skip
        # In Auckland it was Thursday already.
        early, late = ("2026-04-02", "2026-05-28") if who == "gus" else ("2026-04-01", "2026-05-27")
        assert local == [f"{early}T10:00", f"{late}T10:00"], who


@pytest.mark.parametrize("how", ["Done", "Not for me"])
def test_what_is_done_or_not_for_them_is_not_asked_again(world, how):
    gathered(world, "ben")
    tries(world, "ben")
    world.until("2026-03-30 10:01")
    assert world.buttons("ben") == ["Done", "Partly", "Not yet", "Not for me"]
    world.press("ben", how)
    assert "I do not ask again" in card(world, "ben", DOOR)
    world.until("2026-07-01 12:00")
    assert len(asked(world, "ben")) == 1


@pytest.mark.parametrize("how", ["Partly", "Not yet", None])
def test_what_is_not_over_is_asked_once_more(world, how):
    gathered(world, "ben")
    tries(world, "ben")
    world.until("2026-03-30 10:01")
    if how is not None:
        world.press("ben", how)
        assert "I ask once more, around Monday, May 25" in card(world, "ben", DOOR)
    world.until("2026-05-25 10:01")
    assert len(asked(world, "ben")) == 2
    if how is not None:
        world.press("ben", how)
        assert "once more" not in card(world, "ben", DOOR)
    world.until("2026-12-01 12:00")
    assert len(asked(world, "ben")) == 2


def test_whoever_thinks_better_of_their_answer_changes_it(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.until("2026-03-30 10:01")
    world.press("ben", "Done")
    world.press("ben", "Change my answer")
    world.press("ben", "Not yet")
    assert [row["state"] for row in world.rows(commitment_report)] == ["not-yet"]
    world.until("2026-05-25 10:01")
    assert f"{asked(world, 'ben')[-1]:%B %d}" == "May 25"


def test_what_came_of_it_is_kept_and_shown_only_if_its_author_lets_it(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.until("2026-03-30 10:01")
    world.press("ben", "Partly")
    world.press("ben", "Say what came of it")
    world.fill("ben", {"What came of it?": "Patients point at it."})
    assert "Patients point at it." in world.told("ben")[-1]
    assert "Patients" not in seen(world)
    world.press("ben", "Change what came of it")
    world.fill("ben", {"Who sees these words": LET["role"]})
    assert f"“{DOOR}” — a member\nPartly done.\n“Patients point at it.”" in seen(world)


def test_whoever_wants_no_check_ins_is_not_asked(world):
    gathered(world, "ben", "cho")
    tries(world, "ben")
    tries(world, "cho")
    world.command("ben", "/cohort no check-ins")
    world.until("2026-03-30 10:01")
    assert asked(world, "ben") == [] and len(asked(world, "cho")) == 1
    world.command("ben", "/cohort check-ins on")
    world.until("2026-05-25 10:01")
    assert len(asked(world, "ben")) == 1


def test_whoever_wants_none_hears_that_it_is_not_asked(world):
    gathered(world, "ben")
    wants(world, "ben", checkins="none")
    tries(world, "ben")
    assert "I do not ask you about it again" in world.told("ben")[-1]


def test_whoever_is_away_is_asked_when_they_are_back(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.command("ben", "/cohort away until 2026-04-03")
    world.until("2026-04-30 12:00")
    assert [f"{each:%a %d %H:%M}" for each in asked(world, "ben")] == ["Mon 06 10:00"]


def test_a_held_cohort_waits_and_then_asks_once_for_both(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.command("ana", "/cohort hold")
    world.until("2026-06-01 10:00")
    assert asked(world, "ben") == []
    world.command("ana", "/cohort resume")
    world.until("2026-07-31 12:00")
    (question,) = [each for each in world.told("ben") if ASKED in each]
    assert question.startswith("12 weeks ago")


def ends(world: World, day: str, keep: str) -> None:
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": day, "Delete words after the end": keep})


def test_a_cohort_that_has_ended_asks_the_last_time_alone_while_words_are_kept(world):
    world.cohort("ben", Last_day="2026-03-20")
    ends(world, "2026-03-20", "90")
    tries(world, "ben")
    kept = world.told("ben")[-1]
    assert "I ask you how it went around Monday, May 25." in kept and "March" not in kept
    world.until("2026-06-10 12:00")
    (question,) = [each for each in world.told("ben") if ASKED in each]
    assert question.startswith("12 weeks ago")
    world.press("ben", "Done")
    assert [row["state"] for row in world.rows(commitment)] == ["done"]
    world.until("2026-06-19 12:00")
    assert world.rows(commitment) == [] and world.rows(commitment_report) == []
    assert world.says_anywhere(DOOR) == []


def test_and_not_once_they_are_deleted(world):
    world.cohort("ben")
    ends(world, "2026-03-20", "30")
    tries(world, "ben")
    assert "I do not ask you about it again" in world.told("ben")[-1]
    world.until("2026-06-10 12:00")
    assert asked(world, "ben") == []


def test_whoever_left_is_not_asked(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.leaves("ben")
    world.until("2026-06-10 12:00")
    assert asked(world, "ben") == []


def test_whoever_withdrew_is_not_asked_nor_shown_nor_counted(world):
    gathered(world, *EIGHT[:5])
    for who in EIGHT[:5]:
        tries(world, who, f"A card for {who}.", "name")
    assert "5 people wrote down" in seen(world) and "A card for ben." in seen(world)
    world.command("ben", "/cohort withdraw")
    world.press("ben", "Withdraw")
    assert "5 people wrote" not in seen(world) and "A card for ben." not in seen(world)
    world.until("2026-06-10 12:00")
    assert asked(world, "ben") == [] and len(asked(world, "cho")) == 2


def test_whoever_is_erased_leaves_nothing_of_it(world):
    gathered(world, "ben", "cho")
    tries(world, "ben", shown="name")
    world.until("2026-03-30 10:01")
    world.press("ben", "Partly")
    world.press("ben", "Say what came of it")
    world.fill("ben", {"What came of it?": "Patients point at it."})
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    assert world.rows(commitment) == [] and world.rows(commitment_report) == []
    assert not [row for row in world.rows(due) if row["kind"].startswith("commitment")]
    assert world.says_anywhere(DOOR) == [] and world.says_anywhere("Patients point") == []


def test_a_question_that_stands_follows_its_words(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.until("2026-03-30 10:01")
    world.say("ben", "my page", to="dm")
    world.press("ben", "Change")
    world.fill("ben", {"What will you try?": "The back door."})
    assert "“The back door.”" in card(world, "ben", "weeks ago")
    world.press("ben", "Take back")
    assert card(world, "ben", "weeks ago") == ""


def test_a_question_that_waits_does_not_come_once_it_is_taken_back(world):
    gathered(world, "ben")
    tries(world, "ben")
    wants(world, "ben", quiet_from="08:00", quiet_until="16:00")
    world.until("2026-03-30 12:00")
    world.say("ben", "my page", to="dm")
    world.press("ben", "Take back")
    world.told("ben")
    world.until("2026-04-10 12:00")
    assert world.told("ben") == []


def test_a_button_works_for_whoever_it_belongs_to_alone(world):
    gathered(world, "ben", "cho")
    tries(world, "ben")
    (row,) = world.rows(commitment)
    for action in ("commitment.change", "commitment.take-back", "commitment.report"):
        presses(world, "cho", action, commitment=row["id"], weeks="4", how="done")
        assert "has done its work" in world.told("cho")[-1]
    assert world.rows(commitment) == [row]


# What moderators see


def test_figures_stand_there_from_five_people_on(world):
    gathered(world, *EIGHT)
    for who in EIGHT[:4]:
        tries(world, who)
        tries(world, who, "And one more thing.")
    assert "Figures stand here once 5 people" in seen(world)
    for who in EIGHT[4:]:
        tries(world, who)
    assert "8 people wrote down something to try." in seen(world)
    world.until("2026-03-30 17:00")
    for who in EIGHT[:5]:
        world.press(who, "Done")
    world.press("gus", "Not for me")
    told = seen(world)
    assert "5 people tried it, wholly or in part." in told
    assert "not for me" not in told and ": done" not in told


def test_figures_that_would_tell_another_are_left_out():
    five, one = set("abcde"), {"f"}
    assert figures({"done": five, "partly": one}).states == {}
    assert figures({"done": five, "partly": one}).tried == 6
    both = figures({"done": five, "partly": set("fghij"), "not-yet": set("klmn")})
    assert both.states == {"done": 5, "partly": 5} and both.said == 14
    few = figures({"open": set("abcd")})
    assert (few.said, few.tried, few.states) == (None, None, {})


def test_words_are_shown_as_their_author_lets_them(world):
    gathered(world, "ben", "cho", "dee", "eli", moderators=("ana", "joy"))
    for who, shown in (("ben", "name"), ("cho", "role"), ("dee", "none"), ("eli", "self")):
        tries(world, who, f"Words, {shown}.", shown)
    leads(world, "joy", "ben")
    told = seen(world)
    assert "“Words, name.” — Ben Okafor" in told
    assert "“Words, role.” — a member" in told
    assert "“Words, none.”\n" in told
    assert "self" not in told and "Cho" not in told and "Dee" not in told
    assert "Words, name." not in seen(world, "joy") and "Words, role." in seen(world, "joy")
    world.command("ben", "/cohort commitments")
    assert "Words" not in world.told("ben")[-1]


def test_a_moderator_who_was_added_later_reads_what_is_said_later(world):
    gathered(world, "ben", "joy")
    tries(world, "ben", shown="name")
    world.command("ana", "/cohort role @joy moderator")
    assert DOOR in seen(world) and DOOR not in seen(world, "joy")
    world.forget()
    world.command("ben", "/cohort my page", where="dm")
    world.press("ben", "Change")
    assert "Ana Ruiz and Joy Lee" in world.shown("ben")
    world.fill(
        "ben", {"What will you try?": "Put it at the desk.", "Who sees these words": LET["name"]}
    )
    assert "Put it at the desk." in seen(world, "joy")
    world.command("joy", "/cohort erase me", where="dm")
    world.press("joy", "Erase it all")
    assert world.count(commitment_reader) == 1


def test_there_are_ten_on_a_card(world):
    gathered(world, "ben")
    for number in range(12):
        world.command("ben", f"/cohort I will try number {number}!")
        world.press("ben", "Change")
        world.fill("ben", {"Who sees these words": LET["none"]})
    assert seen(world).count("“number") == 10
    world.forget()
    world.press("ana", "More")
    assert world.shown("ana").count("“number") == 2
