"""What time it is for the engine, whatever becomes of a machine's own clock.

Processes on one PostgreSQL take the database's time, so that they agree on leases and pauses; in
between, and for a single process on SQLite, time is the machine's. A clock that is set back is
noticed by the monotonic one, and what would wait for the time that was is mended.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.store import moment
from bot.store.database import Database

STEP = timedelta(seconds=2)
"""By how much a clock must go back to count as set back; less is a correction."""


def elapsed() -> float:
    """Seconds from anywhere, which nobody can set. They go on while a machine sleeps, where it can
    tell: a claim does not last longer for that."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class SharedClock:
    """The database's time, read now and then; in between the monotonic clock goes on from there.
    Until it is first read it is the machine's own."""

    def __init__(
        self, database: Database, own: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._database = database
        self._monotonic = monotonic
        self._own = own
        self._read: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        if self._read is None:
            return self._own()
        then, at = self._read
        return then + timedelta(seconds=self._monotonic() - at)

    def read(self) -> None:
        """Ask the database. Raises what it raises."""
        before = self._monotonic()
        with self._database.transaction() as db:
            now = moment.of_server(db)
        # It was read somewhere between asking and hearing.
        self._read = now, (before + self._monotonic()) / 2


class Steps:
    """Notices that a clock was set, by comparing it with the monotonic one."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._ahead = self._difference()

    def _difference(self) -> timedelta:
        return timedelta(seconds=self._clock().timestamp() - self._monotonic())

    def set_back(self) -> bool:
        """Whether the clock was set back since this was made. One that was set forward, or goes
        before the other, is followed."""
        ahead = self._difference()
        if ahead < self._ahead - STEP:
            return True
        self._ahead = ahead
        return False


def clock_for(
    database: Database, own: Callable[[], datetime], monotonic: Callable[[], float]
) -> Callable[[], datetime]:
    """The clock that an engine on this database goes by."""
    return own if database.sqlite else SharedClock(database, own, monotonic)
