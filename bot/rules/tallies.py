"""How often each choice was made, and how that is drawn in letters."""

from collections.abc import Collection, Sequence
from typing import Literal, TypeVar

T = TypeVar("T")

BAR = "█"
WIDEST = 12
"""Letters of the longest bar; a line of a phone holds no more beside its words."""

Portion = Literal["all", "most", "half", "some"]


def chosen(values: Sequence[object], choices: Collection[T]) -> dict[T, list[int]]:
    """For each of these choices, in their order, the places in ``values`` where it was made. A
    value is a choice, or a list of several."""
    return {
        each: [n for n, v in enumerate(values) if each in (v if isinstance(v, list) else (v,))]
        for each in choices
    }


def average(values: Sequence[object]) -> float:
    """The mean of the numbers among these, of which there is at least one."""
    numbers = [each for each in values if isinstance(each, int)]
    return sum(numbers) / len(numbers)


def bar(count: int, most: int) -> str:
    """A bar for ``count`` where the longest is for ``most``: a letter each as long as they fit,
    and never none for something."""
    if count <= 0:
        return ""
    return BAR * (count if most <= WIDEST else max(1, round(WIDEST * count / most)))


def portion(share: float) -> Portion:
    """A share, from 0 to 1, as people say it: nobody is counted who is missing."""
    if share >= 1:
        return "all"
    if share >= 0.6:
        return "most"
    return "half" if share >= 0.4 else "some"
