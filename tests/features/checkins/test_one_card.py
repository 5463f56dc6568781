"""Of the messages of one check-in, one has buttons and says who can read what was answered; no
other goes on saying what was so before."""

from typing import Any

import pytest

from adapters.sandbox import gestures
from tests.features.checkins.checked import (
    CARRY,
    answers,
    gathered,
    labels,
    presses,
    seen,
    sends,
    sheet,
)
from tests.features.discussed import cards
from tests.world import World

NIGHT = "Who translates at night."
ALONE = "yours alone"


def says(world: World, words: str) -> list[str]:
    """The cards with these words that stand before Ben now."""
    return [each for each in cards(world, "ben", "dm:ben") if words in each]


def in_words(world: World) -> None:
    gathered(world, "ben")
    sends(world)
    world.say("ben", NIGHT, to="dm")


def test_thanks_for_words_say_no_longer_that_nobody_reads_them(world: World):
    in_words(world)
    world.press("ben", "Keep it to myself")
    assert len(says(world, ALONE)) == 1
    world.command("ben", "/cohort my page", where="dm")
    world.press("ben", "Let them read it")
    assert says(world, ALONE) == []


def test_thanks_for_words_say_no_longer_who_reads_them(world: World):
    in_words(world)
    assert len(says(world, "Ana Ruiz reads this")) == 1
    world.command("ben", "/cohort my page", where="dm")
    world.press("ben", "Keep it to myself")
    assert says(world, "Thank you. “Top of mind” is answered") == []


def test_the_form_settles_what_said_thanks_for_words(world: World):
    in_words(world)
    answers(world, "ben", {CARRY: "Who drives home."}, "Change my answers")
    assert says(world, "That is kept as your answer") == []
    assert labels(world, "ben").count("Undo") == 0


def learning(world: World) -> None:
    """Words, a press, and words are asked for; Ben is at the last question, which stands where the
    press was asked for."""
    gathered(world, "ben")
    sends(world, "learning-goals")
    world.press("ben", "One at a time")
    world.say("ben", "Ask every patient.", to="dm")
    world.press("ben", "3")
    assert "3 of 3" in seen(world, "ben", "3 of 3")


def test_a_question_that_stands_where_another_did_gives_way_once_answered_in_words(world: World):
    learning(world)
    world.say("ben", "They say so.", to="dm")
    assert seen(world, "ben", "3 of 3") == "" and "Stop here" not in labels(world, "ben")
    assert "is answered" in world.told("ben")[-1]
    world.press("ben", "Keep it to myself")
    world.command("ben", "/cohort my page", where="dm")
    world.press("ben", "Let them read it")
    assert says(world, ALONE) == []


def test_a_question_that_stands_where_another_did_gives_way_once_answered_in_a_form(world: World):
    learning(world)
    world.press("ben", "Open the form")
    world.fill("ben", {"What would tell you that it worked?": "They say so."})
    assert seen(world, "ben", "3 of 3") == "" and "Stop here" not in labels(world, "ben")


def test_the_whole_form_settles_the_question_that_is_open(world: World):
    gathered(world, "ben")
    sends(world, "learning-goals")
    world.press("ben", "One at a time")
    world.say("ben", "Ask every patient.", to="dm")
    world.press("ben", "Stop here")
    world.press("ben", "Go on")
    assert "2 of 3" in seen(world, "ben", "2 of 3")
    presses(world, "ben", "checkin.answer", checkin=sheet(world, "ben"))
    world.fill("ben", {"What would tell you that it worked?": "They say so."})
    assert seen(world, "ben", "2 of 3") == "" and "Stop here" not in labels(world, "ben")


def test_whoever_wants_no_check_ins_is_asked_no_further_question(world: World):
    learning(world)
    world.command("ben", "/cohort no check-ins", where="dm")
    assert seen(world, "ben", "3 of 3") == "" and "Stop here" not in labels(world, "ben")
    assert "is answered" in seen(world, "ben", "Thank you. “Learning goals”")


def speechless(patch: pytest.MonkeyPatch) -> None:
    """We end after each commit from now on, before a platform has shown what answers a press."""

    async def nothing(*_: Any) -> None: ...

    patch.setattr(gestures, "show", nothing)


def test_what_was_kept_to_oneself_is_said_even_if_we_end_there(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    in_words(world)
    speechless(monkeypatch)
    world.press("ben", "Keep it to myself")
    assert says(world, "Ana Ruiz reads this") == [] and len(says(world, ALONE)) == 1
    world.press("ben", "Let them read it")
    assert says(world, ALONE) == [] and len(says(world, "Ana Ruiz reads this")) == 1


def test_what_was_taken_back_is_said_even_if_we_end_there(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    in_words(world)
    speechless(monkeypatch)
    world.press("ben", "Undo")
    assert says(world, "Ana Ruiz reads this") == [] and "Undo" not in labels(world, "ben")
