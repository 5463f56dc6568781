"""A programme's own material: documents in sections, and lists of links."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.rows import many, one
from bot.store.tables import toolkit, toolkit_section


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolkit:
    """One document. ``source`` is where it is from: an address that can be opened, or the name of
    a file; ``by`` is who added it in the chat, as long as they are known."""

    id: str
    cohort: str
    title: str
    source: str
    added_at: datetime
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A piece of a document, the ``nth`` from zero; ``heading`` may be empty."""

    id: str
    toolkit: str
    nth: int
    heading: str
    text: str


def add(
    db: Connection, new: Toolkit, sections: Sequence[tuple[str, str]], new_id: Callable[[], str]
) -> None:
    """Insert a document and its sections, each a heading and its text."""
    db.execute(insert(toolkit).values(**asdict(new)))
    rows = [
        {"id": new_id(), "toolkit": new.id, "nth": nth, "heading": heading, "text": text}
        for nth, (heading, text) in enumerate(sections)
    ]
    if rows:
        db.execute(insert(toolkit_section), rows)


def get(db: Connection, toolkit_id: str) -> Toolkit | None:
    """A document by id."""
    return one(db, Toolkit, select(toolkit).where(toolkit.c.id == toolkit_id))


def of_cohort(db: Connection, cohort_id: str) -> list[Toolkit]:
    """The documents of a cohort in the order in which they were added."""
    query = select(toolkit).where(toolkit.c.cohort == cohort_id)
    return many(db, Toolkit, query.order_by(toolkit.c.added_at, toolkit.c.id))


def sections(db: Connection, cohort_id: str) -> list[Section]:
    """All sections of a cohort's documents, in order."""
    query = (
        select(toolkit_section)
        .join(toolkit, toolkit.c.id == toolkit_section.c.toolkit)
        .where(toolkit.c.cohort == cohort_id)
    )
    return many(
        db, Section, query.order_by(toolkit.c.added_at, toolkit.c.id, toolkit_section.c.nth)
    )


def size(db: Connection, cohort_id: str) -> tuple[int, int]:
    """How many sections a cohort's documents have, and how many letters."""
    query = (
        select(func.count(), func.coalesce(func.sum(func.length(toolkit_section.c.text)), 0))
        .select_from(toolkit_section)
        .join(toolkit, toolkit.c.id == toolkit_section.c.toolkit)
        .where(toolkit.c.cohort == cohort_id)
    )
    number, letters = db.execute(query).one()
    return int(number), int(letters)


def remove(db: Connection, toolkit_id: str) -> None:
    """Delete a document with its sections."""
    db.execute(delete(toolkit_section).where(toolkit_section.c.toolkit == toolkit_id))
    db.execute(delete(toolkit).where(toolkit.c.id == toolkit_id))
