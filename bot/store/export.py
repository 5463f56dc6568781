"""All that is kept of one person, or of one cohort, as plain values for JSON.

The shape is documented in docs/privacy.md. What is kept of a person is found as erasing finds it:
every table with a person in it answers, so that a new one cannot be forgotten. Other people's words
are in no one's export: where they name someone, it says where and when.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, Table, Text, cast, select

from bot.protocol.text import Mention
from bot.rules import summary as rules
from bot.rules import voices
from bot.rules.voices import Author
from bot.store import (
    checkin_answers,
    cohorts,
    erasure,
    exported_summaries,
    exported_toolkit,
    facts,
    kept,
    marked_words,
    people,
    queue,
    standing,
)
from bot.store.checkin_answers import Marks
from bot.store.codec import load_card, load_nodes
from bot.store.records import Cohort, Mark
from bot.store.rows import many
from bot.store.tables import (
    chapter,
    checkin_answer,
    checkin_round,
    cohort,
    discussion,
    identity,
    mark,
    membership,
    message,
    metadata,
    not_reader,
    outgoing,
    period,
    person,
    room,
    step,
    summary,
)
from bot.store.types import Instant

Data = dict[str, Any]
_SAYS_WHAT = ("cohort", "discussion", "step", "kind", "time")
"""Columns that say what a row is, and hold nobody's words."""
OF_PERSON, OF_COHORT = "roundtable-person-1", "roundtable-cohort-1"


def of_person(
    db: Connection, person_id: str, cohort_id: str | None, now: datetime, marks: Marks
) -> Data:
    """What is kept of a person, in one cohort or (None) in all and besides. ``marks`` find what
    they answered without a name, which is for them alone."""
    theirs = [
        each for each in kept.cohorts(db, person_id) if cohort_id is None or each.id == cohort_id
    ]
    who = _rows(db, select(person).where(person.c.id == person_id))[0]
    return {
        "format": OF_PERSON,
        "made": _plain(now),
        "person": {**who, "told_manager": _name(db, who["told_manager"])},
        "identities": _rows(db, select(identity).where(identity.c.person == person_id)),
        "cohorts": [_part(db, person_id, each, marks) for each in theirs],
        "besides": _tables(db, person_id, None) if cohort_id is None else {},
    }


def rounds(db: Connection, data: Data) -> dict[str, Data]:
    """By id, what the rounds of check-ins asked that stand in what is kept of a person."""
    groups = [data["besides"], *(part["tables"] for part in data["cohorts"])]
    ids = {
        row["round"]
        for tables in groups for rows in tables.values() for row in rows
        if "round" in row
    }  # fmt: skip
    told = (checkin_round.c.id, checkin_round.c.title, checkin_round.c.day, checkin_round.c.checkin)
    found = _rows(db, select(*told).where(checkin_round.c.id.in_(ids)))
    return {row["id"]: row for row in found}


def _name(db: Connection, person_id: str | None) -> str | None:
    known = people.get(db, person_id) if person_id is not None else None
    return known.name if known is not None else None


def _part(db: Connection, person_id: str, its: Cohort, marks: Marks) -> Data:
    named = standing.naming(db, person_id, its.id)
    part = cohorts.membership_of(db, its.id, person_id)
    tables = _tables(db, person_id, its.id)
    unnamed = _unnamed(db, person_id, its.id, marks)
    if unnamed:
        tables["checkin_answer"] = [*tables.get("checkin_answer", ()), *unnamed]
    return {
        "cohort": {
            "id": its.id,
            "name": its.name,
            "state": its.state,
            "starts": _plain(its.starts),
            "ends": _plain(its.ends),
        },
        "manager": _name(db, part.manager) if part is not None else None,
        "tables": tables,
        "discussions": {
            row.id: row.title
            for table in (discussion, period)
            for row in db.execute(select(table).where(table.c.cohort == its.id))
        },
        "quoted": _quoted(db, person_id, its.id),
        "mentioned": _mentioned(db, person_id, its.id),
        "messages_that_name": [each.posting for each in named],
        "waiting": [
            {"at": _plain(row.not_before), "state": row.state, "text": load_card(row.card).text()}
            for row in db.execute(
                select(outgoing).where(
                    outgoing.c.cohort == its.id,
                    outgoing.c.person == person_id,
                    outgoing.c.state.in_((*queue.OPEN, "held", "folded", "dead", "unknown")),
                )
            )
        ],
    }


