"""What happened: events that adapters, the clock and workers hand to the engine.

An event carries when it happened (UTC), the keys under which it might arrive again, and who did
it. Adapters make events by pure functions of a payload; nothing here decides anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.protocol.cards import Values
from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.protocol.text import Inlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What every event has."""

    at: datetime
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPerson(Happened):
    """An event that a person caused, in a place."""

    who: User
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(ByPerson):
    """A message was written, in a room, a thread (``ref.thread``) or the private chat."""

    ref: Ref
    nodes: Inlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(ByPerson):
    """A message got other words. ``written`` is when the message itself was, as far as the platform
    tells."""

    ref: Ref
    nodes: Inlines
    written: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed(Happened):
    """A message was deleted. Platforms do not always say by whom."""

    place: Place
    ref: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(ByPerson):
    """A reaction was added or taken back. ``emoji`` is a name without colons, such as ``bulb``."""

    ref: Ref
    emoji: str
    added: bool


KEEP = "mark.keep"
"""The action of what stands in the menu of every message, "Keep for the summary": ``channel`` and
``message`` of the args name that message as the platform does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(ByPerson):
    """A button of a card was pressed, or one in a message's menu (see ``KEEP``). ``ref`` is the
    card's message (None for one that only this person saw, and for a menu)."""

    action: str
    args: Mapping[str, str]
    ref: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(ByPerson):
    """A form was sent."""

    action: str
    args: Mapping[str, str]
    values: Values
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded(ByPerson):
    """A slash command was given: ``text`` is all that follows ``/cohort``."""

    text: str
    people: Mapping[str, User] = field(default_factory=dict[str, User])
    """Mentions in ``text``, by the letters that stand there for them (such as ``@ben``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(ByPerson):
    """A person entered a room."""

    profile: Profile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(ByPerson):
    """A person left a room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Happened):
    """The platform gave a room another id: what was at ``place`` is at ``to`` from now on."""

    place: Place
    to: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Happened):
    """A person's profile changed on the platform (name, time zone, deactivated)."""

    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed(Happened):
    """The bot was added to a workspace."""

    platform: str
    workspace: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled(Happened):
    """The bot was removed from a workspace."""

    platform: str
    workspace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened(ByPerson):
    """A person opened the bot's own page on the platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameDue(Happened):
    """A row of the agenda reached its time. ``due`` is that time, ``at`` when it was noticed."""

    kind: str
    subject: str
    cohort: str | None
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Happened):
    """A job came to its end: ``result`` is plain JSON data, or ``error`` says why there is none."""

    kind: str
    args: Mapping[str, str]
    cohort: str | None
    result: object = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undeliverable(Happened):
    """A parcel could not be carried out: the platform refused it for good, or whether it took it
    cannot be known (``unsure``)."""

    parcel: str
    why: str
    unsure: bool
    cohort: str | None
    person: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Happened):
    """One story told the others that something is so (see ``effects.Note``). It happens inside the
    transaction of the event that caused it, and is never stored."""

    topic: str
    cohort: str | None
    args: Mapping[str, str] = field(default_factory=dict[str, str])


Event = (
    Said | Edited | Removed | Reacted | Pressed | Submitted | Commanded | Joined | Left | Moved
    | Changed | Installed | Uninstalled | HomeOpened | CameDue | Finished | Undeliverable | Noted
)  # fmt: skip
