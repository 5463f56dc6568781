"""Inviting adds people. It takes no moderator's part away, and is done by moderators alone, also
at the moment at which the platform has said who is meant."""

from typing import Any

from bot.store import cohorts, people
from bot.store.records import Membership
from tests.world import World


def part_of(world: World, who: str) -> Membership:
    with world.scene.database.transaction() as db:
        user = next(each for each in world.platform.people() if each.handle == who).profile.user
        person = people.by_user(db, user)
        [cohort] = [cohort for cohort, _ in cohorts.of_person(db, person.id if person else "")]
        found = cohorts.membership_of(db, cohort.id, person.id if person else "")
        assert found is not None
        return found


def invites(world: World, who: str, **form: Any) -> None:
    world.command(who, "/cohort invite")
    world.fill(who, form)


def test_a_moderator_in_a_pasted_list_stays_one(world: World):
    world.cohort("ben", moderators=["ana", "joy"])
    world.person("cho")
    invites(world, "ana", **{"Pasted list": "Joy Lee\nAna Ruiz\nCho Park, , , @cho"})
    assert (part_of(world, "joy").role, part_of(world, "ana").role) == ("moderator", "moderator")
    assert part_of(world, "cho").role == "member"
    told = "\n".join(world.told("ana"))
    assert "Joy Lee" in told and "moderate" in told


def test_a_moderator_who_is_picked_stays_one(world: World):
    world.cohort("ben", moderators=["ana", "joy"])
    invites(world, "ana", People=["@joy"])
    assert part_of(world, "joy").role == "moderator"


def test_saying_the_role_gives_it(world: World):
    world.cohort("ben", moderators=["ana", "joy"])
    world.command("ana", "/cohort role @joy member")
    assert part_of(world, "joy").role == "member"
