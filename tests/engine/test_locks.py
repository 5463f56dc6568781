"""Whose cohorts an event may change, and so locks."""

import pytest
from sqlalchemy import insert

from bot.engine import context
from bot.protocol.events import Changed, Event, Finished
from bot.protocol.refs import Profile, User
from bot.store.tables import cohort, membership
from tests.world import World


def profile_changed(world: World, user: User) -> Event:
    return Changed(at=world.now, keys=(), profile=Profile(user=user, name="Ben Okafor"))


def asked_who_it_is(world: World, user: User) -> Event:
    args = {"platform": user.platform, "workspace": user.workspace, "user": user.user}
    return Finished(at=world.now, keys=(), kind="person", cohort=None, args=args, result=None)


@pytest.mark.parametrize("told", [profile_changed, asked_who_it_is])
def test_what_a_platform_tells_of_someone_may_change_all_of_their_cohorts(world: World, told):
    world.cohort("ben")
    (spring,) = world.rows(cohort)
    user = world.platform.person("ben").profile.user
    (ben,) = [row for row in world.rows(membership) if row["role"] == "member"]
    with world.scene.database.transaction() as db:
        db.execute(insert(cohort).values({**spring, "id": "autumn"}))
        db.execute(insert(membership).values({**ben, "id": "again", "cohort": "autumn"}))
        theirs = context.cohorts_of(db, told(world, user))
    assert sorted(theirs) == sorted([spring["id"], "autumn"])
