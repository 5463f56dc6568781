"""What has arrived: events seen, and events parked because their story failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.protocol.refs import Key
from bot.store.rows import insert_new, many, one
from bot.store.tables import concern, parked, seen


def first_time(db: Connection, keys: Sequence[Key], now: datetime) -> bool:
    """Note an event's keys; whether none of them was known."""
    fresh = True
    for kind, value in sorted({(key.kind, _short(key.value)) for key in keys}):
        fresh = insert_new(db, seen, kind=kind, value=value, at=now) and fresh
    return fresh


def _short(value: str) -> str:
    """A key's value as its column can hold it; platforms promise no length of their ids."""
    room: int = seen.c.value.type.length  # pyright: ignore
    return value if len(value) <= room else sha256(value.encode()).hexdigest()


def forget_seen(db: Connection, before: datetime) -> int:
    """Drop keys older than ``before``; how many."""
    return db.execute(delete(seen).where(seen.c.at < before)).rowcount


_OPEN = ("waiting", "wanted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An event whose story failed, kept for replay. ``why`` names the fault, never words."""

    id: int
    reference: str
    at: datetime
    event: Any
    kind: str
    cohort: str | None
    person: str | None
    why: str
    tries: int
    state: str


def park(db: Connection, **values: Any) -> None:
    """Keep an event for replay."""
    people = values.pop("concerns", ())
    row = db.execute(insert(parked).values(tries=1, state="waiting", **values))
    number = row.inserted_primary_key[0]  # pyright: ignore
    for who in people:
        insert_new(db, concern, table="parked", item=number, person=who)


def parked_events(db: Connection) -> list[Parked]:
    """Events that wait for replay, oldest first; it may have been asked for (``wanted``)."""
    return many(db, Parked, select(parked).where(parked.c.state.in_(_OPEN)).order_by(parked.c.id))


def want_replay(db: Connection, reference: str) -> bool:
    """Ask the engine to take a parked event once more; whether it waits for that now."""
    asked = update(parked).where(parked.c.reference == reference, parked.c.state.in_(_OPEN))
    return db.execute(asked.values(state="wanted")).rowcount > 0


def any_wanted(db: Connection) -> bool:
    """Whether a replay was asked for."""
    return (
        db.execute(select(parked.c.id).where(parked.c.state == "wanted").limit(1)).first()
        is not None
    )


def claim_wanted(db: Connection, most: int) -> list[str]:
    """Take over replays that were asked for, at most so many: their references, for one process
    alone."""
    some = select(parked.c.id).where(parked.c.state == "wanted").order_by(parked.c.id)
    claimed = (
        update(parked)
        .where(parked.c.id.in_(some.limit(most).with_for_update(skip_locked=True)))
        .values(state="waiting")
    )
    rows = db.execute(claimed.returning(parked.c.id, parked.c.reference)).all()
    return [reference for _, reference in sorted(rows)]


def parked_by_reference(db: Connection, reference: str) -> Parked | None:
    """A parked event by the reference that was told to the person; nobody else replays it while
    this transaction lasts."""
    query = select(parked).where(parked.c.reference == reference)
    return one(db, Parked, query.with_for_update())


def settle_parked(db: Connection, reference: str, state: str) -> None:
    """Mark a parked event ``replayed`` or ``dropped``; a replayed one loses its content."""
    values: dict[str, Any] = {"state": state, "event": {}}
    db.execute(update(parked).where(parked.c.reference == reference).values(**values))


def failed_again(db: Connection, reference: str, why: str) -> None:
    """A replay failed too."""
    db.execute(
        update(parked)
        .where(parked.c.reference == reference)
        .values(tries=parked.c.tries + 1, why=why)
    )


def parked_count(db: Connection) -> int:
    """How many events wait for replay."""
    query = select(func.count()).select_from(parked).where(parked.c.state.in_(_OPEN))
    return db.execute(query).scalar_one()


def forget_settled(db: Connection, before: datetime) -> int:
    """Delete what was parked before ``before`` and has been replayed or dropped; how many."""
    old = select(parked.c.id).where(
        parked.c.state.in_(("replayed", "dropped")), parked.c.at < before
    )
    db.execute(delete(concern).where(concern.c.table == "parked", concern.c.item.in_(old)))
    return db.execute(delete(parked).where(parked.c.id.in_(old))).rowcount
