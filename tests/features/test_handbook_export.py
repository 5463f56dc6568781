"""The handbook as a document in a moderator's private chat."""

from tests.features.discussed import BEN, CHO, cards, drafted
from tests.world import World


def seen(world: World, who: str) -> str:
    """What stands in someone's private chat now."""
    return "\n".join(cards(world, who, f"dm:{who}"))


def exported(world: World) -> None:
    drafted(world)
    world.press("ana", "Approve and post")
    world.command("ana", "/cohort handbook export")


def test_a_moderator_gets_it_privately(world: World):
    exported(world)
    told = seen(world, "ana")
    assert "The handbook of Spring" in told and "Confidential: for members of Spring." in told
    assert f"“{BEN}” — Ben Okafor · “" in told
    assert all("handbook" not in each.text for each in world.room())


def test_members_do_not_export_it(world: World):
    exported(world)
    world.command("ben", "/cohort handbook export", where="dm")
    assert "The handbook of Spring" not in seen(world, "ben")


def test_before_anything_is_approved_it_is_empty(world: World):
    drafted(world)
    world.command("ana", "/cohort handbook export", where="dm")
    assert "no pages yet" in world.told("ana")[-1]


def test_nothing_remains_of_a_document_in_which_someone_stood_who_is_erased(world: World):
    exported(world)
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    assert BEN not in seen(world, "ana") and world.says_anywhere(BEN) == []
    world.command("ana", "/cohort handbook export", where="dm")
    assert CHO in seen(world, "ana") and BEN not in seen(world, "ana")
