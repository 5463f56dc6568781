"""The values that go into the pipeline and come out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["idea", "challenge", "strategy", "tool", "question", "experience"]

Mark = Literal["insight", "tool", "resource", "question"]
"""What people can say that a message is. All but "insight" say what kind of contribution it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One stored message of the window that is summarised.

    `author` is opaque: the pipeline compares authors, it never shows them. `name` is the display
    name, used only to see who is addressed, and `place` where they work, if known: what they say
    without a name must not tell either. `text` is plain text with links as bare URLs.
    `quotable` is false when the author chose not to be quoted at all, `anonymous` is true when they
    may be quoted without anything that tells who they are. `subject` is a title, as mail has it.
    `marks` are what people marked it as for the summary, what counts most first; of a `wanted` one
    something stands in every summary, if anything of it may be quoted.
    """

    id: str
    author: str
    text: str
    at: datetime | None = None
    reply_to: str | None = None
    quotable: bool = True
    name: str = ""
    anonymous: bool = False
    place: str = ""
    subject: str = ""
    marks: tuple[Mark, ...] = ()
    wanted: bool = False


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
    when the words around the link name who is not to be named. A link that was taken back is none.
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
    `unread`: ids of messages that could not be quoted because their authors chose so. `masked`:
    messages of which a sentence is left out since it names who is not to be named. `silenced`:
    messages of which nothing is left, since all of it was taken back, not meant, or left out so.
    """

    cited: int
    messages: int
    unread: tuple[str, ...]
    masked: int = 0
    silenced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a discussion shared, for people to edit and approve; points come best first."""

    points: tuple[Point, ...]
    resources: tuple[Resource, ...]
    questions: tuple[Question, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A point of a theme. `ids` begins with the message that is quoted; those that follow say the
    same. `authors` are who said it and may be named, in order, and `people` counts them, with those
    who may not be named when they are at least three.

    A message whose author is not to be known stands in `ids` only when it is the one that is
    quoted; whoever shows the insight to people must then show no link. The others of such authors
    are `unnamed`, for whoever counts anew when somebody's choice has changed. `marked` is what
    people marked the message as, None if nobody did.
    """

    kind: Kind | None
    quote: str
    ids: tuple[str, ...]
    authors: tuple[str, ...]
    people: int
    unnamed: tuple[str, ...] = ()
    marked: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A theme of a discussion. `ids` are all its messages, in order; `points` come best first.

    Every word of `label` stands in one of its messages.
    """

    label: str
    ids: tuple[str, ...]
    points: tuple[Insight, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A whole discussion. `background` is how it began; `best` are the points of all topics, best
    first; each message with content is in exactly one topic, the largest topic first. `lines` are
    the first names and quotes of a brief, if one was asked for."""

    background: tuple[Insight, ...]
    topics: tuple[Topic, ...]
    best: tuple[Insight, ...]
    lines: tuple[tuple[str, str], ...]
    resources: tuple[Resource, ...]
    questions: tuple[Question, ...]
    coverage: Coverage
