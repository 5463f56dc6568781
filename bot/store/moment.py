"""Time in the database: how far a simulated clock has gone, what a server's clock says, and what
a clock that was set back leaves behind."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from bot.store.digests import DUE
from bot.store.rows import upsert
from bot.store.tables import clock, digest, due, job, outgoing, pace

LONGEST_PAUSE = timedelta(seconds=5)
"""For which a place is left alone after the clock was set; a platform that wants a longer pause
says so again."""
LONGEST_RETRY = timedelta(minutes=10)
"""Longer than slow work waits before it is tried again."""


def remember(db: Connection, now: datetime) -> None:
    """Note the time."""
    upsert(db, clock, id=1, now=now)


def last(db: Connection) -> datetime | None:
    """The time that was noted last; None in a new database, or one on a real clock."""
    return db.execute(select(clock.c.now)).scalar()


def of_server(db: Connection) -> datetime:
    """What the clock of a PostgreSQL server says now."""
    return db.execute(select(func.clock_timestamp())).scalar_one()


def set_back(db: Connection, now: datetime, lease: timedelta) -> None:
    """The clock was set back to ``now``. What was written by the clock as it was would wait for
    that time to come again: it counts as written now, and no lease (at most ``lease``) or pause
    lasts longer than it could. No message counts on a day to come, and for what is held another
    moment is looked for. Doing so twice changes nothing more, so every process may."""
    ahead = select(outgoing.c.id, outgoing.c.created_at, outgoing.c.not_before).where(
        outgoing.c.state.in_(("held", "waiting")), outgoing.c.created_at > now
    )
    for row in db.execute(ahead).all():
        db.execute(
            update(outgoing)
            .where(outgoing.c.id == row.id, outgoing.c.created_at == row.created_at)
            .values(created_at=now, not_before=now + (row.not_before - row.created_at))
        )
    # A day has begun somewhere before it has by this clock.
    to_come = update(digest).where(digest.c.day > (now + timedelta(days=1)).date())
    db.execute(to_come.values(day=now.date()))
    db.execute(update(due).where(due.c.kind == DUE, due.c.at > now).values(at=now))
    for column, longest in (
        (outgoing.c.lease_until, lease),
        (pace.c.free_at, LONGEST_PAUSE),
        (job.c.not_before, LONGEST_RETRY),
        (job.c.lease_until, LONGEST_RETRY),
    ):
        latest = now + longest
        db.execute(update(column.table).where(column > latest).values({column.name: latest}))
