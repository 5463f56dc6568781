"""Tests that speak with a platform's stand-in."""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from bot.protocol.cards import Button, Card
from bot.protocol.ports import Parcel
from bot.protocol.refs import Ref
from bot.protocol.text import Paragraph, Plain
from tests.contract.reading import letters, squeezed
from tests.contract.rig import Json, Rig, Standin

KINDS = ("post", "post in a thread", "tell", "edit", "publish")


def dialogue(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Runs an async test whose first argument is a Standin; another one is the ``rig``."""

    @functools.wraps(test)
    def run(rig: Rig, **given: Any) -> None:
        async def play() -> None:
            async with rig.open() as there:
                await test(there, rig, **given)

        asyncio.run(play())

    signature = inspect.signature(test)
    rest = list(signature.parameters.values())[1:]
    run.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
    return run


def card(text: str) -> Card:
    return Card(
        blocks=(Paragraph(nodes=(Plain(text=text),)),),
        buttons=(Button(label="Agree", action="agree", args={"cohort": "c1"}),),
    )


async def parcel(there: Standin, rig: Rig, kind: str, text: str = "Week 1") -> Parcel:
    """A parcel of this kind; what it needs to stand on is posted first."""
    key = f"key of {text}"
    shared = {"key": key, "card": card(text), "workspace": rig.room.workspace}
    match kind:
        case "post":
            return Parcel(kind="post", place=rig.room, **shared)
        case "post in a thread":
            top = await there.chat.send(await parcel(there, rig, "post", "The opener"))
            return Parcel(kind="post", place=rig.room, thread=top.message, **shared)
        case "tell":
            return Parcel(kind="tell", user=rig.user("ben"), **shared)
        case "edit":
            ref = await there.chat.send(await parcel(there, rig, "post", "Old words"))
            return Parcel(kind="edit", ref=ref, **shared)
        case _:
            return Parcel(kind="publish", user=rig.user("ben"), **shared)


def words(rig: Rig, shown: tuple[Json, ...]) -> str:
    return letters(rig.seen(shown).runs)


def standing(there: Standin, rig: Rig, kind: str, text: str = "Week 1") -> list[Ref | None]:
    """Where these words stand now."""
    if kind == "publish":
        page = tuple(there.page("ben"))
        return [None] if page and words(rig, page) == squeezed(text) else []
    return [each.ref for each in there.messages() if words(rig, each.shown) == squeezed(text)]
