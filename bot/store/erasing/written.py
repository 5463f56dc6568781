"""What other people wrote: it is theirs and stays, and names the person no longer."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Connection, Table, select, update

from bot.protocol.text import Mention, plain
from bot.store.codec import load_nodes
from bot.store.erasing.former import Former
from bot.store.tables import (
    cohort,
    discussion,
    early_edit,
    message,
    prompt_copy,
    summary,
)


def names_in_mentions(db: Connection, cohort_id: str | None, former: Former) -> set[str]:
    """The names that platforms gave with their own mentions of themselves, which may be others than
    ours. What others wrote cannot say what someone is called."""
    found: set[str] = set()
    for table in (message, early_edit):
        own = _of(table, cohort_id).where(table.c.person.in_(former.ids))
        for row in db.execute(own).mappings():
            for node in load_nodes(row["nodes"]):
                if isinstance(node, Mention) and node.user in former.users:
                    found.add(node.name)
    return found


def change(db: Connection, cohort_id: str | None, former: Former) -> list[str]:
    """Take them out of messages, summaries, prompts and settings, of one cohort or (None) of all;
    ids of the discussions in which that changed a message."""
    touched: set[str] = set()
    for row in db.execute(_of(message, cohort_id)).mappings().all():
        nodes = former.written(row["nodes"])
        if nodes != row["nodes"]:
            values = {"nodes": nodes, "text": plain(load_nodes(nodes))}
            db.execute(update(message).where(message.c.id == row["id"]).values(**values))
            touched.add(row["discussion"])
    for column in (early_edit.c.nodes, summary.c.draft, summary.c.opening):
        _column(db, column, cohort_id, former.written)
    # What the cohort is called and asked is everyone's, whatever the name of one of them is.
    for column in (
        discussion.c.prompt,
        discussion.c.title,
        prompt_copy.c.prompt,
        cohort.c.name,
        cohort.c.theme,
        cohort.c.purpose,
        cohort.c.settings,
    ):
        _column(db, column, cohort_id, former.unmentioned)
    return sorted(touched)


def _column(
    db: Connection, column: Column[Any], cohort_id: str | None, without: Callable[[Any], Any]
) -> None:
    table = column.table
    assert isinstance(table, Table)
    for row in db.execute(_of(table, cohort_id)).mappings().all():
        value = without(row[column.name])
        if value != row[column.name]:
            where = [key == row[key.name] for key in table.primary_key]
            db.execute(update(table).where(*where).values({column.name: value}))


def _of(table: Table, cohort_id: str | None) -> Any:
    """All rows of a table, or a cohort's."""
    if cohort_id is None:
        return select(table)
    return select(table).where((table.c.id if table is cohort else table.c.cohort) == cohort_id)
