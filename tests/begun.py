"""Cohorts as they stand once they were set up: each kind is set up once and copied after that.

Setting one up takes a hundred commands and presses, which is more than most tests do with it.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from sqlalchemy import make_url

from adapters.sandbox.platform import Platform
from bot.engine.scene import HandScene
from bot.store.database import Database
from bot.store.tables import metadata

_ELSEWHERE = ("now", "_subscribers")
"""What a platform does not know by itself."""


@dataclass(frozen=True, kw_only=True)
class _Begun:
    rows: "_File | _Rows"
    platform: Mapping[str, Any]
    dice: Any


_known: defaultdict[str, dict[Hashable, _Begun]] = defaultdict(dict)
"""By database and what was asked for."""


def copied(what: Hashable, platform: Platform, scene: HandScene) -> bool:
    """Let a scene in which nothing has happened go on where one that was ``noted`` stood; False if
    there was none of this kind."""
    begun = _known[str(scene.database.engine.url)].get(what)
    if begun is None:
        return False
    begun.rows.into(scene.database)
    vars(platform).update({name: _own(value) for name, value in begun.platform.items()})
    scene.tools.dice.setstate(begun.dice)
    return True


def note(what: Hashable, platform: Platform, scene: HandScene) -> None:
    """Remember where a scene stands."""
    known = _known[str(scene.database.engine.url)]
    rows = _File(scene.database) if scene.database.sqlite else _Rows(scene.database, len(known))
    known[what] = _Begun(
        rows=rows,
        platform={
            name: _own(value) for name, value in vars(platform).items() if name not in _ELSEWHERE
        },
        dice=scene.tools.dice.getstate(),
    )


def _own(value: Any) -> Any:
    """Another one of the same: what is collected changes, what it is made of never does."""
    if isinstance(value, dict | list | set):
        return copy(cast(Any, value))
    if hasattr(value, "__dict__"):
        other = copy(value)
        vars(other).update({name: _own(each) for name, each in vars(value).items()})
        return other
    return value


class _File:
    """SQLite's, in memory."""

    def __init__(self, database: Database) -> None:
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        _driver(database).backup(self._kept)

    def into(self, database: Database) -> None:
        self._kept.backup(_driver(database))


def _driver(database: Database) -> sqlite3.Connection:
    connection = database.engine.raw_connection().driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


class _Rows:
    """PostgreSQL's, beside the tables that they were in."""

    def __init__(self, database: Database, number: int) -> None:
        schema = f"begun{number}"
        with _connected(database) as connection:
            connection.execute(_sql(f"CREATE SCHEMA {schema}"))
            tables = [
                f'"{table.name}"'
                for table in metadata.sorted_tables
                if connection.execute(_sql(f'SELECT 1 FROM "{table.name}" LIMIT 1')).fetchone()
            ]
            for table in tables:
                connection.execute(_sql(f"CREATE TABLE {schema}.{table} AS TABLE public.{table}"))
            counters = connection.execute(
                "SELECT sequencename, last_value FROM pg_sequences "
                "WHERE schemaname = 'public' AND last_value IS NOT NULL"
            ).fetchall()
        self._again = ";".join(
            [
                *(f"INSERT INTO public.{table} TABLE {schema}.{table}" for table in tables),
                *(f"SELECT setval('public.{name}', {last})" for name, last in counters),
            ]
        )

    def into(self, database: Database) -> None:
        with _connected(database) as connection:
            connection.execute(_sql(self._again))


def _connected(database: Database) -> psycopg.Connection:
    url = make_url(str(database.engine.url.render_as_string(hide_password=False)))
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def _sql(text: str) -> Any:
    return text.encode()
