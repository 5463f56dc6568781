"""What comes due: one row for each thing that will happen by itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, delete, func, select, update

from bot.store.rows import insert_new, many, upsert
from bot.store.tables import cohort, due
from bot.store.types import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """At ``at``, the story of ``kind`` is told that ``subject`` came due."""

    kind: str
    subject: str
    cohort: str | None
    at: datetime


def plan(db: Connection, kind: str, subject: str, at: datetime, cohort_id: str | None) -> None:
    """Let something come due at ``at``, in place of an earlier time for the same."""
    upsert(db, due, kind=kind, subject=subject, at=at, cohort=cohort_id)


def plan_missing(
    db: Connection, kind: str, subject: str, at: datetime, cohort_id: str | None
) -> None:
    """Let something come due at ``at``, unless it is to come due anyway."""
    insert_new(db, due, kind=kind, subject=subject, at=at, cohort=cohort_id)


def cancel(db: Connection, kind: str, subject: str) -> bool:
    """Let it not come due; whether it was planned."""
    gone = db.execute(delete(due).where(due.c.kind == kind, due.c.subject == subject))
    return gone.rowcount > 0


def planned(db: Connection, kind: str, subject: str) -> datetime | None:
    """When something will come due, or None."""
    return db.execute(select(due.c.at).where(due.c.kind == kind, due.c.subject == subject)).scalar()


def of_kind(db: Connection, kind: str) -> dict[str, datetime]:
    """All that will come due of a kind: by subject, when."""
    rows = db.execute(select(due.c.subject, due.c.at).where(due.c.kind == kind))
    return {row.subject: row.at for row in rows}


def move(db: Connection, kind: str, subject: str, before: datetime, at: datetime) -> None:
    """Let something come due at ``at``, if it still is to come due at ``before``."""
    theirs = (due.c.kind == kind) & (due.c.subject == subject) & (due.c.at == before)
    db.execute(update(due).where(theirs).values(at=at))


def of_cohort(db: Connection, cohort_id: str) -> list[Due]:
    """All that will come due for a cohort, soonest first."""
    return many(db, Due, select(due).where(due.c.cohort == cohort_id).order_by(due.c.at))


_held = select(cohort.c.id).where(cohort.c.state == "held")
_active = due.c.cohort.is_(None) | due.c.cohort.not_in(_held)


# Asked every second and after each thing that came due, so built once.
_due = (
    select(due)
    .where(due.c.at <= bindparam("now", type_=Instant), _active)
    .order_by(due.c.at, due.c.kind, due.c.subject)
    .limit(bindparam("most", type_=Integer))
)


def first(db: Connection, now: datetime, most: int = 1) -> list[Due]:
    """What is due and has waited longest, at most so many; held cohorts wait."""
    return many(db, Due, _due, {"now": now, "most": most})


def take(db: Connection, row: Due) -> bool:
    """Claim what ``first`` found; False if it is gone, was moved, or its cohort is held by now.
    The cohort is to be locked first, so that none of this changes afterwards."""
    claimed = delete(due).where(
        due.c.kind == row.kind, due.c.subject == row.subject, due.c.at == row.at, _active
    )
    return db.execute(claimed).rowcount > 0


def next_at(db: Connection) -> datetime | None:
    """When the next thing comes due (held cohorts left out), or None."""
    return db.execute(select(func.min(due.c.at)).where(_active)).scalar()
