"""Rows as values, for features to read. Fields are named and typed as the tables' columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone, on whatever platforms. ``zone`` counts outside of cohorts: their own choice, else
    what the platform told, else None."""

    id: str
    name: str
    zone: str | None
    bot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A cohort. ``state`` is planned, running, held or ended."""

    id: str
    name: str
    theme: str
    purpose: str
    zone: str
    starts: date
    ends: date | None
    programme: str
    state: str
    held_at: datetime | None
    started_at: datetime | None
    created_at: datetime
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A channel that belongs to a cohort."""

    id: str
    cohort: str
    platform: str
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person's part in a cohort. ``state``: invited (not in the room yet), present, outsider (in
    the room, the moderators have not decided) or left. ``organisation``, ``title``, ``zone`` and
    ``manager`` are what was noted for this cohort; what counts are their ``Facts``."""

    id: str
    cohort: str
    person: str
    role: str
    state: str
    since: datetime
    until: datetime | None
    welcomed_at: datetime | None
    reminded_at: datetime | None
    warned_at: datetime | None
    organisation: str | None
    title: str | None
    zone: str | None
    manager: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What counts of a person in one cohort: what is noted there, else what the platform told.
    ``zone`` (IANA) is their own choice before both, and the cohort's if nobody knows one;
    ``manager`` is the id of their line manager."""

    person: str
    organisation: str | None
    title: str | None
    zone: str
    manager: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person said yes (or no) to, from when until when."""

    id: str
    cohort: str
    person: str
    kind: str
    version: str
    value: str
    since: datetime
    until: datetime | None


ADDED = "added"
"""The kind of a step that came of a check-in, beside the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing on a cohort's calendar, at a local day and time: a ``prompt``, or one ``ADDED``."""

    id: str
    cohort: str
    kind: str
    ref: str
    week: int
    day: date
    time: str
    open_days: int
    state: str
    host: str | None

    @property
    def numbered(self) -> bool:
        """Whether it is called by its week. Two of one week would be taken for the same."""
        return self.kind != ADDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """A prompt that was posted, and the answers under it. ``prompt`` is a snapshot. ``member_at``
    and ``moderator_at`` say when someone last wrote there, whether or not their words are kept."""

    id: str
    cohort: str
    room: str
    step: str | None
    prompt: Mapping[str, Any]
    title: str
    week: int
    posting: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    state: str
    reveal_at: datetime | None
    revealed_at: datetime | None
    follow_up: str
    member_at: datetime | None
    moderator_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a member wrote in a discussion, with their agreement."""

    id: str
    cohort: str
    discussion: str
    person: str
    platform: str
    workspace: str
    channel: str
    message: str
    thread: str | None
    nodes: list[Any]
    text: str
    at: datetime
    edited_at: datetime | None
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Somebody marked a message for the summary. ``kind`` is one of ``bot.rules.marks``.
    ``reaction`` is the name of the reaction that did it, or empty where the message's menu did;
    then ``why`` may hold their own words on why a resource is worth it."""

    id: str
    cohort: str
    message: str
    person: str
    kind: str
    reaction: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A moderator had the bot ask someone privately: to start, to host a week, or to help."""

    id: str
    cohort: str
    step: str | None
    discussion: str | None
    person: str
    by: str | None
    kind: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time whose discussions are summed up together. ``ends`` is the first moment
    after it; ``kind`` is ``week``, ``month``, ``days`` (chosen by a moderator), ``session`` (some
    hours of a day) or ``all``."""

    id: str
    cohort: str
    kind: str
    title: str
    begins: datetime
    ends: datetime


Subject = Discussion | Period
"""What a summary is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was shared in a discussion or in a period, as draft or approved. ``draft`` is
    ``rules.summary``'s Content as JSON; ``opening`` are the words of ``opening_by``; ``changed_by``
    is the moderator who edited it last."""

    id: str
    cohort: str
    discussion: str | None
    period: str | None
    state: str
    version: int
    opening: str
    opening_by: str | None
    draft: Mapping[str, Any]
    dropped: list[str]
    created_at: datetime
    changed_by: str | None
    approved_by: str | None
    approved_at: datetime | None
    posting: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Where a message of ours stands on its platform."""

    key: str
    cohort: str | None
    platform: str
    workspace: str
    channel: str
    message: str
    thread: str | None
    place: str
    room: str | None
    person: str | None
    at: datetime
