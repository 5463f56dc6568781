"""The themes of a summary: which are shown, and what moderators make of them.

Whatever is renamed, moved or joined, every point stays, and none is made.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.rules.summary import Cited, Content, Theme

SHOWN_FIRST = 3
"""Points of a theme that a fresh draft shows, where there is more than one theme."""
MOST_MARKED = 24
"""Points that people marked which a fresh draft shows besides."""

OUT = "out"
ADDED = "/a"
"""Stands in the id of a point that a moderator added by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Points that are shown together. ``theme`` is None for those of no theme; ``number`` counts
    the themes that are shown, from one."""

    theme: Theme | None
    number: int
    points: tuple[Cited, ...]


def groups(content: Content) -> list[Group]:
    """The points by theme, in the order of the themes; those of no theme come last. Themes without
    points are left out, and so is what is empty."""
    found: list[Group] = []
    known = {each.id for each in content.themes}
    for theme in content.themes:
        points = tuple(each for each in content.points if each.theme == theme.id)
        if points:
            found.append(Group(theme=theme, number=len(found) + 1, points=points))
    rest = tuple(each for each in content.points if each.theme not in known)
    return [*found, Group(theme=None, number=0, points=rest)] if rest else found


def spare(content: Content) -> list[str]:
    """Ids of the points that a fresh draft does not show at first, so that it stays short."""
    found = groups(content)
    marked = [point.id for group in found for point in group.points if point.marked]
    later = [] if len(found) < 2 else [p for group in found for p in group.points[SHOWN_FIRST:]]
    return [*(point.id for point in later if not point.marked), *marked[MOST_MARKED:]]


def only_shown(content: Content) -> Content:
    """The content without the themes of which nothing is shown."""
    used = {each.theme for each in content.points}
    return replace(content, themes=tuple(each for each in content.themes if each.id in used))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a moderator wants of a theme. ``label``: its new name, empty to leave it. ``goes``: its
    place from one on as digits, the id of a theme that it joins, or ``OUT``."""

    label: str
    goes: str


def tangled(wishes: Mapping[str, Wish]) -> list[str]:
    """Ids of the themes that would join one which keeps no place itself, in order."""
    return [
        each
        for each, wish in wishes.items()
        if wish.goes in wishes and (wish.goes == each or not wishes[wish.goes].goes.isdigit())
    ]


def arranged(content: Content, wishes: Mapping[str, Wish], by: str) -> Content:
    """The content with themes named, ordered and joined as wished by a moderator, whose id is
    ``by``. ``wishes`` stand in the order in which the themes were shown; none may be ``tangled``.
    Themes that are left out stay, as the last ones, and so do those of which nothing is said."""
    home = {each: wish.goes for each, wish in wishes.items() if wish.goes in wishes}
    joined = {each.id: each for each in content.themes}
    for each, other in home.items():
        ids = (*joined[other].ids, *joined[each].ids)
        joined[other] = replace(joined[other], ids=tuple(dict.fromkeys(ids)))
    themes = [
        _named(joined[each.id], wishes.get(each.id), by)
        for each in content.themes
        if each.id not in home
    ]
    before = {each: place for place, each in enumerate(wishes, 1)}
    last = len(content.themes) + 1

    def place(theme: Theme) -> tuple[int, int, int]:
        goes = wishes[theme.id].goes if theme.id in wishes else ""
        if not goes.isdigit():
            return last, 0, before.get(theme.id, last)
        # Whoever moves up stands before, and whoever moves down behind the one that was there.
        wanted, was = int(goes), before[theme.id]
        return wanted, (wanted > was) - (wanted < was), was

    # What joins a theme stands behind the points that it has.
    points = sorted(content.points, key=lambda each: each.theme in home)
    return replace(
        content,
        themes=tuple(sorted(themes, key=place)),
        points=tuple(replace(each, theme=home.get(each.theme, each.theme)) for each in points),
        arranged=True,
    )


def _named(theme: Theme, wish: Wish | None, by: str) -> Theme:
    if wish is None or not wish.label:
        return theme
    return replace(theme, label=wish.label, quoted=False, by=by)


def left_out(content: Content, wishes: Mapping[str, Wish], dropped: Collection[str]) -> list[str]:
    """Which points are taken out, by id, of a content as it is before it is ``arranged``: all of a
    theme that is left out, and none of one that was and is taken in again."""
    taken = dict.fromkeys(dropped)
    for each, wish in wishes.items():
        points = [point.id for point in content.points if point.theme == each]
        if wish.goes == OUT:
            taken |= dict.fromkeys(points)
        elif all(point in taken for point in points):
            taken = {point: None for point in taken if point not in points}
    return list(taken)


def home_of(content: Content, message: str) -> str:
    """The id of the theme to which a message belongs; empty for none."""
    return next((each.id for each in content.themes if message in each.ids), "")


def continued(fresh: Content, earlier: Content) -> Content:
    """A fresh content with what moderators did to the one before: points that they added stay, and
    if they arranged themes, these do, and what is new joins the theme to which it is nearest."""
    if earlier.arranged:
        fresh = _settled(fresh, earlier)
    there = {(each.message, each.quote) for each in fresh.points}
    homes = {each.id for each in fresh.themes}
    kept = (
        each if each.theme in homes else replace(each, theme=home_of(fresh, each.message))
        for each in earlier.points
        if ADDED in each.id and (each.message, each.quote) not in there
    )
    return replace(fresh, points=(*fresh.points, *kept))


def _settled(fresh: Content, earlier: Content) -> Content:
    instead = {
        theme.id: _nearest(theme, earlier) or number
        for theme, number in zip(fresh.themes, _unused(earlier), strict=False)
    }
    themes = {each.id: each for each in earlier.themes}
    for theme in fresh.themes:
        new = [each for each in theme.ids if not home_of(earlier, each)]
        home = instead[theme.id]
        known = themes.get(home, replace(theme, id=home, ids=()))
        named = known if known.label else theme
        themes[home] = replace(
            known, label=named.label, quoted=named.quoted, ids=(*known.ids, *new)
        )
    points = (
        replace(each, theme=home_of(earlier, each.message) or instead.get(each.theme, ""))
        for each in fresh.points
    )
    return replace(fresh, themes=tuple(themes.values()), points=tuple(points), arranged=True)


def _nearest(theme: Theme, earlier: Content) -> str:
    """The id of the earlier theme with most messages in common, the first of equals."""
    homes = (home_of(earlier, each) for each in theme.ids)
    found = Counter(each for each in homes if each)
    return min(found, key=lambda each: (-found[each], each)) if found else ""


def _unused(content: Content) -> Iterator[str]:
    numbers = [int(each.id[1:]) for each in content.themes]
    return (f"t{n}" for n in range(max(numbers, default=0) + 1, 1 << 30))


def unsigned(content: Content, person: str) -> Content:
    """The content without the names that a moderator gave to themes."""
    return replace(
        content,
        themes=tuple(
            replace(each, label="", by="") if each.by == person else each for each in content.themes
        ),
    )
