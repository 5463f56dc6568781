"""Notes of a month, and the framing words of moderators in them.

A card that shows a note is a speech whose key begins with ``note:`` and the note's id, followed by
its reader's.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.rows import insert_new, many, one
from bot.store.tables import note, note_words

OPENING = "opening"
"""The key of the words with which a note begins; all others are of
what a theme rests on that they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What of a month is told outside. ``month`` is its first day; ``left_out`` are ids of what
    moderators left out, ``shown`` of what was in it when they changed or approved it last; ``mark``
    stands for what its cards show; ``tried`` is how many people had tried something when it was
    approved, if that was told."""

    id: str
    cohort: str
    month: date
    state: str
    version: int
    left_out: list[str]
    shown: list[str]
    mark: str
    tried: int | None
    changed_by: str | None
    approved_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a moderator (``person``) wrote in a note: its opening, or the name of a theme."""

    text: str
    person: str


def get(db: Connection, note_id: str) -> Note | None:
    """A note by id."""
    return one(db, Note, select(note).where(note.c.id == note_id))


def of_month(db: Connection, cohort_id: str, month: date) -> Note | None:
    """A cohort's note of the month that begins on this day."""
    return one(db, Note, select(note).where(note.c.cohort == cohort_id, note.c.month == month))


def of_cohort(db: Connection, cohort_id: str) -> list[Note]:
    """All notes of a cohort, in order."""
    return many(db, Note, select(note).where(note.c.cohort == cohort_id).order_by(note.c.month))


def begin(db: Connection, new: Note) -> Note:
    """The note of this cohort and month: the one that is there, or else this one."""
    insert_new(db, note, **asdict(new))
    found = of_month(db, new.cohort, new.month)
    assert found is not None
    return found


def change(db: Connection, note_id: str, **values: Any) -> None:
    """Change columns of a note."""
    db.execute(update(note).where(note.c.id == note_id).values(**values))


def words(db: Connection, note_id: str) -> dict[str, Words]:
    """What moderators wrote in a note, by key."""
    rows = db.execute(select(note_words).where(note_words.c.note == note_id))
    return {row.key: Words(text=row.text, person=row.person) for row in rows}


def write(db: Connection, of: Note, fresh: Mapping[str, tuple[str, Words]]) -> None:
    """Let a note have these words, in place of all before: by key, each with a new id."""
    db.execute(delete(note_words).where(note_words.c.note == of.id))
    for key, (new_id, each) in fresh.items():
        row = {"id": new_id, "cohort": of.cohort, "note": of.id, "key": key}
        db.execute(insert(note_words).values(**row, **asdict(each)))


def forget(db: Connection, cohort_id: str) -> None:
    """Delete all notes of a cohort."""
    db.execute(delete(note).where(note.c.cohort == cohort_id))
