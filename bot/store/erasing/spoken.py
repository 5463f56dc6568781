"""What the bot said or is about to say: the outbox, its postings, and what stands there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from bot.store import queue, summaries
from bot.store import standing as standings
from bot.store.erasing.former import Former
from bot.store.erasing.sought import among
from bot.store.standing import Standing
from bot.store.tables import (
    concern,
    digest,
    discussion,
    job,
    outgoing,
    posting,
    standing,
    summary,
)

UNDER_WAY = ("sending", "unsure")
UNSENT = (*queue.OPEN, "held", "folded", "dead", "unknown")
RENEWED = ("draft", "copy", "summary", "reveal")
"""Cards that their stories make anew from what is kept, by the first part of their key."""
_KEYS: tuple[Column[str], ...] = (
    posting.c.key,
    outgoing.c.key,
    outgoing.c.posting,
    outgoing.c.thread,
    outgoing.c.after,
    outgoing.c.digest,
    digest.c.key,
    standing.c.posting,
    summary.c.posting,
    job.c.key,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A message that people have before them, and what it is to show from now on: None where it
    was about whoever was erased, and nothing of it remains."""

    posting: str
    card: Any | None


def told_to(db: Connection, here: ColumnElement[bool], person_id: str) -> None:
    """What was or is to be said to them goes, and so do answers of no cohort that wait, as they may
    tell of this one. Whoever is sending a row at this moment finds it gone when it has arrived."""
    answers = outgoing.c.cohort.is_(None) & (outgoing.c.purpose == "answer")
    waiting = answers & outgoing.c.state.in_(UNSENT)
    mine = select(outgoing.c.id).where(outgoing.c.person == person_id, or_(here, waiting))
    db.execute(delete(concern).where(concern.c.table == "outgoing", concern.c.item.in_(mine)))
    db.execute(delete(outgoing).where(outgoing.c.id.in_(mine)))


def about_them(
    db: Connection, here: ColumnElement[bool], person_id: str, former: Former, now: datetime
) -> None:
    """What waits to be said to others loses their names and quotes; a message of which they are
    the subject is not sent at all."""
    concerned = set(
        db.execute(
            select(concern.c.item).where(
                concern.c.table == "outgoing", concern.c.person == person_id
            )
        ).scalars()
    )
    query = select(outgoing).where(here, outgoing.c.state.in_(UNSENT)).with_for_update()
    wrote = {
        row.posting: {row.people[person_id]["name"]} for row in standings.naming(db, person_id)
    }
    openings = set(db.execute(select(discussion.c.posting)).scalars()) if concerned else set[str]()
    for row in db.execute(query).mappings().all():
        # A page of the bot's does not stand in a chat, and so is not remembered with its names.
        there = wrote.get(row["posting"] or row["key"], set[str]())
        card = former.card(row["card"], former.names if row["kind"] == "publish" else there)
        subject = row["id"] in concerned and row["key"] not in openings and row["kind"] != "edit"
        quotes = any(each["type"] == "Quote" for each in card["blocks"])
        if subject and (standings.is_record(row["key"]) or not quotes):
            _take_back(db, row["id"], row["state"], now)
        elif card != row["card"]:
            db.execute(update(outgoing).where(outgoing.c.id == row["id"]).values(card=card))
    db.execute(
        delete(concern).where(
            concern.c.table == "outgoing",
            concern.c.person == person_id,
            concern.c.item.in_(select(outgoing.c.id).where(here)),
        )
    )


def _take_back(db: Connection, row: int, state: str, now: datetime) -> None:
    """One that is being sent has no words left, and is not sent a second time; nor has one that is
    a part of another message, which is made anew without it."""
    values: dict[str, Any] = {"card": queue.NOTHING}
    if state in UNDER_WAY:
        values |= {"expires": now}
    elif state != "folded":
        values |= {"state": "dropped", "done_at": now, "why": "erased"}
    db.execute(update(outgoing).where(outgoing.c.id == row).values(**values))


