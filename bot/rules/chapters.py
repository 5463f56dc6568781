"""The chapters of a handbook over several discussions: what they keep when they are made anew, and
what moderators make of them.

A chapter holds insights by id. What it is called by itself is kept as places of words, never as
words; a moderator's name for it takes that one's place.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rules.summary import Cited, Content, Theme
from bot.rules.summary_themes import Wish, arranged

FEWEST_POINTS = 8
"""With fewer insights in all, the themes of their summaries are chapters enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A chapter as it is kept. ``name`` is a moderator's own, whose id is ``by``; ``label`` says
    where the words stand that it is called by without one. ``points`` are ids of insights.
    ``arranged``: a moderator named, joined or ordered chapters, and this is its place."""

    id: str
    name: str = ""
    by: str | None = None
    label: Mapping[str, Any] = field(default_factory=dict[str, Any])
    points: tuple[str, ...] = ()
    arranged: bool = False


def regrouped(fresh: Sequence[Placed], earlier: Sequence[Placed]) -> list[Placed]:
    """Fresh chapters with what moderators did to those before: if they arranged any, all of these
    stay with their points, and what is new joins the chapter with which it has most in common.
    Else a fresh one is the one before with which it has most in common, for whoever reads it."""
    if not any(each.arranged for each in earlier):
        return _continued(fresh, earlier)
    home = {point: each.id for each in earlier for point in each.points}
    found = {each.id: each for each in earlier}
    labels: dict[str, list[Mapping[str, Any]]] = {}
    for each in fresh:
        near = Counter(home[point] for point in each.points if point in home)
        # The first of equals, as moderators ordered them.
        homes = (chapter.id for chapter in earlier if near[chapter.id])
        into = max(homes, key=lambda id: near[id], default=each.id)
        known = found.get(into, replace(each, points=(), arranged=True))
        new = tuple(point for point in each.points if point not in home)
        found[into] = replace(known, points=(*known.points, *new))
        # Of several that came to one chapter the largest calls it, which comes first.
        labels.setdefault(into, []).append(each.label)
    return [_called(each, labels.get(each.id, ())) for each in found.values() if each.points]


def _continued(fresh: Sequence[Placed], earlier: Sequence[Placed]) -> list[Placed]:
    home = {point: each.id for each in earlier for point in each.points}
    common = Counter(
        (nth, home[point])
        for nth, each in enumerate(fresh)
        for point in each.points
        if point in home
    )
    ids: dict[int, str] = {}
    for nth, before in sorted(common, key=lambda pair: (-common[pair], pair[0])):
        if nth not in ids and before not in ids.values():
            ids[nth] = before
    return [replace(each, id=ids.get(nth, each.id)) for nth, each in enumerate(fresh)]


def _called(chapter: Placed, labels: Iterable[Mapping[str, Any]]) -> Placed:
    """The chapter with the first label whose words its own points say: those of another chapter's
    would stand above people who said none of them."""
    fitting = (each for each in (*labels, chapter.label) if says(chapter.points, each))
    return replace(chapter, label=next(fitting, {}))


def says(points: Collection[str], label: Mapping[str, Any]) -> bool:
    """Whether all words of a label stand in these insights."""
    return all(place[0] in points for place in label.get("places", ()))


def thinned(chapters: Iterable[Placed], standing: Collection[str]) -> list[Placed]:
    """The chapters with no trace of insights that stand no more."""
    left = (
        replace(each, points=tuple(point for point in each.points if point in standing))
        for each in chapters
    )
    return [_called(each, ()) for each in left]


def rearranged(chapters: Sequence[Placed], wishes: Mapping[str, Wish], by: str) -> list[Placed]:
    """The chapters named, ordered and joined as wished by a moderator, whose id is ``by``: in the
    way in which the themes of a draft are. No insight is lost."""
    done = arranged(
        Content(
            themes=tuple(Theme(id=e.id, label=e.name, by=e.by or "") for e in chapters),
            points=tuple(
                Cited(id=point, message=point, quote="", theme=each.id)
                for each in chapters
                for point in each.points
            ),
        ),
        wishes,
        by,
    )
    known = {each.id: each for each in chapters}
    return [
        replace(
            known[theme.id],
            name=theme.label,
            by=theme.by or None,
            points=tuple(each.id for each in done.points if each.theme == theme.id),
            arranged=True,
        )
        for theme in done.themes
    ]
