"""Databases for many small tests: making one takes longer than most of them do.

On PostgreSQL one database is emptied before each test; on SQLite each gets a copy in memory.
"""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import psycopg

from bot.store.database import MEMORY, Database
from bot.store.tables import metadata
from tests import databases


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a database whose commits do not wait for the disk; the server's own crashes are
    not what these tests are about."""
    url = databases.postgres()
    name = url.split("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit TO off")  # pyright: ignore
    yield url
    databases.drop(url)


def empty(url: str) -> None:
    """Take all rows out of a PostgreSQL database, and now and then what they leave behind."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Whoever was left behind by a test that failed would keep this waiting.
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute(_emptying())  # pyright: ignore
        if next(_emptied) % 20 == 0:
            connection.execute("VACUUM")


@cache
def _emptying() -> str:
    """In one journey: there are many tables, and most are empty."""
    names = [table.name for table in reversed(metadata.sorted_tables)]
    return ";".join(f'DELETE FROM "{name}"' for name in names)


_emptied = itertools.count(1)


Fresh = Callable[[], AbstractContextManager[str]]
"""Opens an empty database that outlives a process."""


@contextmanager
def file() -> Iterator[str]:
    """A file of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roundtable.db"
        path.write_bytes(schema())
        yield f"sqlite:///{path}"


@contextmanager
def each_time() -> Iterator[Fresh]:
    """What opens the same PostgreSQL database, empty each time."""
    with postgres() as url:

        @contextmanager
        def open_empty() -> Iterator[str]:
            empty(url)
            yield url

        yield open_empty


def opened(url: str) -> Database:
    """A database with its schema up to date."""
    database = Database(url)
    if url == MEMORY:
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            driver.deserialize(schema())  # pyright: ignore
    else:
        database.migrate()
    return database


@cache
def schema() -> bytes:
    """An empty SQLite database with its schema up to date, as a file would hold it."""
    database = Database(MEMORY)
    database.migrate()
    with database.engine.connect() as connection:
        connection.rollback()
        return connection.connection.driver_connection.serialize()  # pyright: ignore
