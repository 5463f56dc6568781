"""What stands in the store at one moment, read past the bot's own queries."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.store.tables import cohort, consent, discussion, due, job, metadata, outgoing

OPEN = ("waiting", "sending", "unsure")
BELONGING = ("present", "invited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Rooms by their channel, people by their user id."""

    cohorts: dict[str, tuple[str, str]]
    """The newest cohort of each channel and its state."""
    parts: dict[tuple[str, str], str]
    """The state of each part, by cohort and user."""
    agreed: frozenset[tuple[str, str]]
    open: frozenset[str]
    """Channels in which a discussion is open."""
    standing: frozenset[str]
    """Keys of prompts that the bot knows to stand, or to be on their way."""


# Plain SQL, since it is asked at every step and SQLAlchemy takes longer than the database.
_USERS = 'SELECT person, "user" FROM identity'
_COHORTS = """SELECT room.channel, cohort.id, cohort.state FROM room
    JOIN cohort ON cohort.id = room.cohort ORDER BY cohort.created_at"""
_PARTS = "SELECT cohort, person, state FROM membership"
_AGREED = "SELECT cohort, person FROM consent WHERE kind = 'agreement' AND until IS NULL"
_OPENED = """SELECT room.channel, discussion.posting, discussion.state, posting.key,
    (SELECT outgoing.state FROM outgoing WHERE outgoing.key = discussion.posting)
    FROM discussion JOIN room ON room.id = discussion.room
    LEFT JOIN posting ON posting.key = discussion.posting"""
_KEPT = "SELECT channel, message, text FROM message WHERE platform = 'toy'"
_FAULTS = "SELECT kind, why FROM parked WHERE state = 'waiting'"


def _rows(db: Connection, query: str) -> list[Any]:
    return list(db.exec_driver_sql(query))


def see(db: Connection) -> Sight:
    """What stands there now."""
    users = dict(_rows(db, _USERS))
    found = _rows(db, _OPENED)
    return Sight(
        cohorts={channel: (id, state) for channel, id, state in _rows(db, _COHORTS)},
        parts={(id, users.get(who, "")): state for id, who, state in _rows(db, _PARTS)},
        agreed=frozenset((id, users.get(who, "")) for id, who in _rows(db, _AGREED)),
        open=frozenset(channel for channel, _, state, _, _ in found if state == "open"),
        standing=frozenset(
            key
            for _, key, state, stands, row in found
            if stands is not None or (state == "open" and row in ("sending", "unsure"))
        ),
    )


def kept(db: Connection) -> dict[tuple[str, str], str]:
    """The words that the bot keeps of messages in rooms."""
    return {(channel, message): text for channel, message, text in _rows(db, _KEPT)}


def all_text(db: Connection) -> str:
    """Every letter in every table."""
    return "\n".join(
        repr(row) for table in metadata.sorted_tables for row in db.execute(select(table)).all()
    )


def speech(db: Connection, keys: set[str]) -> dict[str, Any]:
    """The rows of the outbox with these keys."""
    rows = db.execute(select(outgoing).where(outgoing.c.key.in_(sorted(keys))))
    return {row.key: row for row in rows}


def faults(db: Connection) -> list[str]:
    """What a story could not take."""
    return [f"parked: {kind}: {why}" for kind, why in _rows(db, _FAULTS)]


def stuck(db: Connection, now: Any) -> list[str]:
    """What should have been carried out long ago."""
    held = set(db.execute(select(cohort.c.id).where(cohort.c.state == "held")).scalars())
    rows = db.execute(
        select(outgoing).where(outgoing.c.state.in_(OPEN), outgoing.c.not_before <= now)
    ).all()
    found = [f"stuck: speech {row.key} is {row.state}" for row in rows if row.cohort not in held]
    found += [f"stuck: job {row.kind}" for row in db.execute(select(job)) if row.not_before <= now]
    waiting = db.execute(select(due).where(due.c.at <= now)).all()
    return found + [f"stuck: due {row.kind}" for row in waiting if row.cohort not in held]


def twice(db: Connection) -> list[str]:
    """What is there twice."""
    steps = Counter(
        each for each in db.execute(select(discussion.c.step)).scalars() if each is not None
    )
    yes = Counter(
        (row.cohort, row.person, row.kind)
        for row in db.execute(select(consent).where(consent.c.until.is_(None)))
    )
    return [f"twice: step {each}" for each, number in steps.items() if number > 1] + [
        f"twice: consent {each}" for each, number in yes.items() if number > 1
    ]
