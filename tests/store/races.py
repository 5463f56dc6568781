"""Two processes on one PostgreSQL, stopped and let go at chosen moments; nothing sleeps.

A process is held at its commit, while it has its locks; what the other one does then is awaited
until the server says that it waits for a lock.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import text

from bot.store.database import Database
from tests.patience import LONG

T = TypeVar("T")


class Thread(Generic[T]):
    """Runs something at once, and keeps what came of it."""

    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self._result: T | None = None
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._function()
        except BaseException as fault:
            self._fault = fault

    @property
    def over(self) -> bool:
        """Whether it has come to an end."""
        return not self._thread.is_alive()

    def stands(self, seconds: float) -> None:
        """Let it run for so long, and see that it has not come to an end."""
        self._thread.join(seconds)
        assert not self.over, self._fault

    def result(self) -> Any:
        """What it returned; raises what it raised."""
        self._thread.join(LONG)
        assert self.over, "it still stands still"
        if self._fault is not None:
            raise self._fault
        return self._result


@contextmanager
def held_at_commit(database: Database) -> Iterator["Gate"]:
    """While this lasts, the next commit of a database's process waits at a gate."""
    gate, real = Gate(), database.engine.dialect.do_commit

    def commit(connection: Any) -> None:
        gate.stand()
        real(connection)

    database.engine.dialect.do_commit = commit  # pyright: ignore
    try:
        yield gate
    finally:
        gate.open()
        database.engine.dialect.do_commit = real  # pyright: ignore


class Gate:
    """Where one transaction stands with all its locks."""

    def __init__(self) -> None:
        self._reached, self._opened = threading.Event(), threading.Event()
        self._fault: Exception | None = None

    def stand(self) -> None:
        """Wait here until it is opened."""
        self._reached.set()
        assert self._opened.wait(LONG), "nobody opened the gate"
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault

    def reached(self) -> None:
        """Wait until someone stands here."""
        assert self._reached.wait(LONG), "nobody came to the gate"

    def open(self, fault: Exception | None = None) -> None:
        """Let them through, or let their commit fail once."""
        if not self._opened.is_set():
            self._fault = fault
            self._opened.set()


def waits_for_a_lock(database: Database, thread: Thread[Any]) -> None:
    """Return when a process of this database stands at another one's lock."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    pause = threading.Event()
    for _ in range(int(LONG / 0.01)):
        with database.engine.connect() as connection:
            if connection.execute(query).scalar_one():
                return
        assert not thread.over, "it did not wait for anyone"
        pause.wait(0.01)
    raise AssertionError("it never came to a lock")
