"""Whose cohorts an event may change, and so locks."""

from dataclasses import replace

import pytest
from sqlalchemy import insert

from adapters.sandbox.address import ROOM
from bot.engine import context
from bot.protocol.events import Changed, Event, Finished, Joined
from bot.protocol.refs import Place, Profile, User
from bot.store import profiles
from bot.store.tables import cohort, membership
from tests.world import World


def led(user: User) -> Profile:
    """Someone whose line manager the platform tells."""
    return Profile(user=user, name="Ben Okafor", manager=replace(user, user="joy"))


def profile_changed(world: World, user: User) -> Event:
    return Changed(at=world.now, keys=(), profile=Profile(user=user, name="Ben Okafor"))


def came_in(world: World, user: User) -> Event:
    place = Place(platform=user.platform, workspace=user.workspace, channel=ROOM)
    return Joined(at=world.now, keys=(), who=user, place=place, profile=led(user))


def finished(kind: str, result: object, world: World) -> Event:
    (its,) = world.rows(cohort)
    return Finished(at=world.now, keys=(), kind=kind, cohort=its["id"], args={}, result=result)


def asked_who_it_is(world: World, user: User) -> Event:
    return finished("person", profiles.dump(led(user)), world)


def asked_who_is_here(world: World, user: User) -> Event:
    return finished("roster", {"people": [profiles.dump(led(user))], "many": False}, world)


def asked_who_is_invited(world: World, user: User) -> Event:
    return finished("invite", {"picked": [None], "listed": [profiles.dump(led(user))]}, world)


TOLD = [profile_changed, came_in, asked_who_it_is, asked_who_is_here, asked_who_is_invited]


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.__name__)
def test_what_a_platform_tells_of_someone_may_change_all_of_their_cohorts(world: World, told):
    world.cohort("ben")
    (spring,) = world.rows(cohort)
    user = world.platform.person("ben").profile.user
    event = told(world, user)
    (ben,) = [row for row in world.rows(membership) if row["role"] == "member"]
    with world.scene.database.transaction() as db:
        db.execute(insert(cohort).values({**spring, "id": "autumn"}))
        db.execute(insert(membership).values({**ben, "id": "again", "cohort": "autumn"}))
        theirs = context.cohorts_of(db, event)
    assert sorted({*theirs}) == sorted([spring["id"], "autumn"])
