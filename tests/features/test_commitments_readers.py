"""Who reads a commitment whose form stood open while moderators changed."""

from tests.features.checkins.checked import gathered, leads
from tests.features.tried import DOOR, LET, seen, tries
from tests.world import World


def test_whoever_became_a_moderator_while_a_form_stood_open_reads_nothing_of_it(world: World):
    gathered(world, "ben", "joy")
    world.command("ben", "/cohort i will try", where="dm")
    world.command("ana", "/cohort role @joy moderator")
    world.fill("ben", {"What will you try?": DOOR, "Who sees these words": LET["name"]})
    assert DOOR in seen(world) and DOOR not in seen(world, "joy")


def test_a_change_of_words_is_read_by_those_whom_its_form_named(world: World):
    gathered(world, "ben", "joy")
    tries(world, "ben", "Something else.")
    world.press("ben", "Change")
    world.command("ana", "/cohort role @joy moderator")
    world.fill("ben", {"What will you try?": DOOR, "Who sees these words": LET["name"]})
    assert DOOR in seen(world) and DOOR not in seen(world, "joy")


def test_what_came_of_it_is_read_by_those_whom_its_form_named(world: World):
    gathered(world, "ben", "joy")
    tries(world, "ben", shown="name")
    world.until("2026-03-31 12:00")
    world.press("ben", "Done")
    world.press("ben", "Say what came of it")
    world.command("ana", "/cohort role @joy moderator")
    world.fill("ben", {"What came of it?": "It hung.", "Who sees these words": LET["name"]})
    assert "It hung." in seen(world) and "It hung." not in seen(world, "joy")


def test_a_form_lets_nobody_read_who_may_not(world: World):
    gathered(world, "ben", "joy", moderators=("ana", "joy"))
    world.command("ben", "/cohort i will try", where="dm")
    leads(world, "joy", "ben")
    world.fill("ben", {"What will you try?": DOOR, "Who sees these words": LET["name"]})
    assert DOOR in seen(world) and DOOR not in seen(world, "joy")
