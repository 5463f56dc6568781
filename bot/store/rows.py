"""Small helpers that turn rows into records."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

R = TypeVar("R")


def make(record: type[R], row: Mapping[Any, Any]) -> R:
    """A record from a row that has at least its columns."""
    return record(**{f.name: row[f.name] for f in fields(record)})  # pyright: ignore


def one(
    db: Connection, record: type[R], query: Executable, values: Mapping[str, Any] | None = None
) -> R | None:
    """The first row as a record, or None. ``values``: of the query's parameters."""
    row = db.execute(query, values).mappings().first()
    return None if row is None else make(record, row)


def many(
    db: Connection, record: type[R], query: Executable, values: Mapping[str, Any] | None = None
) -> list[R]:
    """All rows as records. ``values``: of the query's parameters."""
    return [make(record, row) for row in db.execute(query, values).mappings()]


def insert_new(db: Connection, table: Table, /, **values: Any) -> bool:
    """Insert a row unless one with its key is there; whether it was inserted."""
    # Drivers do not agree on the row count of an insert; what it returns is the same everywhere.
    return db.execute(_new(_dialect(db), table), values).first() is not None


def insert_numbered(db: Connection, table: Table, /, **values: Any) -> int | None:
    """Insert a row of a queue unless one with its key is there; its number, None if it was there.
    Two processes that insert the same at once agree on one row, which a look before would not."""
    return db.execute(_new(_dialect(db), table), values).scalar()


def upsert(db: Connection, table: Table, /, **values: Any) -> None:
    """Insert a row, or overwrite the one with the same primary key."""
    db.execute(_over(_dialect(db), table, frozenset(values)), values)


def raise_to(db: Connection, table: Table, column: str, /, **values: Any) -> None:
    """Insert a row, or raise ``column`` of the one with the same primary key: never lower it."""
    db.execute(_higher(_dialect(db), table, column), values)


# Building a statement takes longer than running it, and events wait: each is built once. The
# columns that it inserts are those of the values that it is executed with.


def _dialect(db: Connection) -> Any:
    return sqlite if db.dialect.name == "sqlite" else postgresql


@cache
def _new(dialect: Any, table: Table) -> Insert:
    return dialect.insert(table).on_conflict_do_nothing().returning(*table.primary_key)


@cache
def _over(dialect: Any, table: Table, names: frozenset[str]) -> Insert:
    query, keys = dialect.insert(table), [column.name for column in table.primary_key]
    rest = {name: query.excluded[name] for name in sorted(names - set(keys))}
    return query.on_conflict_do_update(index_elements=keys, set_=rest)


@cache
def _higher(dialect: Any, table: Table, column: str) -> Insert:
    query, keys = dialect.insert(table), [column.name for column in table.primary_key]
    new = query.excluded[column]
    return query.on_conflict_do_update(
        index_elements=keys, set_={column: new}, where=table.c[column] < new
    )
