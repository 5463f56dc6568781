"""The values that go into the pipeline and come out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["idea", "challenge", "strategy", "tool", "question", "experience"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One stored message of the window that is summarised.

    `author` is opaque: the pipeline compares authors, it never shows them. `name` is the display
    name, used only to see who is addressed. `text` is plain text with links as bare URLs.
    `quotable` is false when the author chose not to be quoted at all.
    """

    id: str
    author: str
    text: str
    at: datetime | None = None
    reply_to: str | None = None
    quotable: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something that was shared. `normal(quote)` is a piece of `normal(text)` of `message`."""

    id: str
    message: str
    author: str
    quote: str
    kind: Kind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A link, once, with the first person who shared it and may be named.

    `author` is None when nobody who shared it may be named: then `context` is empty, and whoever
    shows it must not link to `message` either, since that would name them. `context` is also empty
    when the author took the words around the link back.
    """

    url: str
    message: str
    author: str | None
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the group; `answered` when a later message of another person replies to it."""

    message: str
    author: str
    quote: str
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of the window the draft rests on.

    `cited`: messages that a point, question or named resource cites. `messages`: all of the window.
    `unread`: ids of messages that could not be quoted because their authors chose so.
    """

    cited: int
    messages: int
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a discussion shared, for people to edit and approve; points come best first."""

    points: tuple[Point, ...]
    resources: tuple[Resource, ...]
    questions: tuple[Question, ...]
    coverage: Coverage
