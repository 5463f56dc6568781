"""Erasing a person from a cohort, and from everything once they belong to no other.

One function that every table answers. It names the tables that need a decision; any other table
with a person in it loses that person's rows, so that a new table cannot be forgotten.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    cast,
    delete,
    select,
    true,
    update,
)

from bot.store import discussions, kept, queue, summaries
from bot.store.tables import (
    concern,
    due,
    job,
    membership,
    message,
    metadata,
    outgoing,
    pace,
    parked,
    person,
    posting,
    summary,
)

_DECIDED = {
    "message", "outgoing", "job", "parked", "concern", "due", "person", "identity", "summary"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What became of it: the discussions that held words of theirs, and whether the person is
    gone altogether."""

    discussions: tuple[str, ...]
    gone: bool


def erase(db: Connection, *, cohort_id: str, person_id: str, now: datetime) -> Erased:
    """Erase a person's words, consents, part and traces in a cohort. Their messages are refused
    from now on, should a platform deliver them again. Whoever belongs to no other cohort is
    forgotten altogether."""
    held = kept.discussions(db, cohort_id, person_id)
    held += [each for each in summaries.opened_by(db, cohort_id, person_id) if each not in held]
    part = db.execute(
        select(membership.c.id).where(
            membership.c.cohort == cohort_id, membership.c.person == person_id
        )
    ).scalar()
    others = db.execute(
        select(membership.c.id).where(
            membership.c.person == person_id, membership.c.cohort != cohort_id
        )
    ).first()
    gone = others is None
    _words(db, cohort_id, person_id, now)
    _outbox(db, cohort_id, person_id, now, gone=gone)
    _waiting_work(db, cohort_id, person_id, gone=gone)
    _others(db, cohort_id, person_id, gone=gone)
    subjects = [each for each in (part, person_id if gone else None) if each is not None]
    db.execute(delete(due).where(due.c.subject.in_(subjects)))
    db.execute(
        update(summary)
        .where(summary.c.cohort == cohort_id, summary.c.approved_by == person_id)
        .values(approved_by=None)
    )
    db.execute(
        update(summary)
        .where(summary.c.cohort == cohort_id, summary.c.opening_by == person_id)
        .values(opening="", opening_by=None)
    )
    if gone:
        db.execute(delete(concern).where(concern.c.person == person_id))
        db.execute(delete(pace).where(pace.c.scope == f"person:{person_id}"))
        # Their identities go with it, and whoever they led has no line manager here any more.
        db.execute(delete(person).where(person.c.id == person_id))
    return Erased(discussions=tuple(held), gone=gone)


def forget_words(db: Connection, cohort_id: str) -> None:
    """Delete all words that members of a cohort shared: the time for which they were kept is
    over. Summaries quote them, so they go too; what was posted stays on its platform."""
    db.execute(delete(message).where(message.c.cohort == cohort_id))
    db.execute(delete(summary).where(summary.c.cohort == cohort_id))
    # What failed and what waits can hold their words, too.
    for table in (parked, job):
        theirs = select(table.c.id).where(table.c.cohort == cohort_id)
        db.execute(delete(concern).where(concern.c.table == table.name, concern.c.item.in_(theirs)))
        db.execute(delete(table).where(table.c.cohort == cohort_id))
    db.execute(
        update(outgoing)
        .where(outgoing.c.cohort == cohort_id, outgoing.c.state.in_(("dead", "unknown")))
        .values(state="dropped", card=queue.NOTHING)
    )


def _words(db: Connection, cohort_id: str, person_id: str, now: datetime) -> None:
    for each in kept.newest(db, cohort_id, person_id, None):
        discussions.take_out(db, each, now)


def _outbox(db: Connection, cohort_id: str, person_id: str, now: datetime, *, gone: bool) -> None:
    """What was or is to be said to them goes; what is about them and has not been said, too. A row
    that is being sent at this moment stays, since its sender still has to settle it, but has no
    words left and is not sent a second time."""
    here = _here(outgoing, cohort_id, gone=gone)
    under_way = outgoing.c.state.in_(("sending", "unsure"))
    mine = select(outgoing.c.id).where(outgoing.c.person == person_id, here, ~under_way)
    about = outgoing.c.id.in_(_concerned("outgoing", person_id))
    # The courier may claim a row at this very moment: the state is asked for in the same statement
    # that changes it, and what it claimed first is found by the second one.
    db.execute(
        update(outgoing)
        .where(about, here, outgoing.c.state.in_(("waiting", "dead", "unknown")))
        .values(state="dropped", card=queue.NOTHING, done_at=now, why="erased")
    )
    db.execute(
        update(outgoing).where(about, here, under_way).values(card=queue.NOTHING, expires=now)
    )
    db.execute(delete(concern).where(concern.c.table == "outgoing", concern.c.item.in_(mine)))
    db.execute(delete(outgoing).where(outgoing.c.id.in_(mine)))


def _waiting_work(db: Connection, cohort_id: str, person_id: str, *, gone: bool) -> None:
    """Jobs and parked events that concern them, or name them in what they carry."""
    for table, carried in ((job, job.c.args), (parked, parked.c.event)):
        theirs = select(table.c.id).where(
            table.c.id.in_(_concerned(table.name, person_id))
            | cast(carried, Text).contains(person_id),
            _here(table, cohort_id, gone=gone),
        )
        found = [row[0] for row in db.execute(theirs)]
        db.execute(delete(concern).where(concern.c.table == table.name, concern.c.item.in_(found)))
        db.execute(delete(table).where(table.c.id.in_(found)))


def _concerned(table: str, person_id: str) -> Select[tuple[int]]:
    return select(concern.c.item).where(concern.c.table == table, concern.c.person == person_id)


def _here(table: Table, cohort_id: str, *, gone: bool) -> ColumnElement[bool]:
    """Rows of this cohort; all rows, where nothing of the person stays."""
    return true() if gone else table.c.cohort == cohort_id


def _others(db: Connection, cohort_id: str, person_id: str, *, gone: bool) -> None:
    """Every other table in which a person stands: rows of theirs go, mentions of them are
    emptied."""
    for table in metadata.sorted_tables:
        if table.name in _DECIDED:
            continue
        for column in _naming(table):
            theirs = (column == person_id) & _here(table, cohort_id, gone=gone)
            if column.nullable and table is not posting:
                db.execute(update(table).where(theirs).values({column.name: None}))
            else:
                db.execute(delete(table).where(theirs))


def _naming(table: Table) -> list[Column[str]]:
    """The columns of a table in which a person's id stands."""
    return [
        column
        for column in table.columns
        if column.name == "person" or any(key.column.table is person for key in column.foreign_keys)
    ]