def _unnamed(db: Connection, person_id: str, cohort_id: str, marks: Marks) -> list[Data]:
    """What they answered without a name, without what stands there for them."""
    ids = [each.id for each in checkin_answers.unnamed_of(db, cohort_id, person_id, marks)]
    query = select(checkin_answer).where(checkin_answer.c.id.in_(ids))
    rows = _rows(db, query.order_by(checkin_answer.c.day, checkin_answer.c.id))
    return [{name: row[name] for name in row if name not in ("person", "mark")} for row in rows]


def _tables(db: Connection, person_id: str, cohort_id: str | None) -> dict[str, list[Data]]:
    """By table, the rows of it in which a person stands; None: those of no cohort."""
    found: dict[str, list[Data]] = {}
    for table in metadata.sorted_tables:
        columns = erasure.naming(table)
        if not columns or table in (person, identity, outgoing):
            continue
        of_cohort = "cohort" in table.columns
        if not of_cohort and cohort_id is not None:
            continue
        rows: list[Data] = []
        for column in columns:
            if column is not_reader.c.reader:
                continue  # it would tell who of those whom they lead answered, and in which round
            query = select(table).where(column == person_id)
            if of_cohort:
                query = query.where(table.c.cohort == cohort_id)
            rows += [_share(table, each, column, person_id) for each in _rows(db, query)]
        rows = [each for place, each in enumerate(rows) if each not in rows[:place]]
        if rows:
            found[table.name] = rows
    return found


def _share(table: Table, row: Data, found_by: Column[str], person_id: str) -> Data:
    """What of a row is theirs. A row of their own is, but for the ids of others in it. Of one that
    only says that they had a part in it, it is which row, of what kind and when, as what they stand
    there, and the words above a summary or the name of a chapter if they wrote them."""
    naming = erasure.naming(table)
    others = {each.name for each in naming if row[each.name] != person_id}
    if table is membership and found_by.name == "manager":
        return {name: row[name] for name in ("cohort", "manager")}  # the rest is whom they lead
    if found_by.name == "person":
        return {name: value for name, value in row.items() if name not in others}
    shared = {*_SAYS_WHAT, *(each.name for each in naming)} - others
    if table is summary and "opening_by" not in others:
        shared.add("opening")
    if table is chapter:
        shared.add("name")
    return {
        each.name: row[each.name]
        for each in table.columns
        if (each.primary_key and each.name not in others)
        or each.name in shared
        or isinstance(each.type, Instant | Date)
    }


def _quoted(db: Connection, person_id: str, cohort_id: str) -> list[Data]:
    """What summaries quote of them, and what they called themes of these."""
    mine = select(message.c.id).where(message.c.cohort == cohort_id, message.c.person == person_id)
    ids = set(db.execute(mine).scalars())
    found: list[Data] = []
    query = select(summary).where(summary.c.cohort == cohort_id).order_by(summary.c.created_at)
    for row in db.execute(query):
        content = rules.from_json(row.draft)
        words = [
            each.context if isinstance(each, rules.Shared) else each.quote
            for each in content.items()
            if each.message in ids
        ]
        words += [each.label for each in content.themes if each.by == person_id and each.label]
        if words:
            about = row.discussion or row.period
            found.append({"discussion": about, "state": row.state, "quotes": words})
    return found


def _mentioned(db: Connection, person_id: str, cohort_id: str) -> list[Data]:
    """Where others mention them, without the others' words."""
    users = set(people.users_of(db, person_id))
    ids = [cast(message.c.nodes, Text).contains(user.user, autoescape=True) for user in users]
    found: list[Data] = []
    for holds in ids:
        query = select(message).where(
            message.c.cohort == cohort_id, message.c.person != person_id, holds
        )
        for row in db.execute(query.order_by(message.c.at)):
            nodes = load_nodes(row.nodes)
            if any(isinstance(node, Mention) and node.user in users for node in nodes):
                found.append({"at": _plain(row.at), "discussion": row.discussion})
    return found


