"""Holds what a language model answered against the messages that it was asked about.

A pick only points: what stands in a summary is a whole sentence of the message, as the embedded
pipeline would quote it. So a pick that leaves out a "not" before it brings the "not" with it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from bot.insight.candidates import Candidate
from bot.insight.labels import spoken
from bot.insight.material import Kind
from bot.insight.model.answered import Pick, Theme
from bot.insight.model.asked import Line
from bot.insight.model.report import Reason
from bot.insight.reading import Reading
from bot.insight.window import Window
from bot.insight.wording import content_words, normal, words

_SHORTEST = 8  # characters of a quote, unless it is all of a sentence
_LONGEST = 300  # characters of sentences that are shown together
_TERMS, _WORDS, _CHARACTERS = 3, 3, 60  # of a label; the last two of a term

# Many models type these their own way; none of them is a word.
_TYPED = str.maketrans("‘’‚‛“”„‟‐‑–—", "''''\"\"\"\"----")

_KINDS = {kind: kind for kind in get_args(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What held of a theme: places of messages in none before it, what it is to be called, and its
    points, the first one first."""

    places: tuple[int, ...]
    label: tuple[str, ...]
    points: tuple[Candidate, ...]


def checked(
    themes: Sequence[Theme], part: Sequence[Line], window: Window, dropped: Counter[Reason]
) -> list[Group]:
    """What holds of the answer about `part`; why the rest does not is counted in `dropped`."""
    asked = {line.alias: line for line in part}
    free = {line.nth for line in part}
    groups: list[Group] = []
    for theme in themes:
        points: list[Candidate] = []
        for pick in theme.picks:
            point = _point(pick, asked, window)
            if isinstance(point, Candidate):
                points.append(point)
            else:
                dropped[point] += 1
        known = [asked[alias].nth for alias in theme.messages if alias in asked]
        dropped["message"] += len(theme.messages) - len(known)
        members = dict.fromkeys(nth for nth in (*(p.nth for p in points), *known) if nth in free)
        free -= members.keys()
        groups.append(Group(places=tuple(members), label=theme.label, points=tuple(points)))
    return groups


def label(terms: Sequence[str], group: Sequence[Reading], names: frozenset[str]) -> str:
    """The terms that stand in a sentence of the group, word for word; empty for none.

    `names` are words in lower case that no label shows.
    """
    said = [
        f" {' '.join(spoken(each))} "
        for one in group
        for each in one.sentences
        if not each.withdrawn
    ]
    kept: list[str] = []
    for term in terms:
        spelt = words(term[:_CHARACTERS])
        text = " ".join(spelt)
        if (
            0 < len(spelt) <= _WORDS
            and len(kept) < _TERMS
            and content_words(text)
            and names.isdisjoint(spelt)
            and text not in kept
            and any(f" {text} " in each for each in said)
        ):
            kept.append(text)
    return ", ".join(kept)


def _point(pick: Pick, asked: dict[str, Line], window: Window) -> Candidate | Reason:
    if pick.message is None or pick.person is None or pick.quote is None:
        return "malformed"
    line = asked.get(pick.message)
    if line is None:
        return "message"
    if pick.person.strip().casefold() != line.person.casefold():
        return "person"
    places = _places(line, pick.quote)
    if not places:
        return "quote"
    candidate = _candidate(window, line.nth, places)
    if candidate is None:
        return "empty"
    return replace(candidate, point=replace(candidate.point, kind=_kind(candidate, pick)))


def _places(line: Line, quote: str) -> list[int]:
    """The sentences in which a quote stands, word for word; none if it does not."""
    wanted = normal(quote).translate(_TYPED)
    text = line.text.translate(_TYPED)
    start = text.find(wanted)
    if start < 0:
        return []
    end = start + len(wanted)
    found = [piece for piece in line.pieces if piece[1] < end and piece[2] > start]
    if len(wanted) < _SHORTEST and not any(piece[1:] == (start, end) for piece in found):
        return []
    return [place for place, _, _ in found]


def _candidate(window: Window, nth: int, places: Sequence[int]) -> Candidate | None:
    """What may be shown of these sentences, which follow one another: all of them if they fit, else
    the first that says something."""
    possible = {each.place: each for each in window.candidates[nth]}
    shown = [possible[place] for place in places if place in possible]
    if not shown:
        return None
    first, reading = shown[0], window.readings[nth]
    both = " ".join(reading.sentences[place].text for place in places if place >= first.place)
    if len(first.point.quote) < len(both) <= _LONGEST and reading.stands(both):
        point = replace(first.point, quote=both)
        return replace(first, point=point, words=content_words(both))
    return first


def _kind(candidate: Candidate, pick: Pick) -> Kind | None:
    """What the model takes a point for, unless one of the two is a question and the other is not:
    open questions are listed, and nobody waits for an answer to a statement."""
    own, given = candidate.point.kind, _KINDS.get(pick.kind)
    return own if given is None or "question" in (own, given) else given
