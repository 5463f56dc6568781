"""Results come when whoever reads them is at work, by their own clock."""

from zoneinfo import ZoneInfo

from tests.features.checkins.checked import CARRY, answers, gathered, seen, sends, sent_at
from tests.world import World

WORDS = "Whether I can go on like this."
HEAD = "Top of mind · asked on"
HOME = ZoneInfo("America/New_York")


def hours(world: World, who: str) -> list[str]:
    """When results came, in New York."""
    return [f"{each.astimezone(HOME):%a %H:%M}" for each in sent_at(world, who, HEAD)]


def opened(world: World) -> None:
    gathered(world, "ben", moderators=("ana", "joy"))
    world.enters("joy", zone="America/Los_Angeles")
    sends(world)
    answers(world, "ben", {CARRY: WORDS})
    world.forget()


def test_what_closes_at_midnight_is_read_in_the_morning_of_each_reader(world: World):
    opened(world)
    world.until("2026-03-12 18:00")
    assert hours(world, "ana") == ["Thu 09:00"] and hours(world, "joy") == ["Thu 12:00"]


def test_what_closes_before_a_weekend_is_read_after_it(world: World):
    gathered(world, "ben")
    world.until("2026-03-04 09:30")
    sends(world)
    answers(world, "ben", {CARRY: WORDS})
    world.until("2026-03-16 18:00")
    assert hours(world, "ana") == ["Mon 09:00"]


def test_whoever_closes_it_reads_it_at_once_and_the_others_when_they_are_at_work(world: World):
    opened(world)
    world.until("2026-03-03 07:30")
    world.command("ana", "/cohort checkin")
    world.press("ana", "Close “Top of mind”")
    assert WORDS in seen(world, "ana", HEAD) and not seen(world, "joy", HEAD)
    world.until("2026-03-03 18:00")
    assert hours(world, "ana") == ["Tue 07:30"] and hours(world, "joy") == ["Tue 12:00"]


def test_what_is_kept_back_in_the_night_is_not_read_in_the_morning(world: World):
    opened(world)
    world.until("2026-03-12 01:00")
    world.press("ben", "Keep it to myself")
    world.until("2026-03-12 18:00")
    assert hours(world, "ana") == ["Thu 09:00"] and WORDS not in world.shown("ana")