def of_cohort(db: Connection, cohort_id: str, now: datetime) -> Data:
    """The record of a cohort for its moderators: what all in it could read, of those who agreed,
    named as each of them chose; of whom summaries may quote nothing, nothing stands here, and of
    whom they quote by role no message that names them or where they work."""
    authors = _authors(db, cohort_id)
    here = [
        authors[part.person] for part in cohorts.memberships(db, cohort_id)
        if part.person in authors
    ]  # fmt: skip
    heard = exported_summaries.Heard(
        {who: voices.voice(author, here) for who, author in authors.items()}, authors
    )
    worth = _worth(db, cohort_id, authors, here)
    shown = _rows(
        db,
        select(discussion).where(discussion.c.cohort == cohort_id).order_by(discussion.c.opened_at),
    )
    return {
        "format": OF_COHORT,
        "made": _plain(now),
        "cohort": _rows(db, select(cohort).where(cohort.c.id == cohort_id))[0],
        "rooms": _rows(db, select(room).where(room.c.cohort == cohort_id)),
        "members": _members(db, cohort_id),
        "steps": [
            {key: each[key] for key in ("week", "day", "time", "kind", "ref", "state", "open_days")}
            for each in _rows(
                db, select(step).where(step.c.cohort == cohort_id).order_by(step.c.day, step.c.time)
            )
        ],
        "discussions": [_discussion(db, each, heard, worth) for each in shown],
        "periods": exported_summaries.periods(db, cohort_id, heard, worth),
        "toolkit": exported_toolkit.documents(db, cohort_id),
    }


def _members(db: Connection, cohort_id: str) -> list[Data]:
    parts = cohorts.memberships(db, cohort_id, states=cohorts.EVERY_STATE)
    named = people.named(db, [each.person for each in parts])
    known = facts.of_all(db, cohort_id)
    agreed = cohorts.consents(db, cohort_id, "agreement")
    return [
        {
            "name": named[each.person].name,
            "role": each.role,
            "state": each.state,
            "since": _plain(each.since),
            "organisation": known[each.person].organisation,
            "title": known[each.person].title,
            "agreed": each.person in agreed,
        }
        for each in parts
    ]


def _authors(db: Connection, cohort_id: str) -> dict[str, Author]:
    parts = cohorts.memberships(db, cohort_id, states=cohorts.EVERY_STATE)
    named = people.named(db, [each.person for each in parts])
    known = facts.of_all(db, cohort_id)
    agreed = cohorts.consents(db, cohort_id, "agreement")
    quoting = cohorts.consents(db, cohort_id, "quoting")
    return {
        each.person: Author(
            name=named[each.person].name,
            role=each.role,
            title=known[each.person].title,
            choice=quoting[each.person].value if each.person in quoting else "none",  # pyright: ignore
            agreed=each.person in agreed,
            place=known[each.person].organisation or "",
        )
        for each in parts
    }


def _worth(
    db: Connection, cohort_id: str, authors: dict[str, Author], here: list[Author]
) -> dict[str, rules.Why]:
    query = select(mark).where(mark.c.cohort == cohort_id, mark.c.why != "")
    said = marked_words.heard(many(db, Mark, query.order_by(mark.c.at)), authors, here)
    return {why.id: why for whys in said.values() for why in whys}


def _discussion(
    db: Connection, its: Data, heard: exported_summaries.Heard, worth: dict[str, rules.Why]
) -> Data:
    query = select(message).where(message.c.discussion == its["id"], message.c.held.is_(False))
    said = [
        {"by": exported_summaries.by(voice), "at": _plain(row.at), "text": row.text}
        for row in db.execute(query.order_by(message.c.at, message.c.id))
        if (voice := heard.whole(row.person, row.text)) is not None
    ]
    return {
        **{key: its[key] for key in ("id", "week", "title", "state", "opened_at", "closed_at")},
        "prompt": its["prompt"].get("body", ""),
        "messages": said,
        "summaries": exported_summaries.approved(
            db, summary.c.discussion == its["id"], heard, worth
        ),
    }


def all_cohorts(db: Connection) -> list[Data]:
    """Every cohort: id, name, state, dates, and how many belong to it and how much is kept."""
    found: list[Data] = []
    for each in _rows(db, select(cohort).order_by(cohort.c.created_at, cohort.c.id)):
        counted = {
            "members": membership.c.state.in_(cohorts.BELONGING)
            & (membership.c.cohort == each["id"]),
            "discussions": discussion.c.cohort == each["id"],
            "messages": message.c.cohort == each["id"],
        }
        numbers = {name: len(db.execute(select(1).where(where)).all())
                   for name, where in counted.items()}  # fmt: skip
        keys = ("id", "name", "state", "starts", "ends")
        found.append({**{key: each[key] for key in keys}, **numbers})
    return found


def _rows(db: Connection, query: Any) -> list[Data]:
    return [
        {name: _plain(value) for name, value in row.items()} for row in db.execute(query).mappings()
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
