"""Small helpers that turn rows into records."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

R = TypeVar("R")


def make(record: type[R], row: Mapping[Any, Any]) -> R:
    """A record from a row that has at least its columns."""
    return record(**{f.name: row[f.name] for f in fields(record)})  # pyright: ignore


def one(db: Connection, record: type[R], query: Executable) -> R | None:
    """The first row as a record, or None."""
    row = db.execute(query).mappings().first()
    return None if row is None else make(record, row)


def many(
    db: Connection, record: type[R], query: Executable, values: Mapping[str, Any] | None = None
) -> list[R]:
    """All rows as records. ``values``: of the query's parameters."""
    return [make(record, row) for row in db.execute(query, values).mappings()]


def insert_new(db: Connection, table: Table, /, **values: Any) -> bool:
    """Insert a row unless one with its key is there; whether it was inserted."""
    query = _insert(db, table).values(**values).on_conflict_do_nothing()
    # Drivers do not agree on the row count of an insert; what it returns is the same everywhere.
    return db.execute(query.returning(*table.primary_key)).first() is not None


def insert_numbered(db: Connection, table: Table, /, **values: Any) -> int | None:
    """Insert a row of a queue unless one with its key is there; its number, None if it was there.
    Two processes that insert the same at once agree on one row, which a look before would not."""
    query = _insert(db, table).values(**values).on_conflict_do_nothing()
    return db.execute(query.returning(table.c.id)).scalar()


def upsert(db: Connection, table: Table, /, **values: Any) -> None:
    """Insert a row, or overwrite the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    query = _insert(db, table).values(**values)
    db.execute(query.on_conflict_do_update(index_elements=keys, set_=rest))


def raise_to(db: Connection, table: Table, column: str, /, **values: Any) -> None:
    """Insert a row, or raise ``column`` of the one with the same primary key: never lower it."""
    keys = [each.name for each in table.primary_key]
    query = _insert(db, table).values(**values)
    new = query.excluded[column]
    db.execute(
        query.on_conflict_do_update(
            index_elements=keys, set_={column: new}, where=table.c[column] < new
        )
    )


def _insert(db: Connection, table: Table) -> Any:
    make_insert: Any = sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
    query: Insert = make_insert(table)
    return query
