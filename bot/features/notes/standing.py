"""What of all that was gathered stands in a note, by what moderators made of it so far.

No story lives here, only what the stories of notes share. Nothing is changed. Beside the ids of
what themes rest on (see ``bot.rules.note_choices``) a note keeps marks of the questions and the
addresses that were in it, so that one that was approved gains none.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from bot.engine.work import Work
from bot.features.notes.gathering import LINKS, Asked, Gathered, Shared
from bot.rules.note_choices import called, standing
from bot.rules.notes import Part, Row, rows
from bot.store import notes
from bot.store.notes import OPENING, Note, Words

ROW = "#"
"""Parts what a theme rests on, in what a note keeps, from the number of the row it was told in."""


def shown(note: Note) -> dict[str, str]:
    """What stood in a note when moderators changed or approved it last, each with its row."""
    return {rest: row for rest, _, row in (each.partition(ROW) for each in note.shown)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands in a note. ``fresh`` are keys of themes, and ``fresh_links`` addresses, that are
    in a draft and were not when moderators changed it last. ``ids`` is what a note keeps of it."""

    parts: list[Part]
    rows: list[Row]
    links: list[str]
    asked: list[Asked]
    fresh: frozenset[str]
    fresh_links: list[str]
    ids: list[str]


def stands(work: Work, note: Note, found: Gathered) -> Standing:
    """What of ``found`` a note tells."""
    left, before = frozenset(note.left_out), shown(note).keys()
    approved = note.state == "approved"
    where = {each.key: standing(each.rests, left, before) for each in found.parts}
    parts = [
        each
        for each in found.parts
        if (where[each.key] == "in" if approved else where[each.key] != "out") and each.people
    ]
    marks = _marks(work, note)
    links = {
        url: marks(url)
        for shared in found.links if not links_out(note, shared) for url in shared.urls
    }  # fmt: skip
    if approved:
        links = {url: some for url, some in links.items() if not before.isdisjoint(some)}
        asked = [each for each in found.asked if _question(each) in before]
    else:
        asked = [each for each in found.asked if _told_of(each, found, parts)]
    # Before anybody has changed it, all of a draft is equally new.
    changed = not approved and (left or before)
    wrote = notes.words(work.db, note.id)
    names = {each.key: name.text for each in parts if (name := given(note, each, wrote))}
    told = rows(parts, names)
    rests = {each.key: sorted(each.rests) for each in parts}
    ids = [
        f"{rest}{ROW}{nth}"
        for nth, row in enumerate(told) for key in row.keys for rest in rests[key]
    ]  # fmt: skip
    return Standing(
        parts=parts,
        rows=told,
        links=list(links),
        asked=asked,
        fresh=frozenset(each.key for each in parts if changed and where[each.key] == "new"),
        fresh_links=[url for url, some in links.items() if changed and before.isdisjoint(some)],
        ids=[*ids, *map(_question, asked), *(some[0] for some in links.values())],
    )


def out(note: Note, part: Part) -> bool:
    """Whether moderators left a theme out."""
    return standing(part.rests, frozenset(note.left_out), shown(note)) == "out"


def links_out(note: Note, shared: Shared) -> bool:
    """Whether moderators left out what was shared under a title."""
    return shared.key in note.left_out


def given(note: Note, part: Part, wrote: Mapping[str, Words]) -> Words | None:
    """What moderators call a theme in a note."""
    names = {key: each for key, each in wrote.items() if key != OPENING}
    return called(part.rests, names, frozenset((*note.left_out, *shown(note))))


def _told_of(asked: Asked, found: Gathered, parts: Collection[Part]) -> bool:
    """Whether the theme of a question is told, or, if it has none, anything beside it."""
    if any(asked.rest in each.rests for each in found.parts):
        return any(asked.rest in each.rests for each in parts)
    subject = asked.rest.partition("/")[0]
    return any(each.key.startswith(f"{subject}/") for each in parts)


def _question(asked: Asked) -> str:
    return f"{asked.rest}/asked"


def _marks(work: Work, note: Note) -> Callable[[str], list[str]]:
    """What stands for an address in a note: the first is the one to write. An address may be a
    member's own words, so that it does not stand there itself."""
    keys = [each.encode()[:64] for each in work.marks(f"{LINKS}:{note.id}")]
    return lambda url: [
        f"{LINKS}/{blake2b(url.encode(), key=each, digest_size=12).hexdigest()}" for each in keys
    ]
