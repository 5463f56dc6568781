"""Dead letters: what a platform refused for good, and what may or may not have arrived. Addresses
and reasons, never what is in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.queue import NOTHING, drop_parts
from bot.store.rows import many
from bot.store.tables import outgoing

STATES = ("dead", "unknown")
BY_HAND = "dropped by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One of them. ``state``: ``dead`` or ``unknown``; ``place``: ``room:`` or ``person:`` with our
    id; ``why``: the platform's word for it, or a kind of fault."""

    key: str
    state: str
    kind: str
    platform: str
    workspace: str
    cohort: str | None
    place: str
    created_at: datetime
    done_at: datetime | None
    expires: datetime | None
    tries: int
    why: str | None


def all_of_them(db: Connection) -> list[Letter]:
    """Every dead letter, oldest first."""
    query = select(outgoing).where(outgoing.c.state.in_(STATES)).order_by(outgoing.c.id)
    return many(db, Letter, query)


def let_go(db: Connection, key: str, now: datetime) -> bool:
    """Give a dead letter up for good, with what is in it and what was folded into it; whether there
    was one."""
    query = update(outgoing).where(outgoing.c.key == key, outgoing.c.state.in_(STATES))
    gone = query.values(state="dropped", why=BY_HAND, card=NOTHING, done_at=now)
    if not db.execute(gone).rowcount:
        return False
    drop_parts(db, key, now, BY_HAND)
    return True
