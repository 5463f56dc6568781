"""What of a discussion belongs together by its form: replies, and stretches of one conversation."""

import heapq
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from bot.insight.reading import Reading
from bot.insight.vectors import Vectors

# A message that more than this part of the others answers is what they all talk about.
_ROOT_OF_ALL = 0.25
_FEWEST_FOR_FLOW = 12
_TURNS = 4  # times that each speaks, on average, in a conversation
_FLOWS = 3.0  # standard errors by which neighbours are more alike than any two
_IN_A_STRETCH = 12  # messages, on average, where a conversation flows
_MOST = 4000  # parts that are compared each with each
_PAUSE = timedelta(hours=6)


def threads(readings: Sequence[Reading]) -> list[list[int]]:
    """Places of messages and their replies together, each in order, the earliest first."""
    places = {reading.message.id: nth for nth, reading in enumerate(readings)}
    parents: list[int | None] = []
    for nth, reading in enumerate(readings):
        parent = places.get(reading.message.reply_to or "")
        # Only what came before can be replied to; so no circle can arise.
        parents.append(parent if parent is not None and parent < nth else None)
    below = Counter[int]()
    for nth in reversed(range(len(readings))):
        parent = parents[nth]
        if parent is not None:
            below[parent] += below[nth] + 1
    most = max(2.0, _ROOT_OF_ALL * len(readings))
    heads: list[int] = []
    for nth, parent in enumerate(parents):
        joined = parent is not None and below[parent] <= most
        heads.append(heads[parent] if joined and parent is not None else nth)
    grouped: dict[int, list[int]] = {}
    for nth, head in enumerate(heads):
        grouped.setdefault(head, []).append(nth)
    return list(grouped.values())


def stretches(
    rows: Vectors,
    sizes: Sequence[int],
    ats: Sequence[datetime | None],
    speakers: Sequence[str],
) -> list[list[int]]:
    """Places of rows that follow one another and belong together; single ones where none do.

    `ats` and `speakers` are those of the first message of each. Only where few people take turns
    is what follows a reply: posts of many people stand side by side by chance.
    """
    count = len(rows)
    talk = 2 <= len(set(speakers)) <= count / _TURNS
    if talk and count >= _FEWEST_FOR_FLOW and _flows(rows):
        return _joined(rows, sizes, ats, max(2, count // _IN_A_STRETCH))
    if count > _MOST:
        return _joined(rows, sizes, ats, _MOST)
    return [[nth] for nth in range(count)]


def _flows(rows: Vectors) -> bool:
    """Whether what is said one after the other is more alike than what is not."""
    beside = np.einsum("ij,ij->i", rows[:-1], rows[1:])
    # The same rows at other distances, which are many and far enough to be no neighbours.
    step = len(rows) // 2
    apart = np.einsum("ij,ij->i", rows, np.roll(rows, step, axis=0))
    error = float(np.hypot(beside.std(), apart.std())) / len(rows) ** 0.5
    return float(beside.mean() - apart.mean()) > _FLOWS * max(error, 1e-6)


def _joined(
    rows: Vectors, sizes: Sequence[int], ats: Sequence[datetime | None], wanted: int
) -> list[list[int]]:
    """Joins neighbours, each time those whose union spreads least, until `wanted` are left."""
    sums = [row * size for row, size in zip(rows, sizes, strict=True)]
    weights = [float(size) for size in sizes]
    ends = list(range(1, len(rows) + 1))
    before = list(range(-1, len(rows) - 1))
    version = [0] * len(rows)
    gone = [False] * len(rows)
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(one: int, other: int) -> None:
        between = sums[one] / weights[one] - sums[other] / weights[other]
        share = weights[one] * weights[other] / (weights[one] + weights[other])
        cost = share * float(between @ between) + _paused(ats[other - 1], ats[other])
        heapq.heappush(heap, (cost, one, other, version[one], version[other]))

    for nth in range(1, len(rows)):
        offer(nth - 1, nth)
    left = len(rows)
    while left > wanted and heap:
        _, one, other, first, second = heapq.heappop(heap)
        if gone[one] or gone[other] or (version[one], version[other]) != (first, second):
            continue
        sums[one] = sums[one] + sums[other]
        weights[one] += weights[other]
        ends[one], gone[other] = ends[other], True
        version[one] += 1
        left -= 1
        if before[one] >= 0:
            offer(before[one], one)
        if ends[one] < len(rows):
            before[ends[one]] = one
            offer(one, ends[one])
    return [list(range(nth, ends[nth])) for nth in range(len(rows)) if not gone[nth]]


def _paused(earlier: datetime | None, later: datetime | None) -> float:
    """What a pause adds to the cost of a join: nothing within a conversation."""
    if earlier is None or later is None or (earlier.tzinfo is None) != (later.tzinfo is None):
        return 0.0
    return 1.0 if later - earlier > _PAUSE else 0.0
