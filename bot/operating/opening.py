"""Opening the database that the environment names, for a word that needs one which is there."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot import config
from bot.config import Config
from bot.logs import to_stderr
from bot.protocol.adapter import SettingsError
from bot.store import alone
from bot.store.database import Database, normal_url


@contextmanager
def opened(env: Mapping[str, str] = os.environ) -> Iterator[tuple[Database, Config]]:
    """The configuration, and its database with a schema that is up to date. Raises SettingsError
    where there is none."""
    settings = config.read(env)
    to_stderr("error", settings.log_format)
    with existing(settings.database_url, "DATABASE_URL") as database:
        yield database, settings


@contextmanager
def existing(url: str, name: str, *, any_version: bool = False) -> Iterator[Database]:
    """The database at a URL, which has to be there; ``name`` is what gave the URL. Raises
    SettingsError, also for a schema that is not up to date, unless ``any_version`` will do."""
    _be_there(url, name)
    database = Database(url)
    try:
        with answering(name):
            _hold_something(database, name)
            current = database.current()
        if not current and not any_version:
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
        with answering(name):
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


def url_of(text: str, name: str) -> str:
    """A database's URL in the one way in which it is written here; ``name`` is what gave it.
    Raises SettingsError for one of neither kind."""
    try:
        url = normal_url(text.strip())
        if make_url(url).get_backend_name() in ("sqlite", "postgresql"):
            return url
    except ArgumentError:
        pass
    raise SettingsError([f"{name} must begin with sqlite:/// or postgresql://."])


def same(one: str, other: str) -> bool:
    """Whether two URLs name the same database."""
    paths = file_of(one), file_of(other)
    if paths[0] is not None and paths[1] is not None:
        return paths[0].resolve() == paths[1].resolve()
    return one == other


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
def answering(name: str) -> Iterator[None]:
    """Raises SettingsError where a database fails within."""
    try:
        yield
    except DBAPIError as fault:
        # Drivers name hosts and users here, never passwords.
        why = str(fault.orig).partition("\n")[0]
        raise SettingsError([f"The database that {name} names does not answer: {why}"]) from fault
