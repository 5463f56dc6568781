"""What became of what members mean to try is asked again, of those who want to be asked."""

from zoneinfo import ZoneInfo

import pytest

from bot.store.tables import commitment, commitment_report, due
from tests.features.checkins.checked import EIGHT, ZONES, gathered, presses, spread, wants
from tests.features.discussed import card, cards
from tests.features.tried import ASKED, DOOR, LET, asked, seen, tries
from tests.world import World


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


@pytest.mark.parametrize("when", ["before-it-was-asked", "when-asked"])
def test_what_was_answered_follows_its_words_too(world, when):
    gathered(world, "ben")
    tries(world, "ben")
    if when == "before-it-was-asked":
        world.say("ben", "my page", to="dm")
        world.press("ben", "Say what came of it")
        world.fill("ben", {"How did it go?": "Partly", "What came of it?": "Two patients asked."})
    world.until("2026-03-30 10:01")
    if when == "when-asked":
        world.press("ben", "Partly")
    world.say("ben", "my page", to="dm")
    world.press("ben", "Change")
    world.fill("ben", {"What will you try?": "The back door."})
    shown = "".join(cards(world, "ben", "dm:ben")[:-2])
    assert "“The back door.”" in shown and "weeks ago" not in shown


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
