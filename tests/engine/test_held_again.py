"""What is held for somebody's next moment gets it, whatever happened in between."""

from bot.engine.scene import started_up
from bot.store.tables import due
from tests.engine.test_attention import ready, say, tell
from tests.world import World

NEXT = "2026-03-09 09:00"


def waits(world: World) -> None:
    """One message was said on Monday, and another waits for a week."""
    ready(world)
    say(world, tell(world, "ben", "One.", key="ben-1"))
    say(world, tell(world, "ben", "Two.", key="ben-2"))
    world.forget()


def planned(world: World) -> list[object]:
    return [row["at"] for row in world.rows(due) if row["kind"] == "digest"]


def test_what_nobody_would_wake_any_more_is_planned_when_a_process_starts(world: World):
    waits(world)
    (at,) = planned(world)
    with world.scene.database.transaction() as db:
        db.execute(due.delete().where(due.c.kind == "digest"))
    started_up(world.scene.dispatcher)
    started_up(world.scene.dispatcher)
    world.advance()
    assert planned(world) == [at] and world.told("ben") == []
    world.until(NEXT)
    assert world.told("ben") == ["Two."]


def test_what_is_planned_stays_as_it_is_when_a_process_starts(world: World):
    waits(world)
    before = planned(world)
    started_up(world.scene.dispatcher)
    assert planned(world) == before != []
