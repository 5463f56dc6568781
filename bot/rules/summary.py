"""What a summary holds, and what of it may be shown as things stand now.

A summary cites messages; it never owns their words. Whenever a message, its author's consent or a
moderator's choice changes, what no longer stands is left out here, and so everywhere.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.rules.voices import FEWEST, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A ``message`` that says what a point says; ``edited`` is when it was last edited before it
    was read (ISO, or empty). Edited since, it may say something else, and counts no more."""

    message: str
    edited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A point or question. ``quote`` is a piece of ``message``, word for word; ``edited`` is when
    that message was last edited, as far as the summary knows (ISO, or empty). ``theme`` is the id
    of a theme, ``kind`` what sort of contribution it is, each empty where that is not known;
    ``same`` are further messages that say it. ``marked``: people marked the message for the
    summary, and ``kind`` is what they say; ``why`` are the ids of marks whose words are shown."""

    id: str
    message: str
    quote: str
    edited: str = ""
    theme: str = ""
    kind: str = ""
    same: tuple[Echo, ...] = ()
    marked: bool = False
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A link that stands in ``message``, and the words around it (empty where they may not be
    shown). ``why`` are the ids of marks whose words on it are shown."""

    id: str
    message: str
    url: str
    context: str
    edited: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What some points have in common. ``ids`` are the messages that belong to it.

    The words of ``label`` are those of these messages, and with ``quoted`` they stand in one of
    them in this order; or they are a moderator's own, whose id is ``by``. Without a label a theme
    is known by its number.
    """

    id: str
    label: str = ""
    quoted: bool = False
    by: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A ``message`` that was edited after a summary that quotes it was approved. ``part`` is the
    id of the theme under which it was quoted, empty for none, or ``resources`` or ``questions``;
    ``place`` counts the points of a theme as they were shown, from one, and is 0 elsewhere. The
    words of before are not kept: their author took them back."""

    message: str
    part: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """What a language model had to do with a summary. ``model`` is its name. If it was ``used``,
    ``dropped`` counts what did not hold of its answers and ``missed`` the messages that it was to
    read and did not read to the end; what members keep from it is in no number. ``why`` names what
    kept it from more, or from all."""

    model: str
    used: bool
    dropped: int = 0
    missed: int = 0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a summary cites. ``themes`` stand in the order in which they are shown.

    ``messages``: how many were read for it. ``thinned``: something has left it since.
    ``arranged``: moderators named or ordered the themes. ``changed``: what the moderators have to
    decide on since it was approved, and ``notice`` belongs to the cards that tell them. ``helped``:
    the cohort had switched a language model on when it was made.
    """

    points: tuple[Cited, ...] = ()
    resources: tuple[Shared, ...] = ()
    questions: tuple[Cited, ...] = ()
    messages: int = 0
    thinned: bool = False
    themes: tuple[Theme, ...] = ()
    arranged: bool = False
    changed: tuple[Changed, ...] = ()
    notice: str = ""
    helped: Helped | None = None

    def items(self) -> Sequence[Cited | Shared]:
        """Everything, in the order in which it is shown."""
        return (*self.points, *self.resources, *self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What ``person`` wrote to the mark of this ``id``: why a resource is worth it. ``voice`` is
    how they may appear."""

    id: str
    text: str
    person: str
    voice: Voice


def nobody(text: str) -> bool:
    """No text tells who somebody is."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A message as it stands now. ``text`` is in the normal form of ``bot.insight``; ``voice`` is
    how its author may appear and ``usable`` whether they let anything of it be used; ``link``
    leads to it, where that may be shown. ``place`` is where its author works, and ``tells`` whether
    a piece of its text names somebody who is not to be named there; ``leads`` says that of an
    address. ``whys`` are the words of its marks that may be shown."""

    text: str
    person: str
    edited: str
    usable: bool
    voice: Voice | None
    link: str | None
    place: str = ""
    tells: Callable[[str], bool] = nobody
    leads: Callable[[str], bool] = nobody
    whys: tuple[Why, ...] = ()


Sources = Mapping[str, Source]


def to_json(content: Content) -> dict[str, Any]:
    """Content as JSON data."""
    return asdict(content)


def from_json(data: Mapping[str, Any]) -> Content:
    """The content that ``to_json`` took, or took before there were themes. Empty data is an empty
    content."""
    if not data:
        return Content()
    return Content(
        points=tuple(map(_cited, data["points"])),
        resources=tuple(
            Shared(**{**each, "why": tuple(each.get("why", ()))}) for each in data["resources"]
        ),
        questions=tuple(map(_cited, data["questions"])),
        messages=data["messages"],
        thinned=data["thinned"],
        themes=tuple(
            Theme(**{**each, "ids": tuple(each["ids"])}) for each in data.get("themes", ())
        ),
        arranged=data.get("arranged", False),
        changed=tuple(Changed(**each) for each in data.get("changed", ())),
        notice=data.get("notice", ""),
        helped=helped_of(data.get("helped")),
    )


