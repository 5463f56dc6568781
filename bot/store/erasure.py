"""Erasing a person from a cohort, and from everything once they belong to no other.

One function that every table answers. It names the tables that need a decision, and leaves those
to ``bot.store.erasing``; any other table with a person in it loses that person's rows, so that a
new table cannot be forgotten. Afterwards the database is to be scrubbed (``Database.scrub``), so
that its files forget too.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    cast,
    delete,
    or_,
    select,
    true,
    update,
)

from bot.protocol.refs import User
from bot.rules.summary import from_json, to_json
from bot.rules.summary_themes import unsigned
from bot.store import kept, people, standing, summaries
from bot.store.erasing import spoken, waiting, written
from bot.store.erasing.former import Former
from bot.store.erasing.spoken import Changed
from bot.store.standing import Standing
from bot.store.tables import (
    asked,
    chapter,
    checkin_round,
    cohort,
    concern,
    consent,
    job,
    mark,
    membership,
    message,
    metadata,
    outgoing,
    parked,
    person,
    posting,
    round_reader,
    summary,
)

_DECIDED = {
    "message", "outgoing", "job", "parked", "concern", "due", "person", "identity", "summary"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What became of it: the discussions whose words changed, the messages of the bot that are to
    be changed, whether the person is ``gone`` altogether, and how platforms knew them. ``kept``:
    whether anything of them was kept before now; nothing was of a stranger who asks to be erased
    with their first words."""

    discussions: tuple[str, ...]
    messages: tuple[Changed, ...]
    gone: bool
    kept: bool
    users: tuple[User, ...]


def erase(
    db: Connection,
    *,
    cohort_id: str | None,
    person_id: str,
    now: datetime,
    word: str,
    new_id: Callable[[], str],
) -> Erased:
    """Erase a person's words, consents, part and traces in a cohort; ``word`` stands where their
    name stood. Their messages are refused from now on, should a platform deliver them again.
    Whoever belongs to no other cohort is forgotten altogether; None as the cohort is for those who
    belong to none at all."""
    gone = not [each for each in kept.cohorts(db, person_id) if each.id != cohort_id]
    everywhere = None if gone else cohort_id
    former = _former(db, cohort_id, person_id, standing.naming(db, person_id, everywhere), word)
    if gone and db.dialect.name != "sqlite":  # where a transaction that may write is alone
        _lock(db, written.cohorts(db, former))
    shown = standing.naming(db, person_id, everywhere)
    met = db.execute(select(person.c.created_at).where(person.c.id == person_id)).scalar_one()
    channels = _private_chats(db, person_id)
    held = _discussions(db, cohort_id, person_id)
    if cohort_id is not None:
        written.take_out(db, cohort_id, person_id, now)
    spoken.told_to(db, _here(outgoing, everywhere), person_id)
    spoken.about_them(db, _here(outgoing, everywhere), person_id, former, now)
    messages = spoken.standing_before_people(db, shown, person_id, former)
    spoken.in_their_chat(db, _here(posting, everywhere), person_id)
    touched = written.change(db, everywhere, former)
    work = {table.name: _here(table, everywhere) for table in (job, parked)}
    waiting.work(db, work, former)
    _summaries(db, everywhere, person_id)
    _others(db, everywhere, person_id)
    loose = former.ids if gone else former.ids - {person_id}
    waiting.agenda(db, loose)
    renewed = spoken.renewed(db, shown)
    keys = spoken.rename(db, loose, new_id)
    if gone:
        waiting.noted(db, former, channels)
        db.execute(delete(concern).where(concern.c.person == person_id))
        # Their identities go with it, and whoever they led has no line manager here any more.
        db.execute(delete(person).where(person.c.id == person_id))
    return Erased(
        discussions=tuple(dict.fromkeys((*held, *touched, *renewed))),
        messages=tuple(
            replace(each, posting=keys.get(each.posting, each.posting)) for each in messages
        ),
        gone=gone,
        kept=met < now or cohort_id is not None,
        users=tuple(sorted(former.users, key=lambda user: (user.platform, user.user))),
    )


