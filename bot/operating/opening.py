"""Opening the database that the environment names, for a word that needs one which is there."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot import config
from bot.config import Config
from bot.logs import to_stderr
from bot.protocol.adapter import SettingsError
from bot.store import alone
from bot.store.database import Database


@contextmanager
def opened(env: Mapping[str, str] = os.environ) -> Iterator[tuple[Database, Config]]:
    """The configuration, and its database with a schema that is up to date. Raises SettingsError
    where there is none."""
    settings = config.read(env)
    to_stderr("error", settings.log_format)
    with existing(settings.database_url, "DATABASE_URL") as database:
        yield database, settings


@contextmanager
def existing(url: str, name: str) -> Iterator[Database]:
    """The database at a URL, which has to be there; ``name`` is what gave the URL. Raises
    SettingsError."""
    _be_there(url, name)
    database = Database(url)
    try:
        with _answering(name):
            _hold_something(database, name)
            current = database.current()
        if not current:
            raise SettingsError(
                [
                    f"The database that {name} names is of another version: start the bot of this "
                    "version on it once."
                ]
            )
        yield database
    finally:
        database.close()


@contextmanager
def alone_with(url: str, name: str) -> Iterator[Database]:
    """The same, brought up to date, and refused while anyone else has it open."""
    path = _be_there(url, name)
    busy = (
        f"Something uses the database that {name} names, the bot perhaps: stop it first, on all "
        "machines."
    )
    if path is not None and alone.file_in_use(path):
        raise SettingsError([busy])
    database = Database(url)
    try:
        with _answering(name):
            if not database.sqlite:
                with database.reading() as db:
                    if alone.server_in_use(db):
                        raise SettingsError([busy])
            _hold_something(database, name)
            database.migrate()
        yield database
    finally:
        database.close()


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for any other."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _be_there(url: str, name: str) -> Path | None:
    """Nothing is ever made by looking for it."""
    path = file_of(url)
    if path is not None and not (path.is_file() and path.stat().st_size):
        raise SettingsError(
            [
                f"There is no database at {path.absolute()}: {name} leads there from this folder. "
                "Name the whole path, or go to the bot's own folder."
            ]
        )
    return path


def _hold_something(database: Database, name: str) -> None:
    if database.empty():
        raise SettingsError([f"The database that {name} names is empty."])


@contextmanager
def _answering(name: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as fault:
        # Drivers name hosts and users here, never passwords.
        why = str(fault.orig).partition("\n")[0]
        raise SettingsError([f"The database that {name} names does not answer: {why}"]) from fault
