"""Slow work that waits for a worker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

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
    return rows


def postpone(
    db: Connection, job_id: int, until: datetime, why: str, *, counts: bool = True
) -> None:
    """A job could not be done now; whether that ``counts`` as a try."""
    tries = job.c.tries if counts else job.c.tries - 1
    db.execute(
        update(job)
        .where(job.c.id == job_id)
        .values(state="waiting", not_before=until, lease_until=None, why=why, tries=tries)
    )


def concerned(db: Connection, job_id: int) -> list[str]:
    """Ids of the people whom a job is about."""
    query = select(concern.c.person).where(concern.c.table == "job", concern.c.item == job_id)
    return list(db.execute(query.order_by(concern.c.person)).scalars())


def done(db: Connection, job_id: int) -> bool:
    """A job came to its end: nothing of it is kept. False if another worker, who took it over, was
    there before."""
    db.execute(delete(concern).where(concern.c.table == "job", concern.c.item == job_id))
    return db.execute(delete(job).where(job.c.id == job_id)).rowcount > 0


def next_at(db: Connection) -> datetime | None:
    """When the next job can be claimed, or None."""
    waiting = select(func.min(job.c.not_before)).where(job.c.state == "waiting")
    working = select(func.min(job.c.lease_until)).where(job.c.state == "working")
    times = [db.execute(query).scalar() for query in (waiting, working)]
    return min((at for at in times if at is not None), default=None)
