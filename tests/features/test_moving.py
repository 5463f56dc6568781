"""A room gets another id on its platform, and everything that stood there is found again."""

import asyncio

from adapters.sandbox import address
from bot.protocol.events import Edited, Event, Moved, Removed, Said
from bot.protocol.refs import Place, Ref
from bot.protocol.text import Plain
from bot.store.tables import message, posting, room
from tests.world import World

ROOM = address.place(address.ROOM)
NEW = address.place("elsewhere")


def take(world: World, event: Event) -> None:
    asyncio.run(world.scene.take(event))


def moves(world: World, place: Place, to: Place) -> None:
    take(world, Moved(at=world.now, keys=(), place=place, to=to))


def there(number: str, thread: str | None) -> Ref:
    return Ref(platform=NEW.platform, workspace=NEW.workspace, channel=NEW.channel,
               message=number, thread=thread)  # fmt: skip


def says(world: World, ref: Ref, text: str, kind: type[Said] | type[Edited]) -> None:
    ben = address.user("ben")
    words = (Plain(text=text),)
    take(world, kind(at=world.now, keys=(), who=ben, place=NEW, ref=ref, nodes=words))


def texts(world: World) -> list[str]:
    return sorted(row["text"] for row in world.rows(message))


def test_answers_edits_and_deletions_are_followed_in_the_moved_room(world: World):
    world.cohort("ben")
    world.until("2026-03-02 10:05")
    thread = world.stage.prompt()
    kept = world.say("ben", "before", to="prompt")
    gone = world.say("ben", "soon gone", to="prompt")
    moves(world, ROOM, NEW)
    says(world, there("77", thread), "after", Said)
    says(world, there(kept, thread), "before, and better", Edited)
    take(world, Removed(at=world.now, keys=(), place=NEW, ref=there(gone, thread)))
    assert texts(world) == ["after", "before, and better"]
    assert {row["channel"] for row in world.rows(room)} == {NEW.channel}
    private = {row["channel"] for row in world.rows(posting) if row["room"] is None}
    assert all(channel.startswith("dm:") for channel in private)


def test_a_room_that_is_no_cohorts_moves_without_a_word(world: World):
    world.cohort("ben")
    moves(world, NEW, address.place("third"))
    assert [row["channel"] for row in world.rows(room)] == [ROOM.channel]
    assert world.told("ana") == [] and world.room() == []
