"""Names for user ids, and what platforms tell when something about a person changes."""

from bot.protocol.events import Changed
from bot.protocol.refs import Profile, User
from bot.store.tables import membership, person
from tests.world import World


def changed(world: World, who: str, **facts) -> None:
    user = User(platform="sandbox", workspace=world.platform.person(who).profile.user.workspace,
                user=who)  # fmt: skip
    event = Changed(at=world.now, keys=(), profile=Profile(user=user, **facts))
    world._run(world.scene.take(event))
    world._settle()


def test_whoever_belongs_to_no_cohort_stays_without_a_name(world):
    world.person("gus")
    world.say("gus", "hello", to="dm")
    assert [row["name"] for row in world.rows(person)] == [""]


def test_a_new_name_and_zone_are_kept(world):
    world.cohort("ben")
    changed(world, "ben", name="Ben O.", zone="America/Chicago")
    world.command("ana", "/cohort members")
    assert "Ben O., a member" in world.told("ana")[-1]


def test_a_deactivated_account_has_left(world):
    world.cohort("ben")
    changed(world, "ben", name="Ben Okafor", deactivated=True)
    assert world.count(membership, state="left") == 1
