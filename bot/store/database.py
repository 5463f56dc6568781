"""Opening a database, and the transactions on it.

SQLite is the default: one file, one writer, every commit on disk before it is answered. PostgreSQL
is for more than one machine. Both run the same statements.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import StaticPool
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

MEMORY = "sqlite://"
PATIENCE = 30_000
"""Milliseconds for which a connection to SQLite waits for another one's lock."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_READING = "roundtable_reading"
_MIGRATING = 0x526F756E64  # an advisory lock: processes that start together migrate one by one

_LIMITS = {
    # Waiting for a lock: one that is held for longer is held by a process that was cut off.
    "lock_timeout": "10s",
    # One statement: the slowest takes a second or two, and everyone waits for the one thread that
    # asks. It is refused then, and tried again, as when the server is away.
    "statement_timeout": "30s",
    # A transaction in which nothing happens: its process was cut off or stopped, and must not keep
    # its locks.
    "idle_in_transaction_session_timeout": "60s",
}
"""How long PostgreSQL lets one of our connections take. Migrations and moves take what they need.
"""


def normal_url(url: str) -> str:
    """The URL with the driver that we use: psycopg for PostgreSQL. Hosts still hand out
    ``postgres://``, which SQLAlchemy does not know."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


class Database:
    """A database with its schema up to date."""

    def __init__(self, url: str) -> None:
        url = normal_url(url)
        self.sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.sqlite else _postgres(url)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any error."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing. On SQLite it waits for no writer and keeps none
        waiting."""
        connection = self.engine.connect().execution_options(**{_READING: True})
        with connection, connection.begin():
            yield connection

    def current(self) -> bool:
        """Whether the schema is up to date; False for an empty database too."""
        return self._version() == _newest()

    def empty(self) -> bool:
        """Whether there is no schema at all."""
        return self._version() is None

    def migrate(self) -> None:
        """Bring the schema up to date. Safe when several processes start at once."""
        if self.current():
            return
        with self.engine.begin() as connection:
            if not self.sqlite:
                # It takes as long as it takes, and so does waiting for another one to do it.
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _version(self) -> str | None:
        """The migration that this database stands at; None for an empty one."""
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def alive(self) -> bool:
        """Whether the database answers now."""
        try:
            # Below SQLAlchemy, whose every use of SQLite begins with the write lock here.
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("SELECT 1")
            finally:
                connection.close()
        except Exception:  # whatever a driver raises here means one thing: not now
            return False
        return True

    def scrub(self) -> bool:
        """Let what was deleted leave the files, too; False where someone else is reading, so that
        it is to be tried again. To be called outside of transactions, after the commit.

        SQLite zeroes what is deleted, but a page that was divided before may hold letters of its
        neighbour: so the file is written anew, and the log before it is emptied. On PostgreSQL
        that is the operator's to do, since it locks every table (see docs/privacy.md).
        """
        if not self.sqlite:
            return True
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            # Whoever reads is not waited for: people would be kept waiting meanwhile.
            cursor.execute("PRAGMA busy_timeout=0")
            for name in _full_text(cursor):
                quoted = name.replace('"', '""')
                # A name cannot be a parameter; it is this database's own.
                optimise = f'INSERT INTO "{quoted}"("{quoted}") VALUES (?)'  # noqa: S608  # nosec B608
                cursor.execute(optimise, ("optimize",))
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, _, _) = cursor.fetchone() or (1, 0, 0)
        except sqlite3.OperationalError as fault:
            if not _is_busy(fault):
                raise
            return False
        finally:
            connection.cursor().execute(f"PRAGMA busy_timeout={PATIENCE}")
            connection.close()
        return not busy

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _full_text(cursor: DBAPICursor) -> list[str]:
    """Names of the full-text indexes, which keep what was deleted until they are optimized."""
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%'"
    )
    return [row[0] for row in cursor.fetchall()]


def _newest() -> str:
    """The newest migration; their files' names begin with their numbers."""
    return max(path.name for path in (_MIGRATIONS / "versions").glob("*.py")).split("_")[0]


def _until_free() -> Retrying:
    """Tries again for as long as SQLite waits for a lock. Of two that open a new file, one is told
    at once that it is locked, however long it would wait."""
    return Retrying(
        retry=retry_if_exception(_is_busy),
        stop=stop_after_delay(PATIENCE / 1000),
        wait=wait_fixed(0.02),
        reraise=True,
    )


def _is_busy(fault: BaseException) -> bool:
    busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(fault, sqlite3.OperationalError) and fault.sqlite_errorcode & 0xFF in busy


def _sqlite(url: str) -> Engine:
    if url in (MEMORY, "sqlite:///:memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection, _record) -> None:  # pyright: ignore
        # The driver's own BEGIN comes too late and too weak: ours takes the write lock at once.
        connection.isolation_level = None
        cursor = connection.cursor()
        for attempt in _until_free():
            with attempt:
                cursor.execute("PRAGMA journal_mode=WAL")
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={PATIENCE}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore
        reading = connection.get_execution_options().get(_READING)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgres(url: str) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=5,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": " ".join(f"-c {name}={value}" for name, value in _LIMITS.items()),
            # A host that vanishes without a word is given up after half a minute. A server that
            # stands still keeps its connections, and nothing here can tell that from a slow one:
            # then everything waits for it, and ``alive`` says so.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
        },
    )
