"""Private messages that wait for their moment, and those that were folded into one.

In the outbox, ``held`` rows wait here; ``folded`` ones were said as parts of the message that their
``digest`` names. They keep their words for as long as it is known where that stands, so that one
part can change without the others.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from bot.rules.attention import DATA
from bot.store.queue import FELL_AWAY, IN_DOUBT, NOTHING, OPEN
from bot.store.rows import insert_new, many, one
from bot.store.tables import concern, digest, due, membership, outgoing, posting

DUE = "digest"
"""The kind of what comes due when something that is held may be let go; its subject is a
membership's id."""
HELD, FOLDED = "held", "folded"
TOLD_OF = timedelta(days=14)
"""For how long the moderators can see what fell away."""
_COUNT = timedelta(days=16)
"""Longer than any budget looks back."""
_UNSENT = ("waiting", "dead", "unknown")
_UNTOUCHED: dict[str, Any] = dict.fromkeys(
    ("lease_until", "first_sent_at", "doubted_at", "sent_key", "digest", "done_at", "why")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A private message that is held or was folded."""

    id: int
    key: str
    cohort: str
    person: str
    place: str
    platform: str
    workspace: str
    card: Any
    purpose: str
    importance: int
    created_at: datetime
    not_before: datetime
    expires: datetime | None
    after: str | None
    state: str
    digest: str | None
    done_at: datetime | None
    first_sent_at: datetime | None
    """Of what is held: since when it may have been said, which no one knows (``restoring``)."""


def held(db: Connection, cohort_id: str, person_id: str) -> list[Item]:
    """What waits for somebody's next moment in a cohort, oldest first; kept from others until the
    transaction ends."""
    query = select(outgoing).where(
        outgoing.c.cohort == cohort_id, outgoing.c.person == person_id, outgoing.c.state == HELD
    )
    return many(db, Item, query.order_by(outgoing.c.id).with_for_update())


def of_cohort(db: Connection, cohort_id: str) -> list[Item]:
    """What waits in a cohort for anyone, and what fell away, oldest first."""
    fell = and_(outgoing.c.state == "dropped", outgoing.c.why == FELL_AWAY)
    query = select(outgoing).where(
        outgoing.c.cohort == cohort_id, or_(outgoing.c.state == HELD, fell)
    )
    return many(db, Item, query.order_by(outgoing.c.id))


def waited_for(db: Connection, cohort_id: str) -> set[str]:
    """Ids of the memberships of a cohort for which something waits."""
    here = (outgoing.c.cohort == cohort_id) & (outgoing.c.state == HELD)
    waiting = select(outgoing.c.person).where(here)
    query = select(membership.c.id).where(
        membership.c.cohort == cohort_id, membership.c.person.in_(waiting)
    )
    return set(db.execute(query).scalars())


def unplanned(db: Connection) -> list[tuple[str, str]]:
    """Memberships for which something is held that nothing is planned to let go: their ids and
    their cohorts'."""
    waits = select(outgoing.c.id).where(
        outgoing.c.cohort == membership.c.cohort,
        outgoing.c.person == membership.c.person,
        outgoing.c.state == HELD,
    )
    planned = select(due.c.at).where(due.c.kind == DUE, due.c.subject == membership.c.id)
    query = select(membership.c.id, membership.c.cohort).where(waits.exists(), ~planned.exists())
    return [(row.id, row.cohort) for row in db.execute(query.order_by(membership.c.id))]


def item(db: Connection, key: str) -> Item | None:
    """What is held or was folded under this key; kept from others until the transaction ends, and
    so is all that is shown with it."""
    whole = db.execute(select(outgoing.c.digest).where(outgoing.c.key == key)).scalar()
    if whole is not None:
        # Before the one itself, or two that change one each would wait for each other.
        parts(db, whole)
    query = select(outgoing).where(outgoing.c.key == key, outgoing.c.state.in_((HELD, FOLDED)))
    return one(db, Item, query.with_for_update())


def parts(db: Connection, key: str) -> list[Item]:
    """What was folded into the message with this key, as it is shown: from above; kept from others
    until the transaction ends."""
    query = select(outgoing).where(outgoing.c.digest == key, outgoing.c.state == FOLDED)
    in_order = query.order_by(outgoing.c.importance.desc(), outgoing.c.id)
    return many(db, Item, in_order.with_for_update())


def release(db: Connection, row: Item, now: datetime, name: str | None) -> None:
    """Let something go out by itself; a duty at last, however late, unless it is of no use after
    its end. If it may have been said, it is looked up first, also as a part of the message with the
    key ``name``, unless that is known not to be there (None)."""
    # Without its end it would wait like any other, were it held again.
    ends = row.purpose == "invitation" or row.importance >= DATA
    expires = row.expires if ends else None
    doubt = {} if row.first_sent_at is None else doubted(row.first_sent_at, now, sent_key=name)
    _change(db, [row.id], **{"state": "waiting", "not_before": now, "expires": expires} | doubt)


def doubted(since: datetime, now: datetime, **values: Any) -> dict[str, Any]:
    """What makes of a row one that is looked up before it is said, as it may have been since
    ``since``."""
    return {
        "state": "unsure",
        "lease_until": now,
        "first_sent_at": since,
        "why": IN_DOUBT,
        **values,
    }


def fold(db: Connection, rows: Collection[Item], key: str, now: datetime) -> None:
    """Note that these are said as parts of the message with this key."""
    _change(db, [row.id for row in rows], state=FOLDED, digest=key, done_at=now)


def hold_again(db: Connection, key: str, name: str | None, now: datetime) -> None:
    """Hold what was let go under this key, each part by itself, and count what was noted as
    ``name`` no more (None: it goes on counting). What nothing is left of stays away."""
    if name is not None:
        db.execute(delete(digest).where(digest.c.key == name))
    alone = select(outgoing).where(outgoing.c.key == key).with_for_update()
    folded = parts(db, key)
    items = folded or many(db, Item, alone)
    empty = [each.id for each in items if each.card == NOTHING]
    _change(db, [each.id for each in items], state=HELD, **_UNTOUCHED)
    _change(db, empty, state="dropped", why="erased", done_at=now)
    if folded:
        db.execute(delete(outgoing).where(outgoing.c.key == key))


def take_apart(db: Connection, key: str, now: datetime) -> bool:
    """A message in doubt with this key is not there, but its parts may be, said otherwise: the
    first, for which it is named, is looked up by itself and counts, the others are held in doubt as
    before; whether it was one."""
    folded = parts(db, key)
    first = min(folded, key=lambda each: each.id, default=None)
    if first is None or all(each.first_sent_at is None for each in folded):
        return False
    doubts = {each.id: each.first_sent_at for each in folded}
    gone = first.card == NOTHING
    hold_again(db, key, key if gone else None, now)
    for number, since in doubts.items():
        _change(db, [number], first_sent_at=since)
    if not gone:
        release(db, first, now, None)
    return True


def fall_away(db: Connection, rows: Collection[Item], now: datetime) -> None:
    """Give up what is of no use any more; its words go."""
    _change(db, [row.id for row in rows], state="dropped", why=FELL_AWAY, done_at=now, card=NOTHING)


def take_back(db: Connection, prefix: str, now: datetime) -> None:
    """Drop what is held under a key that begins with ``prefix``: it is settled before anyone was
    told."""
    theirs = outgoing.c.key.startswith(prefix, autoescape=True) & (outgoing.c.state == HELD)
    gone = update(outgoing).where(theirs)
    db.execute(gone.values(state="dropped", why="settled before", done_at=now, card=NOTHING))


def withdraw(db: Connection, prefix: str, *, but: str) -> None:
    """Delete what is held under a key that begins with ``prefix``, except under one that begins
    with ``but``: nobody was told, and it can be said under the same key again."""
    theirs = outgoing.c.key.startswith(prefix, autoescape=True) & (outgoing.c.state == HELD)
    others = select(outgoing.c.id).where(theirs, ~outgoing.c.key.startswith(but, autoescape=True))
    _delete(db, list(db.execute(others).scalars()))


def newest(db: Connection, person_id: str, prefix: str) -> str | None:
    """The key of what a person was told last, or waits to be, under one that begins with
    ``prefix``; None once that is forgotten."""
    query = select(outgoing.c.key).where(
        outgoing.c.key.startswith(prefix, autoescape=True), outgoing.c.person == person_id
    )
    return db.execute(query.order_by(outgoing.c.id.desc()).limit(1)).scalar_one_or_none()


def rewrite(db: Connection, row: Item, card: Any) -> None:
    """Put another card into one that is held or was folded."""
    _change(db, [row.id], card=card)


def rewrite_whole(db: Connection, key: str, card: Any) -> bool:
    """Put another card into a message that was folded together and is not on its way; whether it
    was there still."""
    unsent = update(outgoing).where(outgoing.c.key == key, outgoing.c.state.in_(_UNSENT))
    return db.execute(unsent.values(card=card)).rowcount > 0


def rewrite_edits(db: Connection, key: str, card: Any) -> bool:
    """Put another card into every change of a folded message that has not arrived; whether one is
    on its way as it was."""
    theirs = (outgoing.c.posting == key, outgoing.c.kind == "edit", outgoing.c.state.in_(OPEN))
    changed = update(outgoing).where(*theirs).values(card=card).returning(outgoing.c.state)
    return any(state != "waiting" for state in db.execute(changed).scalars().all())


def _change(db: Connection, ids: Collection[int], **values: Any) -> None:
    db.execute(update(outgoing).where(outgoing.c.id.in_(ids)).values(**values))


def note(db: Connection, key: str, cohort_id: str, person_id: str, day: date) -> None:
    """Note that a message was said which counts on this local day."""
    insert_new(db, digest, key=key, cohort=cohort_id, person=person_id, day=day)


def days(db: Connection, cohort_id: str, person_id: str) -> list[date]:
    """The local days on which somebody was told something that counts, as far as it counts."""
    query = select(digest.c.day).where(digest.c.cohort == cohort_id, digest.c.person == person_id)
    return list(db.execute(query.order_by(digest.c.day)).scalars())


def forget(db: Connection, now: datetime) -> None:
    """Drop what does not count any more, parts of messages that can change no more, and what fell
    away so long ago that nobody asks."""
    db.execute(delete(digest).where(digest.c.day < (now - _COUNT).date()))
    whole = outgoing.alias()
    stands = exists().where(posting.c.key == outgoing.c.digest)
    coming = exists().where(whole.c.key == outgoing.c.digest)
    old = select(outgoing.c.id).where(
        or_(
            and_(outgoing.c.state == FOLDED, ~stands, ~coming),
            and_(outgoing.c.why == FELL_AWAY, outgoing.c.done_at < now - TOLD_OF),
        )
    )
    _delete(db, list(db.execute(old).scalars()))


def _delete(db: Connection, ids: Collection[int]) -> None:
    db.execute(delete(concern).where(concern.c.table == "outgoing", concern.c.item.in_(ids)))
    db.execute(delete(outgoing).where(outgoing.c.id.in_(ids)))
