"""The outbox: what is to be said, in what order, and what became of it.

States: ``waiting`` → ``sending`` (claimed, with a lease) → ``sent``, ``dead`` (refused for good) or
back to ``waiting``; ``unsure`` (it may have gone out) → looked up → ``sent``, ``waiting`` or
``unknown`` (nobody can tell; the moderators decide); ``dropped`` (expired, erased). What waits for
a member's next moment is ``held`` → ``waiting``, or ``folded`` into another row (``digests``).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from bot.store.rows import insert_new, insert_numbered, many, one, raise_to, upsert
from bot.store.tables import cohort, concern, outgoing, pace, posting
from bot.store.types import Instant

OPEN = ("waiting", "sending", "unsure")
FELL_AWAY = "fell away"
"""Why a row was dropped that was held, and of no use any more when its moment came."""
IN_DOUBT = "it may have been said after the backup"
"""Why a row is looked up that this database does not know to have been sent."""
NOTHING: dict[str, Any] = {"blocks": [], "buttons": []}
"""A card without a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One row of the outbox."""

    id: int
    key: str
    place: str
    kind: str
    platform: str
    workspace: str
    cohort: str | None
    room: str | None
    person: str | None
    thread: str | None
    posting: str | None
    card: Any
    purpose: str
    not_before: datetime
    expires: datetime | None
    state: str
    tries: int
    first_sent_at: datetime | None
    doubted_at: datetime | None
    sent_key: str | None
    lease_until: datetime | None
    """Until when whoever claimed it is believed. No two claims end at the same instant, so it is
    also who: what one says of a row that another has claimed since is not heard."""


def add(db: Connection, *, concerns: Iterable[str] = (), **values: Any) -> bool:
    """Queue a speech unless its key is known; whether it is new."""
    number = insert_numbered(db, outgoing, **{"state": "waiting", "tries": 0} | values)
    if number is None:
        return False
    for who in concerns:
        insert_new(db, concern, table="outgoing", item=number, person=who)
    return True


_held = select(cohort.c.id).where(cohort.c.state == "held")
_earlier, _awaited = aliased(outgoing, name="earlier"), aliased(outgoing, name="awaited")


_now = bindparam("now", type_=Instant)
_ours = outgoing.c.platform.in_(bindparam("platforms", expanding=True))
_most = bindparam("most", type_=Integer)


def _none(query: Select[Any]) -> ColumnElement[bool]:
    return ~query.correlate(outgoing).exists()


def _may_speak(row: Any) -> ColumnElement[bool]:
    return or_(row.c.purpose == "answer", row.c.cohort.is_(None), row.c.cohort.not_in(_held))


def _ready() -> ColumnElement[bool]:
    """A row whose turn it is: the first of its place with nothing under way there, nothing that it
    waits for, not on hold."""
    # Whatever its number: a row that was to wait longer may come due behind it.
    under_way = select(_earlier.c.id).where(
        _earlier.c.place == outgoing.c.place, _earlier.c.state.in_(("sending", "unsure"))
    )
    # A column that is put in brackets is no use to an index by time: SQLite, which knows no numbers
    # of rows, would prefer that to the one by place, and read the whole queue for each row of it.
    time_has_come = func.coalesce(_earlier.c.not_before, _earlier.c.created_at) <= _now
    before = select(_earlier.c.id).where(
        _earlier.c.place == outgoing.c.place,
        _earlier.c.state == "waiting",
        _earlier.c.id < outgoing.c.id,
        time_has_come,
        _may_speak(_earlier),
    )
    awaited = select(_awaited.c.id).where(
        _awaited.c.key == outgoing.c.after, _awaited.c.state.in_(OPEN)
    )
    return and_(
        outgoing.c.state == "waiting",
        _none(under_way),
        _none(before),
        _none(awaited),
        _may_speak(outgoing),
        _ours,
    )


# Built once: the courier asks after every event.
_claimable = (
    select(outgoing)
    .where(
        _ready(),
        outgoing.c.not_before <= _now,
        _none(select(pace.c.scope).where(pace.c.scope == outgoing.c.place, pace.c.free_at > _now)),
    )
    .order_by(outgoing.c.not_before, outgoing.c.id)
    .limit(_most)
    .with_for_update(skip_locked=True, of=outgoing)
)
_doubtful = (
    select(outgoing)
    .where(outgoing.c.state.in_(("sending", "unsure")), outgoing.c.lease_until <= _now, _ours)
    .order_by(outgoing.c.id)
    .limit(_most)
    .with_for_update(skip_locked=True, of=outgoing)
)
_waits = (
    select(outgoing.c.not_before, pace.c.free_at)
    .outerjoin(pace, pace.c.scope == outgoing.c.place)
    .where(_ready())
)
_leases = select(func.min(outgoing.c.lease_until)).where(
    outgoing.c.state.in_(("sending", "unsure")), _ours
)


def claim(
    db: Connection,
    now: datetime,
    lease_until: datetime,
    most: int,
    platforms: Collection[str],
) -> list[Outgoing]:
    """Take up to ``most`` rows whose turn it is, one a place, and mark them ``sending``; of several
    places the one that has waited longest comes first. Those of other platforms are left to a
    process that speaks to them."""
    asked = {"now": now, "most": most, "platforms": list(platforms)}
    rows = many(db, Outgoing, _claimable, asked)
    if rows:
        db.execute(
            update(outgoing)
            .where(outgoing.c.id.in_([row.id for row in rows]))
            .values(
                state="sending",
                lease_until=lease_until,
                tries=outgoing.c.tries + 1,
                first_sent_at=func.coalesce(outgoing.c.first_sent_at, literal(now, Instant)),
            )
        )
    return [replace(row, lease_until=lease_until) for row in rows]


def release(db: Connection, row: Outgoing) -> None:
    """A claimed row was not sent after all: it waits again."""
    db.execute(
        update(outgoing)
        .where(_ours_still(row))
        .values(state="waiting", lease_until=None, doubted_at=None, sent_key=None)
    )


def look_up_by_own_key(db: Connection, row: Outgoing, now: datetime) -> None:
    """It is not there under the key with which it may have been sent: next it is looked up by its
    own."""
    db.execute(update(outgoing).where(_ours_still(row)).values(sent_key=None, lease_until=now))


def _ours_still(row: Outgoing) -> ColumnElement[bool]:
    """Whether nobody else has claimed it since: a process that was stopped for longer than its
    lease must not undo what was done meanwhile."""
    return and_(
        outgoing.c.id == row.id,
        outgoing.c.state.in_(("sending", "unsure")),
        outgoing.c.lease_until == row.lease_until,
    )


def holds(db: Connection, row: Outgoing) -> bool:
    """Whether a claim is still the newest of its row."""
    return db.execute(select(outgoing.c.id).where(_ours_still(row))).first() is not None


def settle(
    db: Connection, row: int, state: str, now: datetime, why: str | None = None
) -> str | None:
    """What became of a row. One that was sent or taken back keeps no text; one that was refused
    keeps it for a week, since it may be sent again. A row that is settled already (taken back
    while it was under way, say) stays as it is. The row's key, which it may have got
    since it was claimed; None if there was nothing to settle."""
    values: dict[str, Any] = {
        "state": state,
        "why": why,
        "lease_until": None,
        "done_at": now,
        "sent_key": None,
    }
    if state in ("sent", "dropped"):
        values["card"] = NOTHING
    open_still = update(outgoing).where(outgoing.c.id == row, outgoing.c.state.in_(OPEN))
    key = db.execute(open_still.values(**values).returning(outgoing.c.key)).scalar()
    if key is not None and state == "dropped":
        drop_parts(db, key, now, why)
    return key


def drop_parts(db: Connection, key: str, now: datetime, why: str | None) -> None:
    """Give up what was folded into the message with this key, which comes no more."""
    folded = update(outgoing).where(outgoing.c.digest == key, outgoing.c.state == "folded")
    db.execute(folded.values(state="dropped", why=why, card=NOTHING, done_at=now))


def doubt(db: Connection, row: Outgoing, look_up_at: datetime, why: str) -> None:
    """It is not known whether a row was sent; it is looked up at ``look_up_at``."""
    db.execute(
        update(outgoing)
        .where(_ours_still(row))
        .values(state="unsure", lease_until=look_up_at, why=why)
    )


def claim_doubtful(
    db: Connection,
    now: datetime,
    lease_until: datetime,
    most: int,
    platforms: Collection[str],
) -> list[Outgoing]:
    """Take rows to look up: unsure ones whose time has come, and those whose sender died."""
    asked = {"now": now, "most": most, "platforms": list(platforms)}
    rows = many(db, Outgoing, _doubtful, asked)
    if rows:
        db.execute(
            update(outgoing)
            .where(outgoing.c.id.in_([row.id for row in rows]))
            .values(
                state="unsure",
                lease_until=lease_until,
                doubted_at=func.coalesce(outgoing.c.doubted_at, literal(now, Instant)),
            )
        )
    return [replace(row, lease_until=lease_until) for row in rows]


def hold_back(db: Connection, scope: str, until: datetime) -> None:
    """Send nothing to a place, or to a workspace (``workspace_scope``), before ``until``; a longer
    wait that was told before still holds."""
    raise_to(db, pace, "free_at", scope=scope, free_at=until)


def free_at(db: Connection, scope: str) -> datetime | None:
    """When a place or workspace may be spoken to again, as far as that was ever limited."""
    return db.execute(
        select(pace.c.free_at).where(pace.c.scope == scope).with_for_update()
    ).scalar()


def workspace_scope(platform: str, workspace: str) -> str:
    """The name under which a workspace's own pace is kept."""
    return f"workspace:{platform}:{workspace}"


