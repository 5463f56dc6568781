"""What people marked of a discussion for its summary.

A mark points at a kept message and goes with it. ``why`` are a member's own words.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from bot.store.records import Mark
from bot.store.rows import insert_new, many
from bot.store.tables import mark


def add(db: Connection, new: Mark) -> bool:
    """Insert a mark, unless this person has marked the message so already, in the same way;
    whether it is new."""
    theirs = (
        mark.c.message == new.message,
        mark.c.person == new.person,
        mark.c.kind == new.kind,
        mark.c.reaction == new.reaction,
    )
    if db.execute(select(mark.c.id).where(*theirs)).first() is not None:
        return False
    return insert_new(db, mark, **asdict(new))


def put(db: Connection, new: Mark) -> list[Mark]:
    """Insert a mark in place of the one by which this person has marked the message so, in the
    same way; that one, if there was one. It is another mark then: whatever cites the words of the
    first cites none that were read by nobody."""
    before = [
        each
        for each in of_message(db, new.message, new.person)
        if (each.kind, each.reaction) == (new.kind, new.reaction)
    ]
    take_away(db, before)
    db.execute(insert(mark).values(**asdict(new)))
    return before


def of_message(db: Connection, message_id: str, person_id: str) -> list[Mark]:
    """How a person marked a message, in order."""
    query = select(mark).where(mark.c.message == message_id, mark.c.person == person_id)
    return many(db, Mark, query.order_by(mark.c.at, mark.c.id))


def of_messages(db: Connection, cohort_id: str, ids: Collection[str]) -> list[Mark]:
    """All marks of these messages of a cohort, in order, whoever made them and whether or not they
    may be used now."""
    # Not by id: a month has more messages than a cohort has marks.
    query = select(mark).where(mark.c.cohort == cohort_id).order_by(mark.c.at, mark.c.id)
    return [each for each in many(db, Mark, query) if each.message in ids]


def take_away(db: Connection, gone: Iterable[Mark]) -> None:
    """Delete these marks."""
    db.execute(delete(mark).where(mark.c.id.in_([each.id for each in gone])))
