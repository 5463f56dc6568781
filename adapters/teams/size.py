"""How much a message weighs, and dividing what is too heavy for one.

Teams refuses messages above about 100 KB and counts their JSON in UTF-16, so every weight here is
in bytes of that.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

LARGEST = 80_000
"""Bytes of one activity. Teams adds things of its own to it, so this leaves room."""

Json = dict[str, Any]


def weight(shown: object) -> int:
    """Bytes of this JSON in UTF-16."""
    text = json.dumps(shown, ensure_ascii=False)
    # Half of a letter can come in a member's words; it is sent on as it is.
    return len(text.encode("utf-16-le", "surrogatepass"))


def divided(
    elements: Iterable[Json], room: int, last: int, cost: Callable[[Json], int]
) -> list[list[Json]]:
    """The elements in runs that cost at most ``room`` each, the last of them at most ``last``
    (which may be empty, if nothing fits in there)."""
    found: list[list[Json]] = [[]]
    taken = 0
    for each in elements:
        if found[-1] and taken + cost(each) > room:
            found.append([])
            taken = 0
        found[-1].append(each)
        taken += cost(each)
    if taken > last:
        # Under the buttons stands at least a little of what they are about.
        moved = found[-1].pop() if len(found[-1]) > 1 and cost(found[-1][-1]) <= last else None
        found.append([moved] if moved else [])
    return found


def beginning(elements: Iterable[Json], room: int, cost: Callable[[Json], int]) -> list[Json]:
    """As many of the first elements as cost at most ``room``."""
    found: list[Json] = []
    for each in elements:
        room -= cost(each)
        if room < 0:
            break
        found.append(each)
    return found