def helped_of(data: Mapping[str, Any] | None) -> Helped | None:
    """What stands in such data of a language model, if anything does."""
    if not data:
        return None
    # Earlier ones counted under this name what members keep from it, too: that is told nowhere.
    known = {key: value for key, value in data.items() if key != "unread"}
    return Helped(**{**known, "why": tuple(data["why"])})


def _cited(data: Mapping[str, Any]) -> Cited:
    same = tuple(Echo(**each) for each in data.get("same", ()))
    return Cited(**{**data, "same": same, "why": tuple(data.get("why", ()))})


def upheld(content: Content, sources: Sources) -> Content:
    """What of a content still stands: quotes that are in their messages word for word, of authors
    who may be quoted; links that are in theirs; labels whose words others still say."""
    kept = replace(
        content,
        points=_quotable(content.points, sources),
        resources=tuple(
            fresh
            for each in content.resources
            if (fresh := _resource(each, sources.get(each.message))) is not None
        ),
        questions=_quotable(content.questions, sources),
        messages=min(content.messages, len(sources)),
        themes=tuple(_theme(each, sources) for each in content.themes),
        changed=tuple(
            each
            for each in content.changed
            if each.message in sources and sources[each.message].voice is not None
        ),
    )
    return replace(kept, thinned=kept.thinned or _letters(content) != _letters(kept))


def _letters(content: Content) -> list[tuple[str, str]]:
    return [*map(_words, content.items()), *((each.id, each.label) for each in content.themes)]


def _words(each: Cited | Shared) -> tuple[str, str]:
    return each.id, each.quote if isinstance(each, Cited) else each.url + each.context


def _quotable(cited: Iterable[Cited], sources: Sources) -> tuple[Cited, ...]:
    found = ((each, sources.get(each.message)) for each in cited)
    return tuple(
        replace(
            each,
            edited=source.edited,
            same=_echoes(each.same, sources),
            why=tuple(why.id for why in whys(each, sources)),
        )
        for each, source in found
        if source is not None and _says(source, each.quote)
    )


def _says(source: Source, words: str) -> bool:
    """Whether these words are in a message, and may be shown as its author's."""
    return source.voice is not None and words in source.text and not source.tells(words)


def _echoes(same: Iterable[Echo], sources: Sources) -> tuple[Echo, ...]:
    found = ((each, sources.get(each.message)) for each in same)
    return tuple(
        each
        for each, source in found
        if source is not None and source.voice is not None and source.edited == each.edited
    )


def _theme(theme: Theme, sources: Sources) -> Theme:
    ids = tuple(each for each in theme.ids if each in sources)
    if theme.by or not theme.label:
        return replace(theme, ids=ids)
    said = [sources[each] for each in ids]
    if theme.quoted:
        stands = any(_says(each, theme.label) for each in said)
    else:
        # Whom one of its words would tell does not say it for others.
        inside = _inside(theme.label)
        told = (each.text for each in said if each.voice is not None and not each.tells(inside))
        stands = set(_spoken(theme.label)) <= {word for text in told for word in _spoken(text)}
    return replace(theme, ids=ids) if stands else replace(theme, ids=ids, label="", quoted=False)


def _inside(label: str) -> str:
    """A label as it would stand within a sentence, where a capital means a name."""
    return f"the {label.title()}"


def _spoken(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _resource(each: Shared, source: Source | None) -> Shared | None:
    if source is None or not source.usable or each.url not in source.text:
        return None
    if source.leads(each.url):
        return None
    shown = _says(source, each.context)
    return replace(
        each,
        context=each.context if shown else "",
        edited=source.edited,
        why=tuple(why.id for why in source.whys if why.id in each.why),
    )


def whys(each: Cited | Shared, sources: Sources) -> list[Why]:
    """What is shown of why something is worth it, as it may be shown now."""
    return [why for why in sources[each.message].whys if why.id in each.why]


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


def unquotable(sources: Sources) -> int:
    """How many messages may not be quoted, whatever they say."""
    return sum(source.voice is None for source in sources.values())


def people(point: Cited, sources: Sources) -> int:
    """How many people say a point, its author among them. Those who are not named count only where
    they are three at least; an author who does not count leaves no count but one."""
    said = [sources[each] for each in (point.message, *(echo.message for echo in point.same))]
    named = {each.person for each in said if each.voice is not None and each.voice.name is not None}
    unnamed = {each.person for each in said if each.voice is not None} - named
    counted = named | unnamed if len(unnamed) >= FEWEST else named
    return len(counted) if said[0].person in counted else 1


def authors(content: Content, sources: Sources) -> tuple[str, ...]:
    """Ids of the people whose words these are, in order, each once."""
    people = (
        person
        for each in content.items()
        for person in (
            sources[each.message].person,
            *(why.person for why in whys(each, sources)),
        )
    )
    return tuple(dict.fromkeys(people))
