"""Themes over several cohorts: which recur in two or more, and which are one cohort's own.

What was said in a cohort stays in it. Whatever is told here are numbers, and names that may leave a
cohort (``rules.notes``).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.rules.notes import FEWEST_SAYING, Row, counted, told

FEWEST_IN_ONE = 2
"""People of a cohort who must speak of a theme, for it to recur there: what one of them says once
stands with others by chance. One cohort's own is told from ``FEWEST_SAYING`` on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A contribution of a ``cohort``. ``name`` is what its theme may be called outside; the rest
    are ids, and what ``kind`` it is."""

    cohort: str
    person: str
    discussion: str
    kind: str
    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is alike: a ``name``, empty where its cohorts have none in common, and by the id of each
    cohort in which it comes up how many people shared what there. ``messages`` are ids of the
    messages behind it."""

    name: str
    cohorts: dict[str, Row]
    messages: frozenset[str]


def groups(alike: Iterable[tuple[str, Sequence[Point]]]) -> tuple[list[Group], list[Group]]:
    """The themes that recur, those of most cohorts first, and those of one cohort. Each of
    ``alike`` has what it may be called, or nothing; points of a cohort in which a theme does not
    recur are that cohort's own. Behind each are three people at least."""
    common: list[Group] = []
    own: list[Group] = []
    for name, points in alike:
        by_cohort: dict[str, list[Point]] = {}
        for each in points:
            by_cohort.setdefault(each.cohort, []).append(each)
        told_of = {id: some for id, some in by_cohort.items() if _several(some)}
        if len(told_of) > 1:
            # Never the name that one of them gave it: that would be told to the others.
            common.append(_group(name, told_of))
        else:
            own += [
                _group(_called(some), {id: some})
                for id, some in told_of.items()
                if len({each.person for each in some}) >= FEWEST_SAYING
            ]
    return sorted(common, key=lambda each: -len(each.cohorts)), own


def _several(points: Iterable[Point]) -> bool:
    return len({each.person for each in points}) >= FEWEST_IN_ONE


def _group(name: str, cohorts: dict[str, list[Point]]) -> Group:
    return Group(
        name=name,
        cohorts={id: _row(some) for id, some in cohorts.items()},
        messages=frozenset(each.message for some in cohorts.values() for each in some),
    )


def _called(points: Iterable[Point]) -> str:
    names = Counter(each.name for each in points)
    return max(names, key=lambda each: names[each], default="")


def _row(points: Collection[Point]) -> Row:
    return Row(
        keys=(),
        name=_called(points),
        people=told({each.person for each in points}),
        discussions=len({each.discussion for each in points}),
        kinds=counted((each.kind, each.person) for each in points),
    )
