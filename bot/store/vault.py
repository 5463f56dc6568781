"""What adapters keep secret, as sealed boxes: this file never sees what is in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from bot.store.rows import insert_new, many, one, upsert
from bot.store.tables import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One secret, sealed. ``box`` is empty where there is none yet, but someone fetches it."""

    adapter: str
    workspace: str
    name: str
    box: str
    key_id: str
    expires: datetime | None


def _at(adapter: str, workspace: str, name: str) -> ColumnElement[bool]:
    return (vault.c.adapter == adapter) & (vault.c.workspace == workspace) & (vault.c.name == name)


def _there(now: datetime) -> ColumnElement[bool]:
    return (vault.c.box != "") & or_(vault.c.expires.is_(None), vault.c.expires > now)


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    return or_(vault.c.claimed_until.is_(None), vault.c.claimed_until <= now)


def put(db: Connection, box: Box) -> None:
    """Keep a box in place of the one of this name; a claim on it ends."""
    upsert(
        db,
        vault,
        adapter=box.adapter,
        workspace=box.workspace,
        name=box.name,
        box=box.box,
        key_id=box.key_id,
        expires=box.expires,
        claimed_until=None,
    )


def get(
    db: Connection, adapter: str, workspace: str, name: str, now: datetime, *, lock: bool = False
) -> Box | None:
    """The box of this name, unless its time is over. ``lock``: nobody else changes it until the
    transaction ends."""
    query = select(vault).where(_at(adapter, workspace, name), _there(now))
    return one(db, Box, query.with_for_update() if lock else query)


def take(db: Connection, adapter: str, workspace: str, name: str, now: datetime) -> Box | None:
    """The box of this name, which is gone with that: of several who ask at once, one gets it."""
    gone = delete(vault).where(_at(adapter, workspace, name), _there(now)).returning(vault)
    return one(db, Box, gone)


def of_name(db: Connection, adapter: str, name: str, now: datetime) -> list[Box]:
    """The boxes of one name in all workspaces, in order of workspace."""
    query = select(vault).where(vault.c.adapter == adapter, vault.c.name == name, _there(now))
    return many(db, Box, query.order_by(vault.c.workspace))


def forget(db: Connection, adapter: str, workspace: str) -> int:
    """Delete all boxes of a workspace; how many."""
    query = delete(vault).where(vault.c.adapter == adapter, vault.c.workspace == workspace)
    return db.execute(query).rowcount


def forget_expired(db: Connection, now: datetime) -> int:
    """Delete the boxes whose time is over, and the empty ones that nobody claims any more; how
    many."""
    left = (vault.c.box == "") & _unclaimed(now)
    return db.execute(delete(vault).where(or_(vault.c.expires <= now, left))).rowcount


def claim(
    db: Connection, adapter: str, workspace: str, name: str, now: datetime, until: datetime
) -> bool:
    """Be the only one to renew a secret until ``until``, or until it is put; whether nobody else
    is at it."""
    # An empty box of no key: there may be nothing to renew yet, and two who fetch it at first.
    insert_new(db, vault, adapter=adapter, workspace=workspace, name=name, box="", key_id="")
    here = _at(adapter, workspace, name)
    claimed = update(vault).where(here, _unclaimed(now)).values(claimed_until=until)
    return db.execute(claimed).rowcount > 0


def release(db: Connection, adapter: str, workspace: str, name: str) -> None:
    """A claim ends without a new secret; of what never was a secret, nothing is left."""
    db.execute(delete(vault).where(_at(adapter, workspace, name), vault.c.box == ""))
    db.execute(update(vault).where(_at(adapter, workspace, name)).values(claimed_until=None))


def sealed_otherwise(db: Connection, key_id: str) -> list[Box]:
    """The boxes that another key seals, locked until the transaction ends."""
    query = select(vault).where(vault.c.key_id != key_id, vault.c.box != "")
    return many(db, Box, query.with_for_update())
