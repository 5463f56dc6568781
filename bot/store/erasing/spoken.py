"""What the bot said or is about to say: the outbox, its postings, and what stands there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    delete,
    or_,
    select,
    update,
)

from bot.store import queue
from bot.store import standing as standings
from bot.store.erasing.former import Former
from bot.store.standing import Standing
from bot.store.tables import concern, discussion, job, outgoing, posting, standing, summary

UNDER_WAY = ("sending", "unsure")
UNSENT = (*queue.OPEN, "dead", "unknown")
RENEWED = ("draft", "copy", "summary", "reveal")
"""Cards that their stories make anew from what is kept, by the first part of their key."""
_KEYS: tuple[Column[str], ...] = (
    posting.c.key,
    outgoing.c.key,
    outgoing.c.posting,
    outgoing.c.thread,
    outgoing.c.after,
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
    """One that is being sent has no words left, and is not sent a second time."""
    values: dict[str, Any] = {"card": queue.NOTHING}
    if state in UNDER_WAY:
        values |= {"expires": now}
    else:
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


def _before_people(db: Connection, key: str) -> bool:
    """Whether a message stands somewhere, or may arrive there at any moment."""
    stands = select(posting.c.key).where(posting.c.key == key)
    coming = select(outgoing.c.key).where(outgoing.c.key == key, outgoing.c.state.in_(UNDER_WAY))
    return any(db.execute(query).first() is not None for query in (stands, coming))


def renewed(db: Connection, found: list[Standing]) -> list[str]:
    """Ids of the discussions of which these messages show words, so that they are made anew."""
    parts = {part for row in found for part in row.posting.split(":")}
    keys = [row.posting for row in found]
    summed = select(summary.c.discussion).where(
        or_(summary.c.id.in_(parts), summary.c.posting.in_(keys))
    )
    shown = select(discussion.c.id).where(
        discussion.c.id.in_(parts), discussion.c.revealed_at.is_not(None)
    )
    return sorted({*db.execute(summed).scalars(), *db.execute(shown).scalars()})


def rename(db: Connection, ids: frozenset[str], new_id: Callable[[], str]) -> dict[str, str]:
    """Give what is left of their ids in keys other letters; by key, the new one."""
    instead = {each: new_id() for each in sorted(ids)}
    keys: dict[str, str] = {}
    for column in _KEYS:
        for old in db.execute(select(column).where(column.is_not(None)).distinct()).scalars():
            if any(each in old for each in ids):
                keys.setdefault(old, _replaced(old, instead))
    # What is under way goes on under the key with which it was sent, until it has arrived.
    db.execute(
        update(outgoing)
        .where(
            outgoing.c.key.in_(keys), outgoing.c.state.in_(UNDER_WAY), outgoing.c.sent_key.is_(None)
        )
        .values(sent_key=outgoing.c.key)
    )
    for column in _KEYS:
        for old, new in keys.items():
            db.execute(update(column.table).where(column == old).values({column.name: new}))
    return keys


def _replaced(text: str, instead: dict[str, str]) -> str:
    for old, new in instead.items():
        text = text.replace(old, new)
    return text
