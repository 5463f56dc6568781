"""What people wrote: their own words go; what others wrote is theirs and stays, and names the
person no longer."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Select,
    Table,
    delete,
    exists,
    insert,
    literal,
    select,
    update,
)

from bot.protocol.text import plain
from bot.store.codec import load_nodes
from bot.store.erasing.former import Former
from bot.store.erasing.sought import holding
from bot.store.tables import (
    chapter,
    cohort,
    discussion,
    early_edit,
    mark,
    message,
    note_words,
    prompt_copy,
    refused,
    summary,
)
from bot.store.types import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """A column of words: how they read ``without`` the person, and the ``letters`` of which some
    stand in it where that makes a difference."""

    column: Column[Any]
    without: Callable[[Any], Any]
    letters: Collection[str]

    @property
    def table(self) -> Table:
        table = self.column.table
        assert isinstance(table, Table)
        return table

    @property
    def cohort(self) -> Column[Any]:
        return self.table.c.id if self.table is cohort else self.table.c.cohort

    def rows(self, query: Select[Any], cohort_id: str | None) -> Select[Any]:
        """Of a query those rows, in one cohort or (None) in all, that may name the person."""
        found = query.where(holding(self.column, self.letters))
        return found if cohort_id is None else found.where(self.cohort == cohort_id)


def _words(former: Former) -> Iterator[_Words]:
    known_as = {each.user for each in former.users}
    ours = (
        message.c.nodes,
        mark.c.why,
        early_edit.c.nodes,
        summary.c.draft,
        summary.c.opening,
        chapter.c.name,
        note_words.c.text,
    )
    for column in ours:
        yield _Words(column=column, without=former.written, letters={*known_as, *former.full})
    # What the cohort is asked is everyone's, whatever the name of one of them is: it loses mentions
    # alone, and what is mere text, as its name, can hold none.
    for column in (discussion.c.prompt, prompt_copy.c.prompt, cohort.c.settings):
        yield _Words(column=column, without=former.unmentioned, letters=known_as)


def take_out(db: Connection, cohort_id: str, person_id: str, now: datetime) -> None:
    """Their own messages in a cohort go, and are refused from now on."""
    reference = ("platform", "workspace", "channel", "message")
    there = exists().where(*(refused.c[name] == message.c[name] for name in reference))
    theirs = (message.c.cohort == cohort_id, message.c.person == person_id)
    told = (*(message.c[name] for name in reference), message.c.cohort, literal(now, Instant))
    query = select(*told).where(*theirs, ~there)
    db.execute(insert(refused).from_select([*reference, "cohort", "at"], query))
    db.execute(delete(message).where(*theirs))


def cohorts(db: Connection, former: Former) -> set[str]:
    """Ids of the cohorts in whose words they may be named."""
    return {
        each
        for words in _words(former)
        for each in db.execute(words.rows(select(words.cohort).distinct(), None)).scalars()
    }


def change(db: Connection, cohort_id: str | None, former: Former) -> list[str]:
    """Take them out of messages, summaries, prompts and settings, of one cohort or (None) of all;
    ids of the discussions in which that changed a message."""
    touched: set[str] = set()
    for words in _words(former):
        table, column = words.table, words.column
        for row in db.execute(words.rows(select(table), cohort_id)).mappings().all():
            value = words.without(row[column.name])
            if value == row[column.name]:
                continue
            values = {column.name: value}
            if table is message:
                values["text"] = plain(load_nodes(value))
                touched.add(row["discussion"])
            if table is mark:
                of = select(message.c.discussion).where(message.c.id == row["message"])
                touched.add(db.execute(of).scalar_one())
            where = [key == row[key.name] for key in table.primary_key]
            db.execute(update(table).where(*where).values(values))
    return sorted(touched)
