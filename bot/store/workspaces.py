"""The workspaces in which the bot is, or was, installed."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store import queue
from bot.store.records import Cohort
from bot.store.rows import insert_new, many
from bot.store.tables import cohort, outgoing, room, workspace

UNSAID = ("held", "waiting", "unsure")


def installed(db: Connection, platform: str, key: str, name: str, id: str, now: datetime) -> bool:
    """Note that the bot is there; whether it had been removed before."""
    values = {"platform": platform, "key": key, "name": name, "installed_at": now}
    if insert_new(db, workspace, id=id, **values):
        return False
    here = (workspace.c.platform == platform) & (workspace.c.key == key)
    back = update(workspace).where(here, workspace.c.removed_at.is_not(None))
    return db.execute(back.values(removed_at=None, installed_at=now, name=name)).rowcount > 0


def removed(db: Connection, platform: str, key: str, id: str, now: datetime) -> None:
    """Note that the bot was removed; what waits to be said there cannot be said any more."""
    installed(db, platform, key, "", id, now)
    here = (workspace.c.platform == platform) & (workspace.c.key == key)
    db.execute(update(workspace).where(here).values(removed_at=now))
    whole = outgoing.alias()
    unsaid = select(whole.c.key).where(whole.c.state.in_(UNSAID))
    parts = (outgoing.c.state == "folded") & outgoing.c.digest.in_(unsaid)
    db.execute(
        update(outgoing)
        .where(
            outgoing.c.platform == platform,
            outgoing.c.workspace == key,
            outgoing.c.state.in_(UNSAID) | parts,
        )
        .values(state="dropped", card=queue.NOTHING, done_at=now, why="the app was removed")
    )


def cohorts_in(db: Connection, platform: str, key: str) -> list[Cohort]:
    """The cohorts with a room in a workspace, locked, in order of id."""
    here = (room.c.platform == platform) & (room.c.workspace == key)
    query = select(cohort).where(cohort.c.id.in_(select(room.c.cohort).where(here)))
    return many(db, Cohort, query.order_by(cohort.c.id).with_for_update(key_share=True))


def is_left(db: Connection, cohort_id: str) -> bool:
    """Whether the bot is in none of the workspaces any more in which a cohort has its rooms."""
    there = (
        select(room.c.id)
        .outerjoin(
            workspace,
            (workspace.c.platform == room.c.platform) & (workspace.c.key == room.c.workspace),
        )
        .where(room.c.cohort == cohort_id, workspace.c.removed_at.is_(None))
    )
    return db.execute(there).first() is None
