"""What moderators made of the themes of a month, and for which themes it holds later.

A summary that is made anew parts the same messages into other themes. So what moderators decide is
kept by what a theme rests on and not by the theme: it holds for what rests on most of the same.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Literal, TypeVar

Name = TypeVar("Name")

Standing = Literal["in", "out", "new"]


def standing(rests: Collection[str], left_out: Collection[str], shown: Collection[str]) -> Standing:
    """Whether a theme that rests on these is in a note, going by what was left out and what stood
    in it when moderators looked last; of what lies half on either side nothing is told. ``new`` is
    what they have seen nothing of."""
    out = sum(each in left_out for each in rests)
    kept = sum(each in shown for each in rests)
    if not (out or kept):
        return "new"
    return "out" if out >= kept else "in"


def called(
    rests: Collection[str], names: Mapping[str, Name], known: Collection[str]
) -> Name | None:
    """The name that a theme bears: the one given to most of what it rests on, as far as that was
    ``known`` when names were given. ``names`` are by what they rest on."""
    given = Counter(names[each] for each in rests if each in names)
    if not given:
        return None
    name, number = given.most_common(1)[0]
    seen = sum(each in names or each in known for each in rests)
    return name if number * 2 > seen else None
