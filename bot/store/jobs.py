"""Slow work that waits for a worker."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from bot.store.rows import insert_new, insert_numbered, many
from bot.store.tables import concern, job


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work."""

    id: int
    key: str
    kind: str
    args: dict[str, str]
    cohort: str | None
    tries: int
    lease_until: datetime | None
    """Until when whoever claimed it is believed. No two claims end at the same instant, so it is
    also who: what one says of a job that another has claimed since is not heard."""


def add(db: Connection, *, concerns: Iterable[str] = (), **values: Any) -> bool:
    """Queue a job unless its key is known; whether it is new."""
    number = insert_numbered(db, job, state="waiting", tries=0, **values)
    if number is None:
        return False
    for who in concerns:
        insert_new(db, concern, table="job", item=number, person=who)
    return True


def _free(now: datetime) -> Any:
    return or_(
        (job.c.state == "waiting") & (job.c.not_before <= now),
        (job.c.state == "working") & (job.c.lease_until <= now),
    )


def claim(db: Connection, now: datetime, lease_until: datetime, most: int) -> list[Job]:
    """Take jobs whose time has come, and those whose worker died."""
    rows = many(
        db,
        Job,
        select(job).where(_free(now)).order_by(job.c.id).limit(most)
        .with_for_update(skip_locked=True),
    )  # fmt: skip
    if rows:
        db.execute(
            update(job)
            .where(job.c.id.in_([row.id for row in rows]))
            .values(state="working", lease_until=lease_until, tries=job.c.tries + 1)
        )
    return [replace(row, lease_until=lease_until) for row in rows]


def _ours_still(claimed: Job) -> ColumnElement[bool]:
    """Whether nobody else has claimed it since: a process that was stopped for longer than its
    lease must not undo what was done meanwhile."""
    return and_(
        job.c.id == claimed.id, job.c.state == "working", job.c.lease_until == claimed.lease_until
    )


def postpone(
    db: Connection, claimed: Job, until: datetime, why: str, *, counts: bool = True
) -> None:
    """A job could not be done now; whether that ``counts`` as a try."""
    tries = job.c.tries if counts else job.c.tries - 1
    db.execute(
        update(job)
        .where(_ours_still(claimed))
        .values(state="waiting", not_before=until, lease_until=None, why=why, tries=tries)
    )


def concerned(db: Connection, job_id: int) -> list[str]:
    """Ids of the people whom a job is about."""
    query = select(concern.c.person).where(concern.c.table == "job", concern.c.item == job_id)
    return list(db.execute(query.order_by(concern.c.person)).scalars())


def done(db: Connection, claimed: Job) -> bool:
    """A job came to its end: nothing of it is kept. False if it is another worker's by now, who
    took it over, or gone."""
    # First, so that of two who end it the second waits here, and finds nothing.
    if db.execute(delete(job).where(_ours_still(claimed))).rowcount == 0:
        return False
    db.execute(delete(concern).where(concern.c.table == "job", concern.c.item == claimed.id))
    return True


def next_at(db: Connection) -> datetime | None:
    """When the next job can be claimed, or None."""
    waiting = select(func.min(job.c.not_before)).where(job.c.state == "waiting")
    working = select(func.min(job.c.lease_until)).where(job.c.state == "working")
    times = [db.execute(query).scalar() for query in (waiting, working)]
    return min((at for at in times if at is not None), default=None)
