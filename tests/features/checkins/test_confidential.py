"""What is promised to be without names, or for nobody else: how it is kept, and erased."""

from bot.store import checkin_answers, checkin_rounds
from bot.store.tables import checkin, checkin_answer, round_reader
from tests.features.checkins.checked import (
    EIGHT,
    answers,
    gathered,
    leads,
    person,
    plans,
    presses,
    seen,
    sends,
    state,
)
from tests.world import World

FIT = "How well does Spring fit what you need for your work?"
KEEP = "What should stay as it is?"
LONGER = "The hour on Tuesday."
REST = "What gave something back to you lately?"
HELP = "Employee assistance: 555 0100. Crisis line: 988."


def test_without_names_no_answer_carries_its_author(world: World):
    gathered(world, *EIGHT)
    sends(world, "midway")
    assert "without your name" in seen(world, "ben", "Midway")
    world.press("ben", "Answer")
    assert "Your wording may show who you are." in world.shown("ben")
    world.fill("ben", {FIT: "4", KEEP: LONGER})
    ben = person(world, "ben")
    for row in world.rows(checkin_answer):
        assert row["person"] is None and row["mark"] and ben not in repr(row)
    assert LONGER not in "".join(world.shown(who) for who in ("ana", "cho"))


def test_without_names_the_author_can_still_change_and_keep_back(world: World):
    gathered(world, *EIGHT)
    sends(world, "midway")
    answers(world, "ben", {FIT: "4", KEEP: LONGER})
    answers(world, "ben", {FIT: "2", KEEP: ""}, "Change my answers")
    assert [(e["question"], e["value"]) for e in world.rows(checkin_answer)] == [("fit", 2)]
    world.press("ben", "Keep it to myself")
    cohort = world.rows(checkin)[0]["cohort"]
    with world.scene.database.transaction() as db:
        (of,) = checkin_rounds.rounds(db, cohort)
        assert checkin_answers.of_round(db, of.id) == []


def test_erasing_finds_what_was_said_without_a_name_and_leaves_the_others(world: World):
    gathered(world, *EIGHT)
    sends(world, "midway")
    answers(world, "ben", {FIT: "4", KEEP: LONGER})
    answers(world, "cho", {FIT: "5", KEEP: "The questions."})
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    assert world.says_anywhere(LONGER) == []
    assert {e["text"] for e in world.rows(checkin_answer)} == {"", "The questions."}
    assert state(world, "cho") == ["answered"]
    world.until("2026-03-12 01:00")


def test_erased_during_a_round_one_is_neither_asked_nor_reminded(world: World):
    gathered(world, "ben", "cho")
    sends(world)
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    world.forget()
    world.until("2026-03-12 01:00")
    assert world.told("ben") == [] and world.count(checkin) == 1


def test_self_care_is_for_oneself_and_says_where_help_is(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    sends(world, "self-care", Where_help_is=HELP)
    card = seen(world, "ben", "Something for yourself")
    assert "Only you can read this." in card
    assert card.count(HELP) == card.count("Nobody watches this live.") == 2
    assert card.index(HELP) < card.index(REST) < card.rindex(HELP)
    assert world.count(round_reader) == 0
    world.press("ben", "Answer")
    assert world.stage.platform.form("ben").form.sealed  # pyright: ignore
    world.fill("ben", {REST: "A walk."})
    assert "Keep it to myself" not in world.buttons("ben")
    world.until("2026-03-13 12:00")
    assert "A walk." not in world.shown("ana") + world.shown("joy")


def test_self_care_needs_the_words_that_say_where_help_is(world: World):
    gathered(world, "ben")
    sends(world, "self-care", Where_help_is="")
    assert not seen(world, "ben", "Something for yourself")
    world.fill("ana", {"Where help is": HELP})
    assert seen(world, "ben", "Something for yourself")


def test_where_help_is_can_be_set_before_any_check_in_and_changed_while_one_goes_on(world: World):
    gathered(world, "ben")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Where help is": HELP})
    world.command("ben", "/cohort contact me")
    assert HELP in world.told("ben")[-1]
    plans(world, "self-care", First_day="2026-03-09")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Where help is": ""})
    assert "shows this to members, so it cannot be empty" in world.told("ana")[-1]
    world.fill("ana", {"Where help is": "The chaplain, room 12."})
    world.until("2026-03-09 12:00")
    card = seen(world, "ben", "Something for yourself")
    assert card.count("The chaplain, room 12.") == 2 and HELP not in card


def test_where_help_is_can_be_empty_again_once_nothing_shows_it(world: World):
    gathered(world, "ben")
    sends(world, "self-care", Where_help_is=HELP)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Where help is": ""})
    assert "cannot be empty" in world.told("ana")[-1]
    world.until("2026-04-03 12:00")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Where help is": ""})
    assert "Saved" in world.told("ana")[-1]
    world.command("ben", "/cohort contact me")
    assert HELP not in world.told("ben")[-1]


def test_a_moderator_is_asked_to_get_in_touch_and_hears_nothing_else(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    sends(world, "self-care", Where_help_is=HELP)
    answers(world, "ben", {REST: "A walk."})
    world.forget()
    world.press("ben", "Ask Ana Ruiz to contact me")
    (told,) = world.told("ana")
    assert told.startswith("Ben Okafor asks you to get in touch") and "A walk." not in told
    assert world.told("joy") == []
    assert HELP in world.told("ben")[-1]


def test_nobody_but_a_moderator_of_the_cohort_can_be_asked(world: World):
    gathered(world, "ben", "cho", moderators=("ana", "joy"))
    world.forget()
    presses(world, "ben", "checkin.contact", who=person(world, "cho"))
    assert "has done its work" in world.told("ben")[-1]
    assert world.told("cho") == []


def test_the_line_manager_is_not_offered(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    world.command("ben", "/cohort contact me")
    assert world.buttons("ben") == ["Ask Ana Ruiz to contact me"]
    world.forget()
    presses(world, "ben", "checkin.contact", who=person(world, "joy"))
    assert world.told("joy") == []


def test_where_moderators_are_many_one_is_chosen(world: World):
    gathered(world, "ben", moderators=("ana", "joy", "cho"))
    world.forget()
    world.command("ben", "/cohort contact me")
    world.press("ben", "Ask someone to contact me")
    world.fill("ben", {"Whom": "Joy Lee"})
    assert "Ben Okafor asks you" in world.told("joy")[-1]


def test_a_preview_has_no_empty_line_where_no_help_is_named(world: World):
    gathered(world, "ben")
    world.command("ana", "/cohort checkin self-care")
    (preview,) = [each for each in world.told("ana") if "Nobody watches this live." in each]
    assert all(line.strip() for line in preview.splitlines())
