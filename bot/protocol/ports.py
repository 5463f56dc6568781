"""The ports: what the engine asks of an adapter, and an adapter of the engine."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.protocol.cards import Card
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines


class Later(Exception):
    """The platform did not take it and it is known that it did not: try again after ``after``
    seconds. ``workspace_wide`` holds back everything to that workspace, else this place alone."""

    def __init__(self, after: float, why: str, *, workspace_wide: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.workspace_wide = workspace_wide


class Never(Exception):
    """The platform refuses it for good, such as a person who is deactivated. ``str()`` is the
    platform's word for it, never a message's text."""


class Unsure(Exception):
    """The connection broke off: whether the platform took it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One speech with the platform's own addresses filled in, as the courier hands it over.

    ``key`` is opaque and travels with the message where the platform has room for it. ``post``:
    to ``place``, under ``thread`` (a message id) if given; ``tell``: to ``user``; ``edit``: in
    place of ``ref``; ``publish``: ``user``'s page.
    """

    key: str
    kind: Literal["post", "tell", "edit", "publish"]
    card: Card
    workspace: str
    place: Place | None = None
    thread: str | None = None
    user: User | None = None
    ref: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How fast a platform may be spoken to. ``per_place``: seconds between two messages to one
    place; ``per_minute``: messages a minute for the whole workspace; ``certain_after``: seconds
    after which an uncertain send can be looked up, since nothing is accepted later than that."""

    per_place: float
    per_minute: int
    certain_after: float = 60.0


class Absent:
    """A look-up found that the message is not there: it may be sent again."""


class Unknown:
    """A look-up could not tell: the moderators decide."""


class Chat(Protocol):
    """What the engine can ask of a platform."""

    limits: Limits

    async def send(self, parcel: Parcel) -> Ref:
        """Carry out a parcel. Raises Later, Never or Unsure and nothing else."""
        ...

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        """Look an uncertain parcel up by its key, among what was sent after ``since``."""
        ...

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        """The words that stand in a member's message now. Raises Later."""
        ...

    async def person(self, user: User) -> Profile | Absent:
        """Who that is. Raises Later."""
        ...

    def roster(self, place: Place) -> AsyncIterator[Profile]:
        """Everyone who is in the room now, other apps included (marked ``bot``). Raises Later."""
        ...

    def link(self, ref: Ref) -> str | None:
        """An address that opens this message, or None."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an event: ``new`` is False if it was seen before. ``replies`` are for the
    person who acted, to be shown at once."""

    new: bool
    replies: tuple[Reply, ...] = ()


class Ear(Protocol):
    """What an adapter can ask of the engine."""

    async def take(self, event: Event) -> Outcome:
        """Hand an event over. Returns after the commit that holds it; raises if it could not be
        kept (the platform must then be told to deliver again)."""
        ...

    async def unsaid(self, event: Event, reply: Reply) -> None:
        """A reply could not be shown (an expired trigger, say): tell it privately instead, unless
        it belongs to something sealed."""
        ...

    def completions(self) -> Sequence[tuple[str, str]]:
        """The words of ``/cohort`` with a line of help each, for platforms that complete them."""
        ...


class Vault(Protocol):
    """What one adapter keeps secret, by workspace and name: encrypted at rest, and forgotten when
    asked. Every call raises ConnectionError while the engine does not run, and what the keyring
    raises where no key is configured or none opens the secret."""

    async def put(
        self, workspace: str, name: str, secret: str, *, lasts: timedelta | None = None
    ) -> None:
        """Keep a secret in place of the one of this name; for ``lasts``, or until it is forgotten.
        A claim on it ends."""
        ...

    async def replace(self, workspace: str, name: str, old: str, new: str) -> bool:
        """Keep ``new`` in place of ``old``, for as long as that would have been kept; a claim on it
        ends. False, and nothing is changed, if there is another secret by now, or none."""
        ...

    async def get(self, workspace: str, name: str) -> str | None: ...

    async def take(self, workspace: str, name: str) -> str | None:
        """The secret, which is gone with that: of several who ask at once, one gets it."""
        ...

    async def workspaces(self, name: str) -> Sequence[str]:
        """The workspaces that have a secret of this name."""
        ...

    async def forget(self, workspace: str) -> None:
        """Delete all secrets of a workspace."""
        ...

    async def claim(self, workspace: str, name: str, lasts: timedelta) -> bool:
        """Be the only one, of all processes, to renew this secret, for ``lasts`` at most; False if
        someone else is at it. ``put`` and ``release`` end it."""
        ...

    async def release(self, workspace: str, name: str) -> None:
        """End a claim without a new secret; nothing is left where there was none."""
        ...


class Stage(Protocol):
    """A platform that a rehearsal can act on; every adapter brings one, through its own listen
    and show. ``who`` and labels are the script's handles. Each call returns when the engine has
    taken the event and its replies are shown. Raises ``StageError`` with a sentence for the
    person who wrote the script.

    Profiles name their user by handle alone; a Stage puts its own references there."""

    async def meet(self, who: str, profile: Profile) -> None:
        """Someone belongs to the workspace, without being in the room."""
        ...

    async def enter(self, who: str, profile: Profile, *, silently: bool = False) -> None: ...
    async def leave(self, who: str) -> None: ...
    async def say(self, who: str, text: str, *, to: Literal["room", "dm"] | str) -> str: ...
    async def edit(self, who: str, message: str, text: str) -> None: ...
    async def delete(self, who: str, message: str) -> None: ...
    async def react(self, who: str, message: str, emoji: str) -> None: ...
    async def keep(self, who: str, message: str) -> None: ...
    async def command(self, who: str, text: str, *, where: Literal["room", "dm"]) -> None: ...
    async def press(self, who: str, button: str) -> None: ...
    async def fill(self, who: str, values: Mapping[str, str | Sequence[str]]) -> None: ...
    def prompt(self) -> str | None:
        """The id of the newest prompt in the room, or None."""
        ...

    def lines(self) -> "Sequence[Line]":
        """Everything said or shown since the beginning, in order."""
        ...

    def visible(self, who: str, line: "Line") -> bool: ...


class StageError(Exception):
    """A step of a rehearsal that cannot be done; the message says why and what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing said or shown on a Stage. ``to``: ``room``, ``dm:ben`` or ``only:ben``."""

    at: datetime
    sender: str
    to: str
    thread: str | None
    id: str
    kind: Literal["say", "edit", "delete", "form", "react", "keep", "command", "press", "fill",
                  "join", "leave", "home"]  # fmt: skip
    text: str
    buttons: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    edited: bool = False
