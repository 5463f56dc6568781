"""What is to be done: effects that a feature returns.

Speech is durable: it becomes a row in the same transaction as the change that caused it, and the
courier carries it out. Replies answer the person who waits and are given at once. Jobs are slow
work, done outside any transaction.

Here people and rooms carry the core's own ids; the courier looks the platform's up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.protocol.cards import Card, Form

Purpose = Literal["answer", "duty", "invitation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What every durable speech has.

    ``key`` names it for ever (the same key is never said twice; empty: a random one). ``concerns``
    are the people whom its words are about, so that erasing one of them finds it. ``after`` is the
    key of a speech that must have been carried out before. ``importance``: 1 (can fall away) to 9.
    """

    card: Card
    cohort: str | None = None
    key: str = ""
    purpose: Purpose = "duty"
    importance: int = 5
    not_before: datetime | None = None
    expires: datetime | None = None
    concerns: tuple[str, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Speech):
    """Say something in a room, or in the thread under an earlier posting of ours (``thread`` is
    that posting's key)."""

    room: str
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Speech):
    """Say something to one person privately."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Speech):
    """Put another card in place of an earlier posting (its key). Nothing happens if that posting
    never reached the platform and cannot any more."""

    posting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Speech):
    """Renew a person's own page of the bot, on platforms that have one."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Slow work: a job of this kind with these arguments. Its result comes back as Finished.

    ``key`` makes it once only; ``concerns`` as with Speech.
    """

    kind: str
    args: Mapping[str, str] = field(default_factory=dict[str, str])
    cohort: str | None = None
    key: str = ""
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Tell the other stories, at once and in the same transaction, that something is so: how
    features work together without knowing each other. Topics are listed in ``bot/features``."""

    topic: str
    args: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """Show a card to the person who acts, where they act, to them alone. ``sealed``: now or never,
    since what stands in it is to be queued nowhere."""

    card: Card
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Open a form for the person who acts."""

    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Put another card in place of the one whose button was pressed. ``sealed`` as with Whisper.

    ``lasting``: what stands there promises what is no longer so, so that the card must be replaced
    even if we end before the platform has heard of it. Where the button stands in a posting of
    ours, it is edited, then; a sealed card cannot be, since its words are queued nowhere.
    """

    card: Card
    sealed: bool = False
    lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Keep the form open and say, by field name, what is wrong."""

    errors: Mapping[str, str]


Reply = Whisper | Ask | Swap | Correct
Effect = Post | Tell | Edit | Publish | Run | Note | Whisper | Ask | Swap | Correct
