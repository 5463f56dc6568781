"""What a cohort keeps of its discussions, by theme: the insights, links and open questions that its
moderators approved, as they may be shown now.

The handbook owns no words either. It is put together anew each time it is looked at, from the
summaries that were approved and from what their sources let be shown, so that whatever leaves a
summary has left the handbook, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from bot.rules.summary import Why
from bot.rules.voices import Voice

FEWEST_COUNTED = 3
"""People behind a number that is shown. In a small group fewer would point at someone."""

Marked = tuple[str, str]
"""The id of an insight or link, and what somebody says of it: ``useful`` or ``read``."""


def worded(id: str, words: str, key: str) -> str:
    """The id in the handbook of what a summary keeps under ``id``, which is that of a place in a
    message: with other ``words`` there it is another, so that nothing that was said of the first
    passes to it. ``key`` is the database's own; without it nobody can try words out."""
    return f"{id}.{blake2b(words.encode(), digest_size=9, key=key.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where something was said: the ``discussion``, its ``title`` and the ``day`` it began."""

    discussion: str
    title: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An insight: a ``quote`` of ``message``, word for word. ``id`` is that of these words there
    (``worded``), as with links and questions. ``voice`` is how its author appears, ``link`` leads
    to the message, for those alone who are quoted by name. ``people``: how many say it, as a
    summary counts them. ``kind`` is what sort of contribution it is, or empty; ``whys`` are what
    people wrote on why it is worth it."""

    id: str
    message: str
    quote: str
    kind: str
    voice: Voice
    link: str | None
    people: int
    origin: Origin
    whys: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An open question: a ``quote`` of ``message``, of which it is not told who asked it. Nobody is
    to be known for having got no answer."""

    id: str
    message: str
    quote: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A link that somebody shared, and the words around it (empty where they may not be shown).
    ``voice`` is None where whoever shared it stays unnamed; ``whys`` as with an ``Entry``."""

    id: str
    message: str
    url: str
    context: str
    voice: Voice | None
    link: str | None
    origin: Origin
    whys: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Insights of one theme. ``label`` is empty where it has none; ``quoted`` says that its words
    are members' own, in this order; ``by`` is the id of the moderator who named it, or empty.
    ``said``: ids of the messages that its label may have its words from, besides its insights."""

    id: str
    label: str
    quoted: bool
    entries: tuple[Entry, ...]
    by: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """All that is kept, chapters in the order in which they are shown. ``questions`` are those to
    which no reply was found."""

    chapters: tuple[Chapter, ...] = ()
    resources: tuple[Kept, ...] = ()
    questions: tuple[Asked, ...] = ()

    def entries(self) -> Sequence[Entry]:
        """The insights of all chapters, in order."""
        return [each for chapter in self.chapters for each in chapter.entries]

    def ids(self) -> frozenset[str]:
        """Of all insights and links."""
        return frozenset(each.id for each in (*self.entries(), *self.resources))


def joined(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """Chapters of the same label as one, where the first of them stands. Those without a label
    stay as they are."""
    found: dict[str, Chapter] = {}
    for each in chapters:
        key = " ".join(each.label.casefold().split()) or f"/{each.id}"
        before = found.get(key)
        entries = each.entries if before is None else (*before.entries, *each.entries)
        said = each.said if before is None else (*before.said, *each.said)
        found[key] = replace(before or each, entries=entries, said=said)
    return tuple(found.values())


def countable(counts: Mapping[Marked, int]) -> dict[Marked, int]:
    """Of how many people say what, the numbers that may be shown."""
    return {each: number for each, number in counts.items() if number >= FEWEST_COUNTED}


def listed(counts: Mapping[Marked, int]) -> list[list[str | int]]:
    """Counts as JSON data."""
    return [[item, what, number] for (item, what), number in sorted(counts.items())]


def unlisted(data: Sequence[Sequence[Any]]) -> dict[Marked, int]:
    """The counts that ``listed`` took."""
    return {(item, what): number for item, what, number in data}


def most_useful(entries: Iterable[Entry], counts: Mapping[Marked, int]) -> list[Entry]:
    """Insights in the order in which they are shown. ``counts`` are ``countable``: an order by
    fewer people would tell of them, too."""
    return sorted(entries, key=lambda each: (-counts.get((each.id, "useful"), 0), each.origin.day))


def most_agreed(entries: Iterable[Entry], counts: Mapping[Marked, int]) -> list[Entry]:
    """The same for who is new: first what most people say, then what most found useful."""
    return sorted(
        entries,
        key=lambda each: (
            -each.people,
            -counts.get((each.id, "useful"), 0),
            each.origin.day,
        ),
    )


def most_used(resources: Iterable[Kept], counts: Mapping[Marked, int]) -> list[Kept]:
    """Links, those first that most people found useful or read."""
    return sorted(
        resources,
        key=lambda each: (
            -sum(counts.get((each.id, what), 0) for what in ("useful", "read")),
            each.origin.day,
        ),
    )
