"""What an author was asked about words that are changed, kept to oneself or taken back since."""

from bot.store.tables import airing, outgoing
from tests.engine.test_attention import say, tell
from tests.features.checkins.checked import CARRY, answers, gathered, seen, sends
from tests.features.checkins.test_airing import ASKED, BEN, CLOSED, agreed, answered
from tests.world import World

OVER = "were changed or taken back, so they do not go to everyone"


def held(world: World) -> None:
    """Ben had a message this week, so that the question waits for its moment."""
    gathered(world, "ben", "cho", "dee")
    sends(world)
    answers(world, "ben", {CARRY: BEN})
    world.until(CLOSED)
    say(world, tell(world, "ben", "Something else."))
    world.forget()
    world.press("ana", "Bring it to everyone")
    assert [e["state"] for e in world.rows(outgoing) if e["key"].startswith("airing:")] == ["held"]


def test_a_question_that_waits_is_not_asked_about_words_that_are_gone(world: World):
    held(world)
    answers(world, "ben", {CARRY: "Only for the two of you."}, "Change my answers")
    kept = [each for each in world.rows(outgoing) if each["key"].startswith("airing:")]
    assert "honestly" not in repr(kept)
    world.until("2026-03-30 12:00")
    assert ASKED not in "".join(world.told("ben"))


def test_a_question_that_waits_is_not_asked_about_words_kept_to_oneself(world: World):
    held(world)
    world.press("ben", "Keep it to myself")
    world.press("ben", "Let them read it")
    world.until("2026-03-30 12:00")
    assert ASKED not in "".join(world.told("ben"))
    assert [each["how"] for each in world.rows(airing)] == ["no"]


def test_a_question_that_stands_says_that_the_words_were_changed(world: World):
    answered(world)
    answers(world, "ben", {CARRY: "Only for the two of you."}, "Change my answers")
    assert seen(world, "ben", ASKED) == "" and OVER in seen(world, "ben", OVER)


def test_a_question_that_stands_gives_way_once_the_words_are_taken_back(world: World):
    gathered(world, "ben", "cho", "dee")
    sends(world)
    world.say("ben", BEN, to="dm")
    world.until(CLOSED)
    world.press("ana", "Bring it to everyone")
    assert seen(world, "ben", ASKED) != ""
    world.press("ben", "Undo")
    assert seen(world, "ben", ASKED) == "" and OVER in seen(world, "ben", OVER)


def test_a_question_that_stands_gives_way_where_its_author_agrees_no_more(world: World):
    answered(world)
    world.command("ben", "/cohort withdraw", where="dm")
    world.press("ben", "Withdraw")
    assert seen(world, "ben", ASKED) == "" and OVER in seen(world, "ben", OVER)


def test_a_yes_that_was_taken_back_stands_before_its_author_no_more(world: World):
    agreed(world)
    assert "may go to everyone" in seen(world, "ben", "signed with your name")
    world.press("ben", "Keep it to myself")
    assert seen(world, "ben", "may go to everyone") == "" and OVER in seen(world, "ben", OVER)


def test_a_yes_to_words_that_were_changed_stands_before_their_author_no_more(world: World):
    agreed(world)
    answers(world, "ben", {CARRY: "Only for the two of you."}, "Change my answers")
    assert seen(world, "ben", "may go to everyone") == "" and OVER in seen(world, "ben", OVER)


def test_a_question_that_waits_is_not_asked_of_whoever_was_erased(world: World):
    held(world)
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    world.until("2026-03-30 12:00")
    assert ASKED not in "".join(world.told("ben"))
    assert world.says_anywhere("honestly") == []
