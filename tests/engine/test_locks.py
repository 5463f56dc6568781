"""Whose cohorts an event may change, and so locks."""

from bot.engine import context
from bot.protocol.events import Changed, Finished
from bot.protocol.refs import Profile
from tests.world import World


def test_what_a_platform_tells_of_someone_may_change_all_of_their_cohorts(world: World):
    world.cohort("ben")
    user = world.platform.person("ben").profile.user
    args = {"platform": user.platform, "workspace": user.workspace, "user": user.user}
    told = (
        Changed(at=world.now, keys=(), profile=Profile(user=user, name="Ben Okafor")),
        Finished(at=world.now, keys=(), kind="person", cohort=None, args=args, result=None),
    )
    with world.scene.database.transaction() as db:
        theirs = [context.cohorts_of(db, each) for each in told]
    assert [len(each) for each in theirs] == [1, 1] and theirs[0] == theirs[1]
