"""Answers that a moderator would like to discuss, as far as their authors agreed.

An answer that is deleted or changed takes its airing along. What was made of it is then found by
its name: the cohort's copy of a prompt is called after the airing.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.rows import many, one
from bot.store.tables import airing, discussion, prompt_copy

ASK = "airing"
"""What the keys of messages begin with that ask an author."""
_PREFIX = "check-in--"  # no file of the library can be called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Airing:
    """``how``: asked, then what the author said: name, role, none (without a name) or no. ``by`` is
    the moderator who asked, None once they were erased; ``step`` is what posts it."""

    id: str
    cohort: str
    answer: str
    by: str | None
    how: str
    day: date
    step: str | None


def add(db: Connection, new: Airing) -> None:
    """Insert an airing."""
    db.execute(insert(airing).values(**asdict(new)))


def get(db: Connection, airing_id: str) -> Airing | None:
    """An airing by id."""
    return one(db, Airing, select(airing).where(airing.c.id == airing_id))


def change(db: Connection, airing_id: str, **values: Any) -> None:
    """Change columns of an airing."""
    db.execute(update(airing).where(airing.c.id == airing_id).values(**values))


def asked(db: Connection, answer_ids: Collection[str]) -> frozenset[str]:
    """Those of these answers whose authors were asked already."""
    query = select(airing.c.answer).where(airing.c.answer.in_(answer_ids))
    return frozenset(db.execute(query).scalars())


def of_answers(db: Connection, answer_ids: Collection[str]) -> list[Airing]:
    """The airings of these answers."""
    query = select(airing).where(airing.c.answer.in_(answer_ids))
    return many(db, Airing, query.order_by(airing.c.id))


def of_cohort(db: Connection, cohort_id: str) -> list[Airing]:
    """A cohort's airings whose authors have not said no."""
    query = select(airing).where(airing.c.cohort == cohort_id, airing.c.how != "no")
    return many(db, Airing, query.order_by(airing.c.id))


def prompt_name(airing_id: str) -> str:
    """What the cohort's copy of a prompt is called that is made of an airing."""
    return f"{_PREFIX}{airing_id}"


def is_aired(name: str) -> bool:
    """Whether a prompt of this name was made of an airing."""
    return name.startswith(_PREFIX)


def prompts(db: Connection, cohort_id: str) -> dict[str, str]:
    """The copies of prompts that were made of a cohort's airings: ids of these, by name."""
    query = select(prompt_copy.c.name).where(
        prompt_copy.c.cohort == cohort_id, prompt_copy.c.name.startswith(_PREFIX)
    )
    names = sorted(db.execute(query).scalars())
    return {each: each.removeprefix(_PREFIX) for each in names}


def forget_words(db: Connection, cohort_id: str) -> None:
    """Delete the words that a cohort's prompts and discussions begin with since their authors
    agreed to it, and whatever a moderator wrote around them; titles stay."""
    for table in (prompt_copy, discussion):
        keys = tuple(table.primary_key)
        query = select(*keys, table.c.prompt).where(table.c.cohort == cohort_id)
        for row in db.execute(query).mappings().all():
            if row["prompt"]["name"].startswith(_PREFIX):
                bare = {**row["prompt"], "body": "", "follow_up": None}
                where = [key == row[key.name] for key in keys]
                db.execute(update(table).where(*where).values(prompt=bare))