def next_at(db: Connection, now: datetime, platforms: Collection[str]) -> datetime | None:
    """When something to these platforms can next be claimed or looked up, or None; a time that is
    over if at once."""
    asked = {"now": now, "platforms": list(platforms)}
    times = [max(a, b) if b else a for a, b in db.execute(_waits, asked)]
    lease = db.execute(_leases, asked).scalar()
    if lease is not None:
        times.append(lease)
    return min(times, default=None)


def state_of(db: Connection, key: str) -> str | None:
    """What became of a speech by its key; None if it is not (or no longer) in the outbox."""
    return db.execute(select(outgoing.c.state).where(outgoing.c.key == key)).scalar()


def by_key(db: Connection, key: str) -> Outgoing | None:
    """A row by its key."""
    return one(db, Outgoing, select(outgoing).where(outgoing.c.key == key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Where a speech went or will go, for an edit of it."""

    place: str
    platform: str
    workspace: str
    room: str | None
    person: str | None


def original(db: Connection, key: str) -> Original | None:
    """Where the speech with this key stands or is about to; None if it never can."""
    sent = one(db, Original, select(posting).where(posting.c.key == key))
    there = (*OPEN, "held", "folded")
    waiting = select(outgoing).where(outgoing.c.key == key, outgoing.c.state.in_(there))
    return sent or one(db, Original, waiting)


def again(db: Connection, key: str) -> bool:
    """Send a dead or unknown speech again; whether there was one."""
    done = db.execute(
        update(outgoing)
        .where(outgoing.c.key == key, outgoing.c.state.in_(("dead", "unknown")))
        .values(state="waiting", lease_until=None, done_at=None, why=None, doubted_at=None)
    )
    return done.rowcount > 0


def forget_sent(db: Connection, before: datetime) -> int:
    """Drop rows that came to an end before ``before``, whatever it was; how many. What was folded
    or fell away is forgotten in ``digests``."""
    old = select(outgoing.c.id).where(
        outgoing.c.state.not_in((*OPEN, "held", "folded")),
        func.coalesce(outgoing.c.why, "") != FELL_AWAY,
        outgoing.c.done_at < before,
    )
    db.execute(delete(concern).where(concern.c.table == "outgoing", concern.c.item.in_(old)))
    return db.execute(delete(outgoing).where(outgoing.c.id.in_(old))).rowcount


def posted(db: Connection, **values: Any) -> None:
    """Note where a posting of ours stands on its platform."""
    upsert(db, posting, **values)
