"""Whether anyone else uses a database: for work that must not be done beside a running bot."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, text

from bot.store.tables import metadata

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND usename = current_user AND pid <> pg_backend_pid()"
)


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
    db.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    db.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
