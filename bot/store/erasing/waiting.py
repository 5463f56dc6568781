"""What waits or has just happened: jobs, parked events, the agenda, keys of events."""

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from bot.store.erasing.former import Former
from bot.store.erasing.sought import among, holding
from bot.store.tables import concern, due, job, pace, parked, seen


def work(db: Connection, here: dict[str, ColumnElement[bool]], former: Former) -> None:
    """Jobs and parked events. What is about others too goes on without them; what is still about
    them then goes."""
    for table, column in ((job, job.c.args), (parked, parked.c.event)):
        rows = db.execute(select(table).where(here[table.name])).mappings().all()
        for row in rows:
            before = row[column.name]
            after = former.written(_without_ids(before, former.ids))
            if _whose(table, row) in former.ids or former.stands_in(after):
                _drop(db, table, row["id"])
            elif after != before:
                change = update(table).where(table.c.id == row["id"])
                db.execute(change.values({column.name: after}))
        theirs = concern.c.person.in_(former.ids) & (concern.c.table == table.name)
        db.execute(delete(concern).where(theirs))


def _whose(table: Table, row: Any) -> str | None:
    return row["person"] if table is parked else None


def _without_ids(data: Any, ids: Collection[str]) -> Any:
    """JSON data in which lists of ids, with commas between them, have lost these."""
    match data:
        case dict():
            return {key: _without_ids(value, ids) for key, value in data.items()}
        case str() if "," in data and any(each in ids for each in data.split(",")):
            return ",".join(each for each in data.split(",") if each not in ids)
        case _:
            return data


def _drop(db: Connection, table: Table, number: int) -> None:
    db.execute(delete(concern).where(concern.c.table == table.name, concern.c.item == number))
    db.execute(delete(table).where(table.c.id == number))


def agenda(db: Connection, ids: Collection[str]) -> None:
    """What would come due because of them."""
    theirs = among(db.execute(select(due.c.subject).distinct()).scalars(), ids)
    for each in sorted(theirs):
        db.execute(delete(due).where(due.c.subject == each))


def noted(db: Connection, former: Former, channels: Collection[str]) -> None:
    """Keys of events that hold a platform's id of them, or of their private chat: what arrives
    again is refused as theirs. And the pace of the private chat."""
    letters = sorted({*(each.user for each in former.users), *channels})
    if not letters:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, letters))})(?!\w)")
    for row in db.execute(select(seen).where(holding(seen.c.value, letters))).mappings().all():
        if pattern.search(row["value"]):
            where = (seen.c.kind == row["kind"], seen.c.value == row["value"])
            db.execute(delete(seen).where(*where))
    for each in sorted(former.ids):
        db.execute(delete(pace).where(pace.c.scope == f"person:{each}"))
