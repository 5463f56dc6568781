"""Copies a whole database into an empty one of the same schema, of either kind.

Both sides are read back as the values that the bot works with, and compared by number and digest.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, func, insert, select, text, update

from bot.store.tables import metadata

BATCH = 500
_SEQUENCE = "CAST(pg_get_serial_sequence(:table, :column) AS regclass)"


class Differs(Exception):
    """A table came out otherwise than it went in; ``str()`` names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """One table: how many rows, and a digest of all of them that does not depend on their order."""

    table: str
    rows: int
    digest: str


def filled(db: Connection) -> list[str]:
    """Names of the tables that hold anything."""
    tables = metadata.sorted_tables
    return [each.name for each in tables if db.execute(select(each).limit(1)).first() is not None]


def copy(source: Connection, target: Connection) -> list[Copied]:
    """Copy every table; what was copied. Raises Differs if it does not read the same afterwards."""
    tables = metadata.sorted_tables
    for table in tables:
        _copy(table, source, target)
    copied = [summed(table, source) for table in tables]
    for there in copied:
        if summed(metadata.tables[there.table], target) != there:
            raise Differs(there.table)
    return copied


def summed(table: Table, db: Connection) -> Copied:
    """Number and digest of a table's rows."""
    # Databases sort text in different ways: the order is taken out.
    marks = sorted(sha256(_written(row)).digest() for batch in _rows(table, db) for row in batch)
    whole = sha256(b"".join(marks)).hexdigest()
    return Copied(table=table.name, rows=len(marks), digest=whole)


def _copy(table: Table, source: Connection, target: Connection) -> None:
    # A row may point at another one of its table that comes later: that is filled in at the end.
    inward = [column for column in table.columns if _points_at_own(column)]
    pointing: list[dict[str, Any]] = []
    for batch in _rows(table, source):
        rows = [dict(row) for row in batch]
        for row in rows:
            if any(row[column.name] is not None for column in inward):
                pointing.append({f"new_{name}": value for name, value in row.items()})
                row.update({column.name: None for column in inward})
        target.execute(insert(table), rows)
    if pointing:
        same = [column == bindparam(f"new_{column.name}") for column in table.primary_key]
        later = {column.name: bindparam(f"new_{column.name}") for column in inward}
        target.execute(update(table).where(*same).values(later), pointing)
    if table.autoincrement_column is not None and table.dialect_kwargs.get("sqlite_autoincrement"):
        _count_on(table, table.autoincrement_column, source, target)


def _points_at_own(column: Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


def _rows(table: Table, db: Connection) -> Iterator[Sequence[Mapping[Any, Any]]]:
    result = db.execute(select(table).execution_options(yield_per=BATCH))
    yield from result.mappings().partitions(BATCH)


def _written(row: Mapping[Any, Any]) -> bytes:
    """A row's values, the same for the same values whichever database they come from."""
    values = {name: _plain(value) for name, value in row.items()}
    return json.dumps(values, sort_keys=True, ensure_ascii=True).encode()


def _plain(value: Any) -> Any:
    # An instant is read in UTC from both.
    return value.isoformat() if isinstance(value, datetime | date) else value


def _count_on(table: Table, column: Column[Any], source: Connection, target: Connection) -> None:
    """New rows get numbers that no row ever had: the order of a queue is told by them."""
    highest = source.execute(select(func.max(column))).scalar() or 0
    last = max(highest, _last_number(table, column, source))
    if last == 0:
        return
    if target.dialect.name == "sqlite":
        there = {"name": table.name, "last": last}
        target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), there)
        target.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), there)
    else:
        query = text(f"SELECT setval({_SEQUENCE}, :last)")
        target.execute(query, {"table": table.name, "column": column.name, "last": last})


def _last_number(table: Table, column: Column[Any], db: Connection) -> int:
    if db.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return db.execute(query, {"name": table.name}).scalar() or 0
    query = text(f"SELECT pg_sequence_last_value({_SEQUENCE})")
    return db.execute(query, {"table": table.name, "column": column.name}).scalar() or 0
