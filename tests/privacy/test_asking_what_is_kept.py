"""Asking what is kept keeps nothing of whoever asks."""

import pytest

from bot.store.tables import identity, person, tombstone
from tests.world import World

ASKS = ("my data", "my data export", "erase me", "erase everything")
KEPT = "No words of yours are kept here"


@pytest.mark.parametrize("asks", ASKS)
def test_someone_unknown_is_told_that_nothing_is_kept_and_nothing_is(world: World, asks: str):
    world.cohort("ben")
    world.person("zoe")
    before = (world.count(person), world.count(identity))
    world.command("zoe", f"/cohort {asks}", where="dm")
    assert KEPT in world.told("zoe")[-1]
    assert (world.count(person), world.count(identity)) == before


@pytest.mark.parametrize("asks", ASKS)
def test_whoever_was_erased_stays_so_when_they_ask(world: World, asks: str):
    world.cohort("ben", "cho")
    world.command("ben", "/cohort erase me")
    world.press("ben", "Erase it all")
    world.advance(hours=1)
    gone = (world.count(person), world.count(identity), world.count(tombstone))
    world.command("ben", f"/cohort {asks}", where="dm")
    assert KEPT in world.told("ben")[-1]
    world.say("ben", asks, to="dm")
    assert KEPT in world.told("ben")[-1]
    assert (world.count(person), world.count(identity), world.count(tombstone)) == gone


def test_another_command_makes_them_known_as_before(world: World):
    world.cohort("ben")
    world.person("zoe")
    before = world.count(person)
    world.command("zoe", "/cohort next", where="dm")
    assert world.count(person) == before + 1


@pytest.mark.parametrize("asks", ["erase me", "erase everything"])
def test_whoever_asks_to_be_erased_reads_what_goes_and_what_stays(world: World, asks: str):
    world.cohort("ben")
    world.command("ben", f"/cohort {asks}", where="dm")
    told = world.told("ben")[-1]
    assert "All that is kept about you" in told and "your words, your answers" in told
    assert "What others said and answered stays theirs." in told
    assert told.endswith("It cannot be undone.") and told.count(". ") == 3