def standing_before_people(
    db: Connection, found: list[Standing], person_id: str, former: Former
) -> list[Changed]:
    """What names them on a platform, as it is to read from now on. Cards that are made anew by
    their stories are left to them."""
    changed: list[Changed] = []
    for row in found:
        about = row.people[person_id]["about"]
        card = former.card(row.card, {row.people[person_id]["name"]})
        lost = len(card["buttons"]) < len(row.card["buttons"])
        record = standings.is_record(row.posting)
        empty = record or (about and (lost or (row.quoted and not card["buttons"])))
        people = {key: value for key, value in row.people.items() if key != person_id}
        standings.change(db, replace(row, card=queue.NOTHING if empty else card, people=people))
        if row.posting.split(":")[0] not in RENEWED and _before_people(db, row.posting):
            changed.append(Changed(posting=row.posting, card=None if empty else card))
    return changed


def in_their_chat(db: Connection, here: ColumnElement[bool], person_id: str) -> None:
    """What stood in their own chat with the bot is remembered no longer: nobody can change it
    there once its posting is forgotten, so that words which others take back would stay."""
    theirs = select(posting.c.key).where(here, posting.c.person == person_id)
    db.execute(delete(standing).where(standing.c.posting.in_(theirs)))


def _before_people(db: Connection, key: str) -> bool:
    """Whether a message stands somewhere, or may arrive there at any moment: as a part of another,
    too."""
    stands = select(posting.c.key).where(posting.c.key == key)
    there = (*UNDER_WAY, "folded")
    coming = select(outgoing.c.key).where(outgoing.c.key == key, outgoing.c.state.in_(there))
    return any(db.execute(query).first() is not None for query in (stands, coming))


def renewed(db: Connection, found: list[Standing]) -> list[str]:
    """Ids of the discussions of which these messages show words, so that they are made anew."""
    parts = {part for row in found for part in row.posting.split(":")}
    keys = [row.posting for row in found]
    meant = or_(summary.c.id.in_(parts), summary.c.posting.in_(keys))
    summed = summaries.discussions_behind(db, meant)
    shown = select(discussion.c.id).where(
        discussion.c.id.in_(parts), discussion.c.revealed_at.is_not(None)
    )
    return sorted({*summed, *db.execute(shown).scalars()})


def rename(db: Connection, ids: frozenset[str], new_id: Callable[[], str]) -> dict[str, str]:
    """Give what is left of their ids in keys other letters; by key, the new one."""
    instead = {each: new_id() for each in sorted(ids)}
    standing_in = {column: _keyed(db, column, ids) for column in _KEYS}
    keys = {
        old: _replaced(old, instead)
        for rows in standing_in.values()
        for old in sorted({row["old"] for row in rows})
    }
    # What is under way goes on under the key with which it was sent, until it has arrived.
    under_way = (outgoing.c.state.in_(UNDER_WAY), outgoing.c.sent_key.is_(None))
    for row in db.execute(select(outgoing.c.id, outgoing.c.key).where(*under_way)).all():
        if row.key in keys:
            db.execute(update(outgoing).where(outgoing.c.id == row.id).values(sent_key=row.key))
    for column, rows in standing_in.items():
        if rows:
            table = column.table
            where = [key == bindparam(f"row_{key.name}") for key in table.primary_key]
            changed = update(table).where(*where).values({column.name: bindparam("new")})  # pyright: ignore
            db.execute(changed, [{**row, "new": keys[row["old"]]} for row in rows])
    return keys


def _keyed(db: Connection, column: Column[str], ids: Collection[str]) -> list[dict[str, Any]]:
    """The rows in whose key of this column any of the ids stands: the ``old`` key, and their
    primary key, as most of these columns have no index."""
    primary = [key.label(f"row_{key.name}") for key in column.table.primary_key]
    query = select(*primary, column.label("old")).where(column.is_not(None))
    rows = db.execute(query).all()
    found = among((row.old for row in rows), ids)
    return [dict(row._mapping) for row in rows if row.old in found]


def _replaced(text: str, instead: dict[str, str]) -> str:
    for old, new in instead.items():
        text = text.replace(old, new)
    return text
