"""A second cohort that is the first one's mirror image, and people who may not do what they try.

Each row of the cohort is copied under other ids, wherever those stand: so that to every thing of
one cohort there is the same thing, in the same state, of the other.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from adapters.sandbox.address import place, user
from bot import compose
from bot.protocol.refs import Place, User
from tests.security.gathered import State

OTHER = "2"
"""What follows the ids of people and rooms of the mirror image."""
SECOND = " the Second"
"""What follows people's names, so that an answer that tells of them is known."""

_AGREEMENT = compose.library().agreement()
_VERSION = _AGREEMENT.version if _AGREEMENT is not None else ""
"""Whoever has agreed to the words of today is asked nothing anew."""

_NAMED = (
    "person", "cohort", "room", "membership", "consent", "step", "discussion", "message", "asked",
    "period", "summary", "checkin_plan", "checkin_round", "checkin", "checkin_answer", "airing",
    "commitment", "commitment_report", "nudge", "mark", "chapter", "toolkit", "toolkit_section",
    "found", "note", "note_words",
)  # fmt: skip
_COPIED = (
    *_NAMED, "identity", "prompt_copy", "posting", "refused", "round_reader", "not_reader",
    "commitment_reader", "useful", "handbook_page",
    "manner", "not_asked", "digest", "presence", "outgoing", "due",
)  # fmt: skip
_KEYS = {
    "outgoing": ("key", "posting", "after", "thread", "digest"),
    "posting": ("key",),
    "digest": ("key",),
    "discussion": ("posting",),
    "summary": ("posting",),
    "handbook_page": ("posting",),
}
_CHANNELS = ("room", "posting", "message", "refused")

EXTRAS = {
    "plain": ("member", "present"),
    "guest": ("guest", "present"),
    "sponsor": ("sponsor", "present"),
    "outsider": ("member", "outsider"),
    "gone": ("moderator", "left"),
}
"""People who are put into the cohort: role and state. ``gone`` was a moderator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """A state with its mirror image in it. ``ids`` leads from one to the other."""

    state: State
    ids: Mapping[str, str]

    def text(self, value: str) -> str:
        """The same letters with the other's ids."""
        return _translated(value, self.ids)

    def user(self, who: User) -> User:
        return user(who.user + OTHER)

    def place(self, where: Place) -> Place:
        return place(where.channel + OTHER)

    def names(self, value: str) -> bool:
        """Whether there is a thing of the first cohort in these letters."""
        return self.text(value) != value


@cache
def mirrored(state: State) -> Mirrored:
    """The state with a second cohort and with the people of ``EXTRAS`` in the first."""
    with opened(state.data) as db:
        for name, (role, part) in EXTRAS.items():
            _join(db, name, role, part)
        ids = {row["id"]: _id(row["id"]) for table in _NAMED for row in rows(db, table)}
        # All copies before the first is put in: what is put in would be copied as well.
        copies = [(t, _copy(t, row, ids)) for t in _COPIED for row in rows(db, t)]
        for table, row in copies:
            insert(db, table, row)
        db.commit()
        return Mirrored(state=State(data=db.serialize(), now=state.now), ids=ids)


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """A database of these bytes, below everything that checks or translates."""
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    db.deserialize(data)
    yield db
    db.close()


def rows(db: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(f'SELECT * FROM "{table}"')]


def insert(db: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _ in row)
    db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', (*row.values(),))


def _id(of: str) -> str:
    return sha256(of.encode()).hexdigest()[:14]


def _copy(table: str, row: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    copied = {
        name: _translated(value, ids) if isinstance(value, str) else value
        for name, value in row.items()
    }
    for name in _KEYS.get(table, ()):
        if row[name] is not None and copied[name] == row[name]:
            copied[name] = row[name][:60] + OTHER
    if table == "identity":
        copied["user"] += OTHER
    if table == "person":
        copied["name"] += SECOND
    if table in _CHANNELS and copied["channel"] == row["channel"]:
        copied["channel"] += OTHER
    if table == "outgoing":
        del copied["id"]
    return copied


def _translated(value: str, ids: Mapping[str, str]) -> str:
    # Ids are made of these letters and digits alone.
    return re.sub(r"[a-z0-9]{14}", lambda found: ids.get(found[0], found[0]), value)


def _join(db: sqlite3.Connection, name: str, role: str, part: str) -> None:
    """Someone of this role, who agreed."""
    query = "SELECT id, created_at FROM cohort JOIN (SELECT cohort FROM room) ON cohort = id"
    for cohort in db.execute(query).fetchall():
        since, person = cohort["created_at"], _id(name)
        insert(db, "person", {"id": person, "name": name.title(), "bot": 0, "created_at": since})
        identity = {"platform": "sandbox", "workspace": "sandbox", "user": name}
        insert(db, "identity", identity | {"person": person})
        belongs = {"cohort": cohort["id"], "person": person, "since": since}
        until = since if part == "left" else None
        part_of = {"id": _id(f"part {name}"), **belongs, "role": role, "state": part}
        insert(db, "membership", part_of | {"until": until, "welcomed_at": since})
        for kind, value in (("agreement", "yes"), ("quoting", "name")):
            said = {"id": _id(f"{kind} {name}"), **belongs, "kind": kind, "value": value}
            insert(db, "consent", said | {"version": _VERSION})
