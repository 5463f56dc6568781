"""Who may read no more has nothing left to read: the pages that stand before them give way."""

import pytest

from bot.protocol.events import Finished
from bot.protocol.refs import Profile, User
from bot.store import profiles
from bot.store.tables import cohort
from tests.features.checkins.checked import CARRY, answers, gathered, person, seen, sends
from tests.features.test_acquaintance import changed
from tests.world import World

WORDS = "Whether I can go on like this."
CHO = "Who pays for interpreters."
READ = "“Top of mind” were not promised to you"


def read(world: World, **more: object) -> None:
    """A round by name, whose results stand before Ana and Joy."""
    gathered(world, "ben", "cho", moderators=("ana", "joy"), **more)  # pyright: ignore
    sends(world)
    answers(world, "ben", {CARRY: WORDS})
    answers(world, "cho", {CARRY: CHO})
    for who in ("ana", "joy"):
        world.command(who, "/cohort checkin results", where="dm")
        assert WORDS in seen(world, who, "Top of mind")


def steps_back(world: World) -> None:
    world.command("joy", "/cohort hand over @ana")
    world.press("joy", "Step back")


def is_let_go(world: World, role: str) -> None:
    world.command("ana", f"/cohort role @joy {role}")
    if role == "sponsor":
        world.press("ana", "Add anyway")


def leaves(world: World) -> None:
    world.command("joy", "/cohort leave")
    world.press("joy", "Leave")


WAYS = {
    "steps back": steps_back,
    "becomes a member": lambda world: is_let_go(world, "member"),
    "becomes a sponsor": lambda world: is_let_go(world, "sponsor"),
    "leaves": leaves,
    "goes out of the room": lambda world: world.leaves("joy"),
    "is deactivated": lambda world: changed(world, "joy", name="Joy Lee", deactivated=True),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_moderates_no_more_keeps_no_answers_before_them(world: World, way: str):
    read(world)
    WAYS[way](world)
    assert not seen(world, "joy", WORDS) and not seen(world, "joy", CHO)
    assert READ in seen(world, "joy", "Top of mind")
    assert WORDS in seen(world, "ana", "Top of mind")


def is_noted(world: World) -> None:
    world.command("ana", "/cohort members @ben")
    world.fill("ana", {"Line manager": "joy"})


def notes_it_themself(world: World) -> None:
    world.command("ben", "/cohort my data", where="dm")
    world.press("ben", "Correct")
    world.fill("ben", {"Line manager": "joy"})


def user(world: World, who: str) -> User:
    return world.platform.person(who).profile.user


def is_told(world: World) -> None:
    changed(world, "ben", name="Ben Okafor", manager=user(world, "joy"))


def comes_in_again(world: World) -> None:
    world.enters("ben", manager=user(world, "joy"))


def is_invited_again(world: World) -> None:
    world.person("ben", manager=user(world, "joy"))
    world.command("ana", "/cohort invite @ben")
    world.fill("ana", {})


def finished(world: World, kind: str, result: object, **args: str) -> None:
    """The platform answered a job."""
    (its,) = world.rows(cohort)
    event = Finished(at=world.now, keys=(), kind=kind, cohort=its["id"], args=args, result=result)
    world._run(world.scene.take(event))  # pyright: ignore[reportPrivateUsage]
    world._settle()  # pyright: ignore[reportPrivateUsage]


def known(world: World) -> object:
    """Ben as the platform tells of him now, as the result of a job."""
    profile = Profile(user=user(world, "ben"), name="Ben Okafor", manager=user(world, "joy"))
    return profiles.dump(profile)


def is_listed(world: World) -> None:
    found = {"people": [known(world)], "many": False}
    finished(world, "roster", found, moderator=person(world, "ana"), people="all")


def is_looked_up(world: World) -> None:
    ben = user(world, "ben")
    args = {"platform": ben.platform, "workspace": ben.workspace, "user": ben.user}
    finished(world, "newcomer", known(world), **args)


NOTED = {
    "by a moderator": is_noted,
    "by the one they lead": notes_it_themself,
    "by the platform, of a change": is_told,
    "by the platform, of whoever comes in": comes_in_again,
    "by the platform, once asked who came in": is_looked_up,
    "by the platform, of whoever is invited": is_invited_again,
    "by the platform, of all in the room": is_listed,
}


@pytest.mark.parametrize("way", NOTED)
def test_a_line_manager_keeps_no_answers_of_whom_they_lead_before_them(world: World, way: str):
    read(world)
    NOTED[way](world)
    assert not seen(world, "joy", WORDS)
    assert CHO in seen(world, "joy", "Top of mind")
    assert WORDS in seen(world, "ana", "Top of mind")
