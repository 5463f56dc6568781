"""Check-ins as they are planned and sent: plans, rounds, who reads them, each person's sheet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    exists,
    insert,
    literal,
    select,
    update,
)

from bot.store.cohorts import BELONGING
from bot.store.rows import insert_new, many, one
from bot.store.tables import (
    checkin,
    checkin_plan,
    checkin_round,
    cohort,
    consent,
    membership,
    not_asked,
    not_reader,
    outgoing,
    person,
    round_reader,
)

_ASKS = "checkin:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The rhythm of a check-in in a cohort. ``ref`` names its file, ``day`` (local) is that of the
    first round, ``time`` is HH:MM by each member's own clock. ``state``: running or stopped."""

    id: str
    cohort: str
    ref: str
    rhythm: str
    day: date
    time: str
    readers: str
    state: str
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One sending of a check-in to everyone. ``checkin`` is a snapshot of what was asked
    (``bot.text.checkin``), ``readers`` what was promised. ``state``: open or closed; ``asked``:
    how many people it was for when it opened."""

    id: str
    cohort: str
    plan: str | None
    checkin: Mapping[str, Any]
    title: str
    readers: str
    day: date
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    state: str
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One person's part in a round. ``state``: planned, asked, answered, skipped or left;
    ``at_question`` is the place of the question that is open to them, counted from 0, while they
    answer one by one."""

    id: str
    cohort: str
    round: str
    person: str
    state: str
    reminded: bool
    at_question: int | None


def add_plan(db: Connection, plan: Plan) -> None:
    """Insert a plan."""
    columns = {each.name: getattr(plan, each.name) for each in checkin_plan.columns}
    db.execute(insert(checkin_plan).values(**columns))


def plan(db: Connection, plan_id: str) -> Plan | None:
    """A plan by id."""
    return one(db, Plan, select(checkin_plan).where(checkin_plan.c.id == plan_id))


def plans(db: Connection, cohort_id: str) -> list[Plan]:
    """The plans of a cohort that run, in order of their first day."""
    return many(
        db,
        Plan,
        select(checkin_plan)
        .where(checkin_plan.c.cohort == cohort_id, checkin_plan.c.state == "running")
        .order_by(checkin_plan.c.day, checkin_plan.c.id),
    )


def stop_plan(db: Connection, plan_id: str) -> bool:
    """Let a plan send no more rounds; whether it ran."""
    running = (checkin_plan.c.id == plan_id, checkin_plan.c.state == "running")
    return db.execute(update(checkin_plan).where(*running).values(state="stopped")).rowcount > 0


def add_round(db: Connection, new: Round, reader_ids: Collection[str]) -> None:
    """Insert a round with the moderators whom it promises as readers; none is added later."""
    columns = {each.name: getattr(new, each.name) for each in checkin_round.columns}
    db.execute(insert(checkin_round).values(**columns))
    for each in sorted(reader_ids):
        db.execute(insert(round_reader).values(round=new.id, person=each))


def get(db: Connection, round_id: str) -> Round | None:
    """A round by id."""
    return one(db, Round, select(checkin_round).where(checkin_round.c.id == round_id))


def rounds(db: Connection, cohort_id: str, state: str | None = None) -> list[Round]:
    """The rounds of a cohort, the newest first."""
    query = select(checkin_round).where(checkin_round.c.cohort == cohort_id)
    if state is not None:
        query = query.where(checkin_round.c.state == state)
    order = (checkin_round.c.opened_at.desc(), checkin_round.c.id)
    return many(db, Round, query.order_by(*order))


def is_sent(db: Connection, plan_id: str, day: date) -> bool:
    """Whether a plan's round of this day has been opened."""
    theirs = (checkin_round.c.plan == plan_id, checkin_round.c.day == day)
    return db.execute(select(checkin_round.c.id).where(*theirs)).first() is not None


