"""Whether anyone else uses a database: for work that must not be done beside a running bot, and for
a bot that must be the only one."""

import contextlib
import fcntl
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, make_url, text

from bot.store.tables import metadata

MARK = "-bot"
"""What a file beside SQLite's is called that a running bot keeps locked: its name, and this. It is
empty, and stays."""

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND usename = current_user AND pid <> pg_backend_pid()"
)


class TakenError(Exception):
    """Another bot runs on this file."""


@contextlib.contextmanager
def as_the_bot(url: str) -> Iterator[None]:
    """Be the one bot on an SQLite file for as long as this lasts, or until the process ends in
    whatever way; of PostgreSQL's there may be many. Raises TakenError."""
    parsed = make_url(url)
    if (
        parsed.get_backend_name() != "sqlite"
        or not parsed.database
        or parsed.database == ":memory:"
    ):
        yield
        return
    # Not the database's own file: SQLite would lose its locks when that is closed here.
    path = Path(parsed.database + MARK)
    with contextlib.ExitStack() as held:
        # Where no file can be made, the database will say why.
        with contextlib.suppress(OSError):
            mark = held.enter_context(path.open("ab"))
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise TakenError(Path(parsed.database).absolute()) from error
        yield


def file_in_use(path: Path) -> bool:
    """Whether a process has this SQLite file open. A bot keeps it open as long as it runs. Nothing
    of this process may have it open."""
    connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        # In this mode SQLite wants the file for itself, which fails beside any open connection.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def server_in_use(db: Connection) -> bool:
    """Whether anyone else is connected to this PostgreSQL database as this user, as every running
    bot is."""
    return db.execute(_OTHERS).scalar_one() > 0


def keep_still(db: Connection) -> None:
    """Let nobody else change anything until this transaction ends; reading goes on. However long
    it takes, it is not cut off."""
    if db.dialect.name == "sqlite":
        return  # a transaction that may write is the only one there
    for limit in ("idle_in_transaction_session_timeout", "statement_timeout"):
        db.execute(text(f"SET LOCAL {limit} = 0"))
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    db.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
