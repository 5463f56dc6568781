"""A message of several parts shows each as it is now, however its changes cross."""

from datetime import timedelta

import pytest

from bot.engine import context
from bot.engine.addressing import addressed
from bot.engine.attention import PART
from bot.engine.effects import News, keep
from bot.protocol.cards import Card
from bot.protocol.effects import Edit, Swap
from bot.protocol.events import Pressed
from bot.protocol.ports import Parcel
from bot.protocol.refs import Place, Ref, User
from bot.store import postings, queue
from bot.store.tables import outgoing
from tests.engine.test_attention import card, ready, say, tell
from tests.world import World

HEAD = "From Spring, in one message:"


def pressed(world: World, label: str, answer: str) -> None:
    """Ben presses a button of his message, and a story puts another card in its place."""
    scene = world.scene
    parts = [row for row in world.rows(outgoing) if row["state"] == "folded"]
    (key,) = {row["digest"] for row in parts}
    (part,) = [row["id"] for row in parts if label in [b["label"] for b in row["card"]["buttons"]]]
    with scene.database.transaction() as db:
        there = postings.get(db, key)
        assert there is not None
        ref = postings.ref_of(there)
        event = Pressed(
            at=scene.now(), keys=(), who=User(platform=ref.platform, workspace="", user="ben"),
            place=Place(platform=ref.platform, workspace="", channel=ref.channel, direct=True),
            action="nobody", args={"of": label, PART: str(part)}, ref=ref,
        )  # fmt: skip
        work = context.make(db, event, scene.now(), scene.tools)
        (reply,) = keep(work, event, [Swap(card=card(answer))], News())
        assert isinstance(reply, Swap)
    # The platform puts it there at once, as it answers whoever waits.
    put(world, ref, reply.card)


def put(world: World, ref: Ref, whole: Card) -> None:
    """The platform shows this there from now on."""
    parcel = Parcel(key="put", kind="edit", card=whole, workspace=ref.workspace, ref=ref)
    world._run(world.chat.send(parcel))


def shown(world: World) -> str:
    (message,) = [each for each in world.platform.visible("ben") if HEAD in each.text]
    return message.text


def two_parts(world: World) -> None:
    ready(world)
    say(
        world,
        tell(world, "ben", "First.", "Yes", key="ben-1", importance=7),
        tell(world, "ben", "Second.", "No", key="ben-2"),
    )


@pytest.mark.parametrize("came", ["later", "meanwhile", "never"])
def test_a_change_that_was_on_its_way_does_not_undo_a_newer_one(world: World, came: str):
    two_parts(world)
    chats, world.scene.courier.chats = world.scene.courier.chats, {}
    say(world, lambda work: Edit(posting="ben-1", card=card("First, changed.")))
    now = world.scene.now()
    row = going = None
    if came != "later":
        with world.scene.database.transaction() as db:
            (row,) = queue.claim(db, now, now + timedelta(minutes=1), 9, ("sandbox",))
            going = addressed(db, row)
    pressed(world, "No", "Second, answered.")
    if came == "meanwhile":
        assert row is not None and isinstance(going, Parcel) and going.ref is not None
        put(world, going.ref, going.card)
        with world.scene.database.transaction() as db:
            queue.settle(db, row.id, "sent", now)
    world.scene.courier.chats = chats
    world.advance(minutes=5)
    assert shown(world) == f"{HEAD}\nFirst, changed.\nSecond, answered."
    assert {row["state"] for row in world.rows(outgoing) if row["kind"] == "edit"} == {"sent"}
