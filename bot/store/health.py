"""What waits, for whoever watches over the bot: numbers and ages, nothing of what is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, or_, select

from bot.store.tables import cohort, due, job, outgoing, parked

STATES = ("waiting", "held", "later", "sending", "unsure", "dead", "unknown")
"""Of the outbox, as they are told here: what waits for its time, or for a member's next
moment, is ``later``, and what waits for its cohort to go on is ``held``; ``waiting`` is what could
be sent now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How many there are, and since when the oldest of them waits; None if there is none."""

    number: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Everything that waits, in the whole database."""

    outbox: Mapping[str, Depth]
    jobs: Depth
    due: Depth
    parked: Depth


def waiting(db: Connection, now: datetime) -> Waiting:
    """What waits at this moment."""
    return Waiting(outbox=_outbox(db, now), jobs=_jobs(db, now), due=_due(db, now),
                   parked=_parked(db))  # fmt: skip


_held = select(cohort.c.id).where(cohort.c.state == "held")


def _outbox(db: Connection, now: datetime) -> dict[str, Depth]:
    speaks = or_(
        outgoing.c.purpose == "answer", outgoing.c.cohort.is_(None), outgoing.c.cohort.not_in(_held)
    )
    state = case(
        (outgoing.c.state == "held", "later"),
        (outgoing.c.state != "waiting", outgoing.c.state),
        (outgoing.c.not_before > now, "later"),
        (speaks, "waiting"),
        else_="held",
    ).label("told")
    rows = db.execute(
        select(state, func.count(), func.min(outgoing.c.not_before))
        .where(outgoing.c.state.in_(STATES))
        .group_by(state)
    )
    found = {row[0]: Depth(number=row[1], since=row[2]) for row in rows}
    return {each: found.get(each, Depth()) for each in STATES}


def _jobs(db: Connection, now: datetime) -> Depth:
    query = select(func.count(), func.min(job.c.not_before)).where(job.c.not_before <= now)
    number, since = db.execute(query).one()
    return Depth(number=number, since=since)


def _due(db: Connection, now: datetime) -> Depth:
    """What is due and was not taken: held cohorts' waits for them."""
    active = or_(due.c.cohort.is_(None), due.c.cohort.not_in(_held))
    query = select(func.count(), func.min(due.c.at)).where(due.c.at <= now, active)
    number, since = db.execute(query).one()
    return Depth(number=number, since=since)


def _parked(db: Connection) -> Depth:
    query = select(func.count(), func.min(parked.c.at)).where(
        parked.c.state.in_(("waiting", "wanted"))
    )
    number, since = db.execute(query).one()
    return Depth(number=number, since=since)
