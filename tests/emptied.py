"""Databases for many small tests: making one takes longer than most of them do.

On PostgreSQL one database is emptied before each test; on SQLite each gets a copy in memory.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache

import psycopg
from sqlalchemy import create_engine

from bot.store.database import MEMORY, Database, normal_url
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
    """Take all rows out."""
    engine = create_engine(normal_url(url))
    with engine.begin() as db:
        for table in reversed(metadata.sorted_tables):
            db.execute(table.delete())
    engine.dispose()


@contextmanager
def each_time() -> Iterator[Callable[[], AbstractContextManager[str]]]:
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
