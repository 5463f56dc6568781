"""What a summary holds, and what of it may be shown as things stand now.

A summary cites messages; it never owns their words. Whenever a message, its author's consent or a
moderator's choice changes, what no longer stands is left out here, and so everywhere.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

FEWEST = 3

Choice = Literal["name", "role", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Someone of the cohort. ``agreed`` says whether their words may be used at all now, ``choice``
    how they may be quoted."""

    name: str
    role: str
    title: str | None
    choice: Choice
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How an author appears: by ``name``, by job ``title`` or by ``role`` in the cohort; with none
    of these, as someone of the cohort."""

    name: str | None = None
    title: str | None = None
    role: str | None = None


def voice(author: Author, cohort: Iterable[Author]) -> Voice | None:
    """How an author may appear; None if not at all.

    By role, a job title counts that at least three people in the cohort have, else a role that
    three have: with fewer it would be as good as a name. To be a member says nothing, so that it
    needs no three.
    """
    if not author.agreed or author.choice == "none":
        return None
    if author.choice == "name":
        return Voice(name=author.name)
    everyone = list(cohort)
    title = _folded(author.title)
    if title and sum(_folded(each.title) == title for each in everyone) >= FEWEST:
        return Voice(title=author.title)
    alike = sum(each.role == author.role for each in everyone)
    return Voice(role=author.role) if author.role == "member" or alike >= FEWEST else Voice()


def _folded(title: str | None) -> str:
    return " ".join((title or "").split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A point or question. ``quote`` is a piece of ``message``, word for word; ``edited`` is when
    that message was last edited, as far as the summary knows (ISO, or empty)."""

    id: str
    message: str
    quote: str
    edited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A link that stands in ``message``, and the words around it (empty where they may not be
    shown)."""

    id: str
    message: str
    url: str
    context: str
    edited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a summary cites. ``messages``: how many were read for it. ``thinned``: something
    has left it since."""

    points: tuple[Cited, ...] = ()
    resources: tuple[Shared, ...] = ()
    questions: tuple[Cited, ...] = ()
    messages: int = 0
    thinned: bool = False

    def items(self) -> Sequence[Cited | Shared]:
        """Everything, in the order in which it is shown."""
        return (*self.points, *self.resources, *self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A message as it stands now. ``text`` is in the normal form of ``bot.insight``; ``voice`` is
    how its author may appear and ``usable`` whether they let anything of it be used; ``link``
    leads to it, where that may be shown."""

    text: str
    person: str
    edited: str
    usable: bool
    voice: Voice | None
    link: str | None


Sources = Mapping[str, Source]


def to_json(content: Content) -> dict[str, Any]:
    """Content as JSON data."""
    return asdict(content)


def from_json(data: Mapping[str, Any]) -> Content:
    """The content that ``to_json`` took. Empty data is an empty content."""
    if not data:
        return Content()
    return Content(
        points=tuple(Cited(**each) for each in data["points"]),
        resources=tuple(Shared(**each) for each in data["resources"]),
        questions=tuple(Cited(**each) for each in data["questions"]),
        messages=data["messages"],
        thinned=data["thinned"],
    )


def upheld(content: Content, sources: Sources) -> Content:
    """What of a content still stands: quotes that are in their messages word for word, of authors
    who may be quoted; links that are in theirs."""
    kept = Content(
        points=_quotable(content.points, sources),
        resources=tuple(
            fresh
            for each in content.resources
            if (fresh := _resource(each, sources.get(each.message))) is not None
        ),
        questions=_quotable(content.questions, sources),
        messages=min(content.messages, len(sources)),
        thinned=content.thinned,
    )
    words = [_words(each) for each in content.items()]
    return replace(kept, thinned=kept.thinned or words != [_words(each) for each in kept.items()])


def _words(each: Cited | Shared) -> tuple[str, str]:
    return each.id, each.quote if isinstance(each, Cited) else each.url + each.context


def _quotable(cited: Iterable[Cited], sources: Sources) -> tuple[Cited, ...]:
    found = ((each, sources.get(each.message)) for each in cited)
    return tuple(
        replace(each, edited=source.edited)
        for each, source in found
        if source is not None and source.voice is not None and each.quote in source.text
    )


def _resource(each: Shared, source: Source | None) -> Shared | None:
    if source is None or not source.usable or each.url not in source.text:
        return None
    shown = source.voice is not None and each.context in source.text
    return replace(each, context=each.context if shown else "", edited=source.edited)


def edited_since(content: Content, sources: Sources) -> list[str]:
    """The messages cited that were edited after the summary last looked, in order, each once."""
    changed = (
        each.message
        for each in content.items()
        if each.message in sources and sources[each.message].edited != each.edited
    )
    return list(dict.fromkeys(changed))


def without(content: Content, dropped: Collection[str]) -> Content:
    """The content less what moderators took out, by id."""
    return replace(
        content,
        points=tuple(each for each in content.points if each.id not in dropped),
        resources=tuple(each for each in content.resources if each.id not in dropped),
        questions=tuple(each for each in content.questions if each.id not in dropped),
    )


def cited(content: Content, sources: Sources) -> int:
    """How many messages are quoted; a link whose sharer stays unnamed quotes nobody."""
    quoted = {each.message for each in (*content.points, *content.questions)}
    quoted |= {
        each.message for each in content.resources if sources[each.message].voice is not None
    }
    return len(quoted)


def authors(content: Content, sources: Sources) -> tuple[str, ...]:
    """Ids of the people whose words these are, in order, each once."""
    people = (sources[each.message].person for each in content.items())
    return tuple(dict.fromkeys(people))
