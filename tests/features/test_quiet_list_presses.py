"""Presses, forms and commands count as being there; words that answer a note get one answer."""

from datetime import date

import pytest

from bot.store.tables import presence
from tests.features.quiet_people import SEND, WORDS, begun, listed, noted, writes
from tests.world import World


def day(world: World) -> date:
    (row,) = world.rows(presence)
    return row["day"]


@pytest.mark.parametrize("where", ["room", "dm"])
def test_a_command_counts_in_words_too(world, where):
    begun(world, "dee")
    world.until("2026-03-21 12:00")
    if where == "dm":
        world.say("dee", "my data", to="dm")
    else:
        world.command("dee", "/cohort my data")
    assert day(world) == date(2026, 3, 21)
    world.until("2026-04-11 12:00")
    assert "Dee Novak last used a button or a command on Saturday, March 21." in listed(world)


def test_a_press_counts_and_so_does_a_form(world):
    begun(world, "dee")
    world.command("dee", "/cohort my data")
    world.until("2026-03-21 12:00")
    world.press("dee", "Correct")
    assert day(world) == date(2026, 3, 21)
    world.until("2026-03-22 12:00")
    world.fill("dee", {"Job title": "Nurse"})
    assert day(world) == date(2026, 3, 22)


def test_a_press_of_someone_who_agrees_to_nothing_is_not_noted(world):
    world.cohort("dee", agreed=("ana",))
    world.press("dee", "Not now")
    world.command("dee", "/cohort my data")
    assert world.count(presence) == 0


def test_an_answer_to_a_note_is_answered_once(world):
    noted(world)
    world.say("dee", WORDS, to="dm")
    (told,) = world.told("dee")
    assert "reaches nobody" in told


def test_after_something_newer_words_are_no_answer_to_the_note_any_more(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    writes(world, "ana", "Dee Novak", SEND)
    world.until("2026-04-02 12:00")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Delete words after the end": "200"})
    world.until("2026-04-13 12:00")
    assert any("200 days" in each for each in world.told("dee"))
    world.say("dee", WORDS, to="dm")
    assert not any("reaches nobody" in each for each in world.told("dee"))