def _lock(db: Connection, cohorts: Collection[str]) -> None:
    """Their words change too, so nobody else may change them meanwhile; in order of id, so that
    two who do this cannot wait for each other."""
    query = select(cohort.c.id).where(cohort.c.id.in_(cohorts)).order_by(cohort.c.id)
    # Not the key: whoever refers to a cohort, as the courier does, need not wait.
    db.execute(query.with_for_update(key_share=True)).all()


def _former(
    db: Connection, cohort_id: str | None, person_id: str, shown: list[Standing], word: str
) -> Former:
    known = people.get(db, person_id)
    names = {each.people[person_id]["name"] for each in shown}
    here = message.c.cohort == cohort_id
    ids = {person_id}
    for table in (membership, message, mark, consent, asked):
        theirs = (table.c.person == person_id) & (table.c.cohort == cohort_id)
        ids |= set(db.execute(select(table.c.id).where(theirs)).scalars())
    words = [
        *db.execute(select(message.c.text).where(here, message.c.person == person_id)).scalars(),
        *db.execute(
            select(mark.c.why).where(
                mark.c.cohort == cohort_id, mark.c.person == person_id, mark.c.why != ""
            )
        ).scalars(),
    ]
    return Former(
        word=word,
        names=frozenset(filter(None, {*names, known.name if known is not None else ""})),
        users=frozenset(people.users_of(db, person_id)),
        ids=frozenset(ids),
        words=tuple(words),
    )


def _private_chats(db: Connection, person_id: str) -> set[str]:
    """Ids of the channels in which only they and the bot are."""
    query = select(posting.c.channel).where(posting.c.person == person_id)
    return set(db.execute(query.distinct()).scalars())


def _discussions(db: Connection, cohort_id: str | None, person_id: str) -> list[str]:
    """Those in which words of theirs are kept or summed up under their name."""
    if cohort_id is None:
        return []
    behind = (summary.c.opening_by, summary.c.approved_by, summary.c.changed_by)
    theirs = or_(*(column == person_id for column in behind), _named_by(person_id))
    found = summaries.discussions_behind(db, (summary.c.cohort == cohort_id) & theirs)
    return [*kept.discussions(db, cohort_id, person_id), *found]


def _named_by(person_id: str) -> ColumnElement[bool]:
    """Summaries in which a theme may bear a name that they gave it."""
    return cast(summary.c.draft, Text).contains(person_id, autoescape=True)


def _summaries(db: Connection, cohort_id: str | None, person_id: str) -> None:
    """What they wrote above a summary goes, and what they called its themes and chapters of the
    handbook, and that they changed or approved it."""
    named = update(chapter).where(_here(chapter, cohort_id), chapter.c.by == person_id)
    db.execute(named.values(name="", by=None))
    here = _here(summary, cohort_id)
    opened = update(summary).where(here, summary.c.opening_by == person_id)
    db.execute(opened.values(opening="", opening_by=None))
    for row in db.execute(select(summary).where(here, _named_by(person_id))).all():
        left = to_json(unsigned(from_json(row.draft), person_id))
        db.execute(update(summary).where(summary.c.id == row.id).values(draft=left))
    for column in (summary.c.approved_by, summary.c.changed_by):
        db.execute(update(summary).where(here, column == person_id).values({column.name: None}))


def _here(table: Table, cohort_id: str | None) -> ColumnElement[bool]:
    """Rows of this cohort; all rows for None, where nothing of the person stays."""
    if cohort_id is None:
        return true()
    if table is round_reader:
        rounds = select(checkin_round.c.id).where(checkin_round.c.cohort == cohort_id)
        return round_reader.c.round.in_(rounds)
    return table.c.cohort == cohort_id


def _others(db: Connection, cohort_id: str | None, person_id: str) -> None:
    """Every other table in which a person stands: rows of theirs go, mentions of them are
    emptied."""
    for table in metadata.sorted_tables:
        if table.name in _DECIDED:
            continue
        for column in naming(table):
            theirs = (column == person_id) & _here(table, cohort_id)
            if column.nullable and column.name != "person":
                db.execute(update(table).where(theirs).values({column.name: None}))
            else:
                db.execute(delete(table).where(theirs))


def naming(table: Table) -> list[Column[str]]:
    """The columns of a table in which a person's id stands."""
    return [
        column
        for column in table.columns
        if column.name == "person" or any(key.column.table is person for key in column.foreign_keys)
    ]
