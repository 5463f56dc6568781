"""What a platform brings to be held to the contract, and the few words that rigs share."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Literal, Protocol

from bot.protocol.cards import Card, Form
from bot.protocol.events import Event
from bot.protocol.ports import Chat, Parcel
from bot.protocol.refs import Place, Ref, User
from bot.protocol.text import Inlines

Json = Any
Style = Literal["plain", "strong", "emphasis", "code"]
Question = Literal["find", "words", "person", "roster"]
Typed = Mapping[str, str | Sequence[str]]
"""What a person fills into a form, by the labels that they read: an option by its label, a person
by the handle."""

PEOPLE = {
    "ana": "Ana Ruiz",
    "ben": "Ben Okafor",
    "cho": "Cho Min-seo",
    "dee": "Dee Washington",
    "eli": "Eli Navarro",
}
"""Everyone of the workspace, by handle. Dee and Eli are not in the room; the bot never spoke with
Eli. A handle that is not here is nobody's."""
PRESENT = ("ana", "ben", "cho")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Letters that stand on a screen. ``url`` is where a click on them leads, ``pings`` whom they
    call (a user's id, or the platform's word for many people), ``at`` the instant that the client
    shows there in its reader's zone."""

    letters: str = ""
    style: Style = "plain"
    url: str | None = None
    pings: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A card on a screen: its words, the labels of its buttons, and the words that stand in its
    place in a notification."""

    runs: tuple[Run, ...]
    buttons: tuple[str, ...] = ()
    notice: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A payload and the events that it is, or ``why`` it is none."""

    payload: Json
    events: tuple[Event, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of the bot as the platform keeps it; several JSON documents for one that had to
    be divided."""

    ref: Ref
    shown: tuple[Json, ...]


class Trouble(Enum):
    """What can happen to a call. *Taken*: the platform does it, and the answer is lost."""

    LIMITED = "limited, and told for how long"
    LIMITED_UNTOLD = "limited, and not told for how long"
    BROKEN = "a server error"
    BROKEN_TAKEN = "a server error, but taken"
    HTML = "a page where JSON was due"
    HUNG_UP = "hung up"
    HUNG_UP_TAKEN = "hung up, but taken"
    SILENT = "no answer"
    GONE = "nobody listens"
    REFUSED = "refused for good"
    NOT_FOUND = "no such address"


RETRY_AFTER = 7.0
"""Seconds that a platform asks for with ``Trouble.LIMITED``."""


class Standin(Protocol):
    """The platform for a while, with PEOPLE on it, and the adapter's Chat that speaks to it."""

    chat: Chat

    async def meets(self, parcel: Parcel, trouble: Trouble) -> Parcel:
        """This parcel will meet this trouble, once; what to send in its place where the trouble
        lies in the address."""
        ...

    async def meets_asking(self, question: Question, trouble: Trouble) -> None:
        """The next such question will meet this trouble, once."""
        ...

    def messages(self) -> Sequence[Message]:
        """All that the bot has said and that stands there now, the oldest first. Messages, not the
        calls that made them."""
        ...

    def page(self, handle: str) -> Sequence[Json]:
        """A person's page of the bot; nothing if there is none."""
        ...

    async def says(self, handle: str, words: str, thread: str | None = None) -> Ref:
        """A person writes in the room, or in the thread under a message."""
        ...

    async def takes_back(self, ref: Ref) -> None:
        """A person deletes their message."""
        ...


class Rig(Protocol):
    """One platform. Everything but ``open`` is a pure question."""

    name: str
    room: Place
    command: str
    """What people write before a command."""

    def user(self, handle: str) -> User: ...

    # Cards

    def showings(self, card: Card) -> Mapping[str, Sequence[Json]]:
        """Every way in which the platform shows a card, such as a message and a page."""
        ...

    def check(self, shown: Json) -> None:
        """Raises if the platform could refuse this document."""
        ...

    def seen(self, shown: Sequence[Json]) -> Seen:
        """What a client makes of a card's documents."""
        ...

    def presses(self, card: Card, number: int) -> Mapping[str, tuple[Event, ...]]:
        """Ana presses the card's ``number``-th button, in each way in which it can be pressed."""
        ...

    # Forms

    def forms(self, form: Form) -> Mapping[str, Json]:
        """Every way in which the platform shows a form."""
        ...

    def fills(self, form: Form, typed: Typed, where: Place) -> Mapping[str, tuple[Event, ...]]:
        """Ana asked for the form in this place, fills it in and sends it, in each of these ways.
        What is not named stays as it stood there."""
        ...

    # Words

    @property
    def typed(self) -> Mapping[str, Sequence[Json]]:
        """The sentences in each of the platform's own spellings."""
        ...

    untypable: Mapping[str, str]
    """Sentences that nobody can type here, and why."""

    def read(self, spelled: Json) -> Inlines: ...

    # Payloads

    def recorded(self) -> Mapping[str, Recorded]: ...

    def hear(self, payload: Json, at: datetime) -> tuple[Event, ...]:
        """The payload's events, when it comes at this instant."""
        ...

    def again(self, payload: Json, nth: int) -> Json:
        """The same thing done once more: all that the platform numbers has other numbers."""
        ...

    untold: Mapping[type, str]
    """Kinds of events that no payload is, and why."""

    # Sending

    def open(self) -> AbstractAsyncContextManager[Standin]: ...

    unmet: Mapping[Trouble, str]
    """Troubles that cannot happen, and why."""
    unfindable: Mapping[str, str]
    """Kinds of parcels that cannot be looked up, and why."""
