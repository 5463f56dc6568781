"""What members try stands before moderators only for as long, and in the words, in which its authors
let it."""

from collections.abc import Callable

import pytest

from tests.features.checkins.checked import gathered
from tests.features.checkins.checked import seen as seen_by
from tests.features.checkins.test_readers_change import NOTED, WAYS
from tests.features.tried import DOOR, LET, tries
from tests.world import World

HEAD = "What members of Spring try"
OTHER = "Ask at the desk."
FIELDS = ("What will you try?", "Who sees these words")


def shown(world: World) -> None:
    """What Ben and Cho try stands before Ana and Joy."""
    gathered(world, "ben", "cho", moderators=("ana", "joy"))
    tries(world, "cho", OTHER, "name")
    tries(world, "ben", shown="name")
    for who in ("ana", "joy"):
        world.command(who, "/cohort commitments", where="dm")
        assert DOOR in seen_by(world, who, HEAD)


def takes_back(world: World) -> None:
    world.press("ben", "Take back")


def changes(world: World) -> None:
    world.press("ben", "Change")
    world.fill("ben", dict(zip(FIELDS, ("The back door.", LET["name"]), strict=True)))


def keeps(world: World) -> None:
    world.press("ben", "Change")
    world.fill("ben", dict(zip(FIELDS, (DOOR, LET["self"]), strict=True)))


def withdraws(world: World) -> None:
    world.command("ben", "/cohort withdraw", where="dm")
    world.press("ben", "Withdraw")


def is_erased(world: World) -> None:
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")


LEAVE: dict[str, Callable[[World], None]] = {
    "taken back": takes_back,
    "changed": changes,
    "for oneself": keeps,
    "withdrawn": withdraws,
    "erased": is_erased,
}


@pytest.mark.parametrize("way", LEAVE)
def test_what_its_author_shows_no_more_leaves_what_stands_before_moderators(world: World, way: str):
    shown(world)
    LEAVE[way](world)
    for who in ("ana", "joy"):
        assert DOOR not in seen_by(world, who, HEAD) and OTHER in seen_by(world, who, HEAD)
    assert way != "changed" or "The back door." in seen_by(world, "ana", HEAD)


@pytest.mark.parametrize("way", WAYS)
def test_whoever_moderates_no_more_keeps_none_of_it_before_them(world: World, way: str):
    shown(world)
    WAYS[way](world)
    assert not seen_by(world, "joy", DOOR) and not seen_by(world, "joy", OTHER)
    assert DOOR in seen_by(world, "ana", HEAD)


@pytest.mark.parametrize("way", NOTED)
def test_a_line_manager_keeps_none_of_whom_they_lead_before_them(world: World, way: str):
    shown(world)
    NOTED[way](world)
    assert not seen_by(world, "joy", DOOR) and OTHER in seen_by(world, "joy", HEAD)


def test_what_came_of_it_comes_to_whoever_has_it_before_them(world: World):
    shown(world)
    world.until("2026-03-30 10:01")
    world.press("ben", "Partly")
    assert "Partly done." in seen_by(world, "ana", HEAD)


def test_asked_for_in_the_room_it_comes_privately(world: World):
    gathered(world, "ben")
    tries(world, "ben", shown="name")
    world.forget()
    world.command("ana", "/cohort commitments")
    assert DOOR in seen_by(world, "ana", HEAD) and DOOR not in world.shown("ben")
    assert any("in your private chat" in each for each in world.told("ana"))