def close(db: Connection, round_id: str, now: datetime) -> bool:
    """Close an open round; what nobody was asked yet is left. False if it was closed already."""
    still = (checkin_round.c.id == round_id, checkin_round.c.state == "open")
    done = db.execute(update(checkin_round).where(*still).values(state="closed", closed_at=now))
    if not done.rowcount:
        return False
    planned = (checkin.c.round == round_id, checkin.c.state == "planned")
    db.execute(update(checkin).where(*planned).values(state="left"))
    return True


def promised(db: Connection, round_id: str) -> list[str]:
    """Ids of those whom a round promised as readers and who moderate its cohort still, by name."""
    query = (
        select(round_reader.c.person)
        .join(checkin_round, checkin_round.c.id == round_reader.c.round)
        .join(person, person.c.id == round_reader.c.person)
        .join(
            membership,
            (membership.c.cohort == checkin_round.c.cohort)
            & (membership.c.person == round_reader.c.person),
        )
        .where(
            round_reader.c.round == round_id,
            membership.c.role == "moderator",
            membership.c.state.in_(BELONGING),
        )
        .order_by(person.c.name, person.c.id)
    )
    return list(db.execute(query).scalars())


def shut_out(db: Connection, of: Round, person_id: str, reader_ids: Collection[str]) -> None:
    """These do not read what this person answers in a round, whatever becomes of them later."""
    for each in sorted(reader_ids):
        row = {"cohort": of.cohort, "round": of.id, "person": person_id, "reader": each}
        insert_new(db, not_reader, **row)


def shut_out_of(db: Connection, round_id: str, person_id: str) -> frozenset[str]:
    """Ids of those who do not read what this person answered in a round."""
    theirs = (not_reader.c.round == round_id, not_reader.c.person == person_id)
    return frozenset(db.execute(select(not_reader.c.reader).where(*theirs)).scalars())


def read_by_nobody(db: Connection, of: Round, person_ids: Collection[str]) -> None:
    """Nobody reads what these people answer in a round without names, whatever comes later."""
    for each in sorted(person_ids):
        shut_out(db, of, each, [each])


def unread(db: Connection, round_id: str) -> frozenset[str]:
    """Ids of those whose answers in a round without names nobody reads."""
    alone = (not_reader.c.round == round_id, not_reader.c.person == not_reader.c.reader)
    return frozenset(db.execute(select(not_reader.c.person).where(*alone)).scalars())


def promise_no_more(db: Connection, round_id: str, reader_id: str) -> None:
    """Let someone be no reader of a round any more, for good."""
    its = (round_reader.c.round == round_id, round_reader.c.person == reader_id)
    db.execute(delete(round_reader).where(*its))


def add_sheet(db: Connection, new: Sheet) -> bool:
    """Insert a person's part in a round unless there is one; whether it is new."""
    columns = {each.name: getattr(new, each.name) for each in checkin.columns}
    return insert_new(db, checkin, **columns)


def sheet(db: Connection, sheet_id: str) -> Sheet | None:
    """A person's part in a round by its id."""
    return one(db, Sheet, select(checkin).where(checkin.c.id == sheet_id))


def sheet_of(db: Connection, round_id: str, person_id: str) -> Sheet | None:
    """A person's part in a round."""
    theirs = (checkin.c.round == round_id, checkin.c.person == person_id)
    return one(db, Sheet, select(checkin).where(*theirs))


def sheets(db: Connection, round_id: str, *states: str) -> list[Sheet]:
    """Everyone's part in a round, in these states or in any."""
    query = select(checkin).where(checkin.c.round == round_id)
    if states:
        query = query.where(checkin.c.state.in_(states))
    return many(db, Sheet, query.order_by(checkin.c.id))


def change_sheet(db: Connection, sheet_id: str, **values: Any) -> None:
    """Change columns of a person's part in a round."""
    db.execute(update(checkin).where(checkin.c.id == sheet_id).values(**values))


def asks(sheet_id: str) -> str:
    """The key of the private message that asks a person."""
    return f"{_ASKS}{sheet_id}"


def open_question(db: Connection, sheet: Sheet, place: int) -> None:
    """Let the question at ``place`` be the one that is open to a person, in this check-in and in
    no other of theirs."""
    leave_questions(db, sheet.person)
    change_sheet(db, sheet.id, at_question=place)


