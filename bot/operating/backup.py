"""``backup``: a copy of an SQLite database as it stands at one moment, while the bot runs."""

import argparse
import os
import sqlite3
import sys
from pathlib import Path

from bot.operating import Command
from bot.operating.opening import file_of, opened
from bot.protocol.adapter import SettingsError

_PAGES = 256
"""Pages that are copied at a time."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write it; nothing may be there yet")


def _run(options: argparse.Namespace) -> int:
    with opened() as (_, settings):
        path = file_of(settings.database_url)
    if path is None:
        print(
            "DATABASE_URL names a PostgreSQL database, which brings its own way:\n"
            f"pg_dump --format=custom --file={options.file} DATABASE_URL",
            file=sys.stderr,
        )
        return 2
    target: Path = options.file
    if target.exists():
        raise SettingsError([f"{target} is there already; nothing is overwritten."])
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        _copy(path, beside)
        beside.rename(target)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError([f"{target} cannot be written: {why}."]) from error
    except sqlite3.Error as error:
        raise SettingsError([f"The copy failed: {error}."]) from error
    finally:
        beside.unlink(missing_ok=True)
    print(f"{target}: {target.stat().st_size} bytes, checked. It holds what members wrote: keep it "
          "as safe as the database, and no longer than you have promised.")  # fmt: skip
    return 0


def _copy(path: Path, target: Path) -> None:
    """One moment of a database, whole and checked, in a file that stands alone. Readable to its
    owner alone. Raises OSError, sqlite3.Error."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    source, copy = sqlite3.connect(path, timeout=30), sqlite3.connect(target)
    try:
        # One reading transaction for all of it: what the bot writes meanwhile stays outside, and
        # does not make the copy begin anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the copy is not whole")
    finally:
        copy.close()
        source.close()
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


COMMAND = Command(
    name="backup",
    help="Copy an SQLite database to a file while the bot runs.",
    run=_run,
    arguments=_arguments,
)
