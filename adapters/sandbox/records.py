"""What the sandbox's platform keeps: people, messages, open forms; and how it tells of a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.protocol.cards import Button, Card, Form, Values
from bot.protocol.refs import Profile
from bot.protocol.text import Inlines, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone of the workspace. ``handle`` is their user id, what stands after an @."""

    handle: str
    profile: Profile
    in_room: bool = False

    @property
    def name(self) -> str:
        return self.profile.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands now; what it said before an edit or a deletion is not kept.

    ``sender`` is a handle or ``BOT``; ``thread`` the id of the message that it answers. ``only``
    names the one person who sees it. ``key`` is the parcel's, for what the courier brought.
    ``reactions``: the handles by emoji name. ``shown`` grows with everything shown or changed on
    the platform, so that the greater one is the newer.
    """

    id: str
    sender: str
    channel: str
    at: datetime
    body: Inlines | Card
    thread: str | None = None
    only: str | None = None
    key: str | None = None
    edited: bool = False
    deleted: bool = False
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    shown: int = 0

    @property
    def text(self) -> str:
        """All letters of it, buttons left out."""
        return self.body.text() if isinstance(self.body, Card) else plain(self.body)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed on it now."""
        return self.body.all_buttons() if isinstance(self.body, Card) and not self.deleted else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """The form that stands open for a person.

    ``channel`` is where they were when it opened and ``origin`` the message whose button opened
    it. ``errors`` (by field name) and ``values`` (what was typed) are there after a correction.
    """

    id: str
    form: Form
    channel: str
    origin: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    values: Values = field(default_factory=dict[str, str | tuple[str, ...]])
    shown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something is different now: the person, message, or that person's form or home page with
    this ``id`` (a handle, or a message's id), or the room itself. Read it from the platform."""

    what: Literal["person", "message", "form", "home", "room"]
    id: str