def leave_questions(db: Connection, person_id: str) -> None:
    """Let no question be open to a person where they answer one by one: something newer is."""
    theirs = (checkin.c.person == person_id, checkin.c.at_question.is_not(None))
    db.execute(update(checkin).where(*theirs).values(at_question=None))


def waiting_for(db: Connection, person_id: str) -> list[tuple[Sheet, Round]]:
    """The open check-ins that a person was asked, in cohorts that have not ended, to which they
    belong and where their agreement holds; none whose message still waits for its moment or never
    went out, for they have not seen its questions. Those that they answer one by one come first,
    then the newest."""
    query = (
        _theirs(person_id)
        .join(cohort, cohort.c.id == checkin.c.cohort)
        .join(
            membership,
            (membership.c.cohort == checkin.c.cohort) & (membership.c.person == checkin.c.person),
        )
        .where(
            checkin.c.state.in_(("asked", "answered")),
            checkin_round.c.state == "open",
            cohort.c.state != "ended",
            membership.c.state.in_(BELONGING),
            exists().where(
                consent.c.cohort == checkin.c.cohort,
                consent.c.person == checkin.c.person,
                consent.c.kind == "agreement",
                consent.c.until.is_(None),
            ),
            ~exists().where(
                outgoing.c.key == literal(_ASKS).concat(checkin.c.id),
                outgoing.c.state.in_(("held", "dropped")),
            ),
        )
        .order_by(checkin.c.at_question.is_(None), checkin_round.c.opened_at.desc(), checkin.c.id)
    )
    return _pairs(db, query)


def of_person(db: Connection, cohort_id: str, person_id: str) -> list[tuple[Sheet, Round]]:
    """All that a person was asked in a cohort, the newest first."""
    query = _theirs(person_id).where(
        checkin.c.cohort == cohort_id, checkin.c.state.in_(("asked", "answered", "skipped"))
    )
    return _pairs(db, query.order_by(checkin_round.c.opened_at.desc(), checkin.c.id))


def _theirs(person_id: str) -> Select[Any, Any]:
    return (
        select(checkin.c.id, checkin.c.round)
        .join(checkin_round, checkin_round.c.id == checkin.c.round)
        .where(checkin.c.person == person_id)
    )


def _pairs(db: Connection, query: Select[Any, Any]) -> list[tuple[Sheet, Round]]:
    found: list[tuple[Sheet, Round]] = []
    for row in db.execute(query).all():
        its, of = sheet(db, row.id), get(db, row.round)
        if its is not None and of is not None:
            found.append((its, of))
    return found


def is_refused(db: Connection, cohort_id: str, person_id: str, ref: str) -> bool:
    """Whether a person does not want to be asked this check-in (by its file's name) any more."""
    theirs = _not_asked(cohort_id, person_id, ref)
    return db.execute(select(not_asked.c.ref).where(theirs)).first() is not None


def refuse(db: Connection, cohort_id: str, person_id: str, ref: str) -> None:
    """Note that a person does not want to be asked this check-in any more."""
    insert_new(db, not_asked, cohort=cohort_id, person=person_id, ref=ref)


def welcome_again(db: Connection, cohort_id: str, person_id: str, ref: str | None) -> None:
    """Forget that a person did not want this check-in, or (None) any they refused."""
    theirs = (not_asked.c.cohort == cohort_id) & (not_asked.c.person == person_id)
    if ref is not None:
        theirs = _not_asked(cohort_id, person_id, ref)
    db.execute(delete(not_asked).where(theirs))


def _not_asked(cohort_id: str, person_id: str, ref: str) -> ColumnElement[bool]:
    return (
        (not_asked.c.cohort == cohort_id)
        & (not_asked.c.person == person_id)
        & (not_asked.c.ref == ref)
    )


def forget(db: Connection, cohort_id: str) -> None:
    """Delete all rounds of a cohort with everyone's part in them and what was answered, and its
    plans."""
    for table in (checkin_round, checkin_plan):
        db.execute(delete(table).where(table.c.cohort == cohort_id))
