"""Who could not read an answer when it was given never can, whatever is noted later."""

from bot.store import people
from bot.store.tables import not_reader
from tests.features.checkins.checked import CARRY, answers, gathered, leads, person, seen, sends
from tests.world import World

WORDS = "Whether I can go on like this."


def nobody_leads(world: World, who: str) -> None:
    mine = person(world, who)
    with world.scene.database.transaction() as db:
        people.change(db, mine, told_manager=None)


def test_whoever_led_someone_when_they_answered_does_not_read_it_later_either(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    sends(world)
    answers(world, "ben", {CARRY: WORDS})
    nobody_leads(world, "ben")
    world.command("joy", "/cohort checkin results")
    assert WORDS not in world.shown("joy")
    world.command("ana", "/cohort checkin results")
    assert WORDS in world.shown("ana")
    assert "Ana Ruiz reads this, with your name." in seen(world, "ben", "Top of mind")


def test_it_goes_with_either_of_them(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    sends(world)
    answers(world, "ben", {CARRY: WORDS})
    assert [each["reader"] for each in world.rows(not_reader)] == [person(world, "joy")]
    world.command("joy", "/cohort erase me", where="dm")
    world.press("joy", "Erase it all")
    assert world.count(not_reader) == 0
