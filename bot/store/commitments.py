"""What people mean to try after a discussion, and what came of it.

Whether its words may be shown to others is kept with each. Figures and words of whoever has
withdrawn their agreement are told to nobody.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from bot.store import circle
from bot.store.rows import insert_new, many, one
from bot.store.tables import commitment, commitment_reader, commitment_report, consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What a person means to try. ``day`` is local to them; ``discussion`` is the one after which
    they said so, if any. ``state``: open, done, partly, not-yet or not-for-me; ``shown``: to whom
    (see ``bot.rules.commitments``)."""

    id: str
    cohort: str
    person: str
    discussion: str | None
    text: str
    day: date
    state: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What its author said of a commitment when asked after so many ``weeks``; ``text`` is what
    came of it, if they told."""

    id: str
    cohort: str
    commitment: str
    person: str
    weeks: int
    state: str
    text: str
    day: date


Told = tuple[Commitment, Sequence[Report]]


def add(db: Connection, new: Commitment) -> None:
    """Insert a commitment."""
    columns = {each.name: getattr(new, each.name) for each in commitment.columns}
    db.execute(insert(commitment).values(**columns))


def get(db: Connection, commitment_id: str) -> Commitment | None:
    """A commitment by id."""
    return one(db, Commitment, select(commitment).where(commitment.c.id == commitment_id))


def change(db: Connection, commitment_id: str, **values: Any) -> None:
    """Change columns of a commitment."""
    db.execute(update(commitment).where(commitment.c.id == commitment_id).values(**values))


def let_read(db: Connection, of: Commitment, reader_ids: Collection[str]) -> None:
    """Let these moderators read a commitment, as far as its author lets it be shown, and none who
    becomes one later."""
    db.execute(delete(commitment_reader).where(commitment_reader.c.commitment == of.id))
    for each in sorted(reader_ids):
        row = {"cohort": of.cohort, "commitment": of.id, "person": each}
        db.execute(insert(commitment_reader).values(**row))


def take_back(db: Connection, commitment_id: str) -> None:
    """Delete a commitment with all that was said of it."""
    db.execute(delete(commitment).where(commitment.c.id == commitment_id))


def of_person(db: Connection, cohort_id: str | None, person_id: str) -> list[Commitment]:
    """A person's commitments in a cohort or (None) in all, the newest first."""
    query = select(commitment).where(commitment.c.person == person_id)
    if cohort_id is not None:
        query = query.where(commitment.c.cohort == cohort_id)
    return many(db, Commitment, query.order_by(commitment.c.day.desc(), commitment.c.id))


def report(
    db: Connection, of: Commitment, weeks: int, *, new_id: str, day: date, **said: str
) -> None:
    """Keep what someone says (``state``, ``text``) when asked after ``weeks``, over what they said
    before; the state of the commitment is that of the last time it was asked."""
    columns = {"cohort": of.cohort, "commitment": of.id, "person": of.person, "weeks": weeks}
    first = {"state": "open", "text": "", "day": day}
    insert_new(db, commitment_report, id=new_id, **columns, **first)
    theirs = (commitment_report.c.commitment == of.id, commitment_report.c.weeks == weeks)
    db.execute(update(commitment_report).where(*theirs).values(**said))
    change(db, of.id, state=reports(db, of.id)[-1].state)


def reports(db: Connection, commitment_id: str) -> list[Report]:
    """What its author said of a commitment, in the order of asking."""
    query = select(commitment_report).where(commitment_report.c.commitment == commitment_id)
    return many(db, Report, query.order_by(commitment_report.c.weeks))


def people_by_state(db: Connection, cohort_id: str) -> dict[str, set[str]]:
    """Ids of the people of a cohort behind each state, by state: for figures alone."""
    query = select(commitment.c.state, commitment.c.person).where(
        commitment.c.cohort == cohort_id, _agreed()
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in db.execute(query.distinct()):
        found[row.state].add(row.person)
    return dict(found)


def shown(db: Connection, cohort_id: str, reader_id: str) -> list[Told]:
    """The commitments of a cohort whose authors let others see them, with what was said of each, in
    an order that tells nothing: by id, which is random. ``reader_id`` sees those for which they
    were named as a reader, and nothing of those whose line manager they are."""
    named = exists().where(
        commitment_reader.c.commitment == commitment.c.id, commitment_reader.c.person == reader_id
    )
    query = select(commitment).where(
        commitment.c.cohort == cohort_id, commitment.c.shown != "self", named, _agreed()
    )
    return [
        (each, reports(db, each.id))
        for each in many(db, Commitment, query.order_by(commitment.c.id))
        if reader_id not in circle.managers_of(db, cohort_id, each.person)
    ]


def forget(db: Connection, cohort_id: str) -> None:
    """Delete all commitments of a cohort with what was said of them."""
    db.execute(delete(commitment).where(commitment.c.cohort == cohort_id))


def _agreed() -> ColumnElement[bool]:
    return exists().where(
        consent.c.cohort == commitment.c.cohort,
        consent.c.person == commitment.c.person,
        consent.c.kind == "agreement",
        consent.c.until.is_(None),
    )
