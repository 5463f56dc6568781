"""How far a simulated clock has gone, so that a sandbox's file goes on where it was left."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.rows import upsert
from bot.store.tables import clock


def remember(db: Connection, now: datetime) -> None:
    """Note the time."""
    upsert(db, clock, id=1, now=now)


def last(db: Connection) -> datetime | None:
    """The time that was noted last; None in a new database, or one on a real clock."""
    return db.execute(select(clock.c.now)).scalar()
