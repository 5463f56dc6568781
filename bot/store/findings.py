"""What people were shown who searched the handbook: ids, so that their pages can follow what
changes. What they typed is kept nowhere."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.store import postings
from bot.store.rows import many, one
from bot.store.tables import found

KEY = "found"
"""What keys of pages begin with, before the search's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One search of ``person``: ids of what it found, the best first."""

    id: str
    cohort: str
    person: str
    items: Sequence[str]
    at: datetime


def add(db: Connection, new: Finding) -> None:
    """Insert a search."""
    db.execute(insert(found).values(**asdict(new)))


def get(db: Connection, finding_id: str) -> Finding | None:
    """A search by id."""
    return one(db, Finding, select(found).where(found.c.id == finding_id))


def of_cohort(db: Connection, cohort_id: str, person_id: str | None = None) -> list[Finding]:
    """The searches in a cohort, or of one person there, the newest first."""
    query = select(found).where(found.c.cohort == cohort_id)
    if person_id is not None:
        query = query.where(found.c.person == person_id)
    return many(db, Finding, query.order_by(found.c.at.desc(), found.c.id))


def pages(db: Connection, cohort_id: str) -> list[str]:
    """Keys of the pages that stand before those who searched in a cohort."""
    found = of_cohort(db, cohort_id)
    return [key for each in found for key in postings.keys(db, f"{KEY}:{each.id}:")]


def change(db: Connection, finding_id: str, *, items: Sequence[str]) -> None:
    """Let a search have found other things."""
    db.execute(update(found).where(found.c.id == finding_id).values(items=list(items)))


def remove(db: Connection, finding_id: str) -> None:
    """Forget a search."""
    db.execute(delete(found).where(found.c.id == finding_id))


def forget(db: Connection, cohort_id: str) -> None:
    """Forget all searches in a cohort."""
    db.execute(delete(found).where(found.c.cohort == cohort_id))
