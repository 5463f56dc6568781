"""The form in which moderators choose what is in a note, and give themes other names.

No story lives here, only what its story in ``changing`` reads and shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.engine.work import Work
from bot.features.notes import standing
from bot.features.notes.gathering import Gathered
from bot.protocol.cards import Field, Option
from bot.rules.filled import Filled
from bot.rules.notes import Part
from bot.store.notes import OPENING, Note, Words
from bot.text.fit import shortened

LONGEST_OPENING = 600
LONGEST_NAME = 60
OPTION = 75
SHORT = 16
MANY = 12
"""With more themes than that one is named at a time."""
THEMES = 80
LINKS = 30
LETTERS = 4000
"""Themes, groups of links and all letters of their names that a form of many shows: every platform
has a limit for a form. What stands in the note comes first, so that leaving some out lets the
others come nearer."""
BACK = "-"
"""Typed as a name it takes away the one that moderators gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is chosen and named together: themes that are told as one by themselves (``name``), and
    that moderators ``called`` the same, or links of one title. ``out`` says that it is left out."""

    id: str
    name: str
    called: Words | None
    out: bool
    rests: frozenset[str]

    @property
    def title(self) -> str:
        """What it is called now."""
        return self.called.text if self.called is not None else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a form says. ``names`` are by the ids of their entries, empty for none; ``out`` are ids
    of what is left out."""

    opening: str
    names: Mapping[str, str]
    out: frozenset[str]


def entries(note: Note, found: Gathered, wrote: Mapping[str, Words]) -> list[Entry]:
    """All themes of the month, those that were left out among them."""
    alike: dict[tuple[str, Words | None, bool], list[Part]] = {}
    for part in found.parts:
        name = " ".join((part.name or part.title).casefold().split())
        key = (name, standing.given(note, part, wrote), standing.out(note, part))
        alike.setdefault(key, []).append(part)
    return [
        Entry(
            id=str(nth),
            name=parts[0].name or parts[0].title,
            called=called,
            out=out,
            rests=frozenset(rest for each in parts for rest in each.rests),
        )
        for nth, ((_, called, out), parts) in enumerate(alike.items())
    ]


def links(note: Note, found: Gathered) -> list[Entry]:
    """All links of the month, by where they were shared."""
    return [
        Entry(
            id=each.key,
            name=f"{each.title}: {', '.join(each.urls)}",
            called=None,
            out=standing.links_out(note, each),
            rests=frozenset(),
        )
        for each in found.links
    ]


def fits(themes: Sequence[Entry]) -> bool:
    """Whether each theme has a field of its own."""
    return len(themes) <= MANY


def fields(
    work: Work, opening: str, themes: Sequence[Entry], shared: Sequence[Entry]
) -> list[Field]:
    """The fields of the form."""
    themes, shared = _offered(themes, shared)
    letters = min(OPTION, LETTERS // max(1, len(themes) + len(shared)))
    return [
        Field(
            name=OPENING,
            label=work.word("note-opening-label"),
            hint=work.word("note-opening-hint"),
            kind="text",
            value=opening,
            limit=LONGEST_OPENING,
        ),
        *_keeps(work, "themes", themes, letters),
        *_keeps(work, "links", shared, letters),
        *(_names(work, themes) if fits(themes) else _name(work, themes)),
    ]


def _offered(
    themes: Sequence[Entry], shared: Sequence[Entry]
) -> tuple[Sequence[Entry], Sequence[Entry]]:
    if fits(themes):
        return themes, sorted(shared, key=_is_out)[:LINKS]
    return sorted(themes, key=_is_out)[:THEMES], sorted(shared, key=_is_out)[:LINKS]


def _is_out(entry: Entry) -> bool:
    return entry.out


def _keeps(work: Work, name: str, some: Sequence[Entry], letters: int) -> list[Field]:
    """A field to choose what is in the note, if there is anything to choose."""
    if not some:
        return []
    options = tuple(
        Option(value=str(nth), label=shortened(_titled(work, each), letters))
        for nth, each in enumerate(some)
    )
    chosen = ",".join(str(nth) for nth, each in enumerate(some) if not each.out)
    label = work.word(f"note-keep-{name}")
    return [Field(name=name, label=label, kind="choices", options=options, value=chosen)]


def _names(work: Work, themes: Sequence[Entry]) -> list[Field]:
    return [
        Field(
            # Without the name that it has: a moderator's own words are those that they type.
            name=f"name-{nth}",
            label=shortened(work.word("note-name", name=_titled(work, each)), OPTION),
            hint=work.word("note-name-hint"),
            limit=LONGEST_NAME,
        )
        for nth, each in enumerate(themes)
    ]


def _name(work: Work, themes: Sequence[Entry]) -> list[Field]:
    options = tuple(
        Option(
            value=str(nth),
            label=shortened(work.word("note-which-option", number=nth + 1, name=each.title), SHORT),
        )
        for nth, each in enumerate(themes)
    )
    return [
        Field(name="which", label=work.word("note-which-label"), kind="choice", options=options),
        Field(
            name="name",
            label=work.word("note-which-name"),
            hint=work.word("note-name-hint"),
            limit=LONGEST_NAME,
        ),
    ]


def _titled(work: Work, entry: Entry) -> str:
    """What it is called, and what it would be called by itself."""
    if entry.called is None:
        return entry.name
    return work.word("note-renamed", name=entry.called.text, own=entry.name)


def typed(filled: Filled, themes: Sequence[Entry], shared: Sequence[Entry]) -> Typed:
    """What the form says of these; what cannot be is noted as a problem. What it did not offer
    stays as it is."""
    offered, offered_links = _offered(themes, shared)
    opening = filled.words(OPENING, LONGEST_OPENING, lines=True)
    names = _typed_names(filled, offered)
    out = {each.id for each in (*themes, *shared) if each.out}
    for name, some in (("themes", offered), ("links", offered_links)):
        kept = filled.some_of(name, {str(nth) for nth in range(len(some))})
        out -= {each.id for each in some}
        out |= {each.id for nth, each in enumerate(some) if str(nth) not in kept}
    return Typed(opening=opening, names=names, out=frozenset(out))


def _typed_names(filled: Filled, offered: Sequence[Entry]) -> dict[str, str]:
    if fits(offered):
        given = {
            each.id: filled.words(f"name-{nth}", LONGEST_NAME) for nth, each in enumerate(offered)
        }
    else:
        name = filled.words("name", LONGEST_NAME)
        which = filled.text("which")
        if which:
            which = filled.one_of("which", {str(nth) for nth in range(len(offered))})
        elif name:
            filled.wrong("which", "note-which-missing")
        chosen = which and "which" not in filled.problems
        given = {offered[int(which)].id: name} if chosen else {}
    return {each: "" if name == BACK else name for each, name in given.items() if name}
