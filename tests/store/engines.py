"""Engines that share one PostgreSQL, and what they hand one another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection

from bot.engine.story import Story
from bot.store import queue
from bot.store.codec import dump_card
from tests.engine.toy import NOW, Toy, card

LEASE = NOW + timedelta(minutes=1)
Processes = Callable[..., tuple[Toy, Toy]]
"""Makes two engines, each with its own stories."""


def add(db: Connection, key: str, who: str, **values: Any) -> None:
    """Queue something for someone."""
    row = {"card": dump_card(card("about someone")), "concerns": ()}
    queue.add(
        db, key=key, place=f"person:{who}", kind="tell", platform="toy", workspace="w",
        cohort="spring", person=who, purpose="duty", importance=5, created_at=NOW, not_before=NOW,
        **{**row, **values},
    )  # fmt: skip


def tell(toy: Toy, who: str, about: str) -> None:
    """Queue words about someone."""
    with toy.database.transaction() as db:
        add(db, "about", who, concerns=(about,))


def claim(toy: Toy) -> list[str]:
    """What the courier has in hand."""
    with toy.database.transaction() as db:
        return [each.key for each in queue.claim(db, NOW, LEASE, 10, ("toy",))]


@contextmanager
def two_engines(url: str) -> Iterator[Processes]:
    """Makes two engines on one database, each with its own stories and connections."""
    made: list[Toy] = []

    def make(story: Callable[[], Story] = lambda: Story("nothing")) -> tuple[Toy, Toy]:
        made.extend(Toy(url, story()) for _ in range(2))
        # What they draw must differ, as it does between processes.
        for number, each in enumerate(made):
            each.tools = replace(each.tools, dice=Random(number))
            each.dispatcher.tools = each.tools
        return made[0], made[1]

    yield make
    for each in made:
        each.close()
