"""The themes of a discussion: by form first, then by meaning, as many as there are."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from bot.insight.parts import stretches, threads
from bot.insight.reading import Reading
from bot.insight.vectors import Encoder, Vectors, vectors
from bot.insight.ward import cut, tree

_FEWEST, _MOST = 2, 8
_FEWEST_FOR_TWO = 4  # messages
_ALIKE = 0.02  # cost of the last join, a message, below which all say the same
# By how much more the last join must cost than the next for the number of themes to be plain.
_PLAIN = 2.5
_ROUNDS = 10


def topics(
    readings: Sequence[Reading],
    count: int | None = None,
    encoder: Encoder | None = None,
    *,
    telling: Collection[int] | None = None,
) -> list[list[int]]:
    """Places of the readings with content, each in one theme, the largest first, each in order.

    `count` fixes the number of themes as far as there are messages; None leaves it open. `telling`
    are the places of those that say something of their own: "same here" makes no theme, it goes
    with what it follows. None means all.
    """
    full = [nth for nth, reading in enumerate(readings) if reading.sentences]
    if not full:
        return []
    places = full if telling is None else [nth for nth in full if nth in telling]
    if len(places) < (count or 1):
        places = full
    told = [readings[nth] for nth in places]
    rows = _rows(told, encoder)
    parts = _parts(told, rows, count or 1)
    sizes = [len(part) for part in parts]
    means = _means(rows, parts)
    wanted = min(count, len(parts)) if count is not None else None
    numbers = _clustered(means, sizes, wanted, len(told))
    found = _themes([[places[nth] for nth in part] for part in parts], numbers)
    placed = set(places)
    _follow(readings, [nth for nth in full if nth not in placed], found)
    return _ordered(found)


def joined(
    readings: Sequence[Reading],
    groups: Sequence[Sequence[int]],
    count: int | None = None,
    encoder: Encoder | None = None,
    *,
    apart: bool = False,
) -> list[list[int]]:
    """Themes as `topics` gives them, made of groups that were found elsewhere.

    `groups` are places, each in one group at most; a place in none comes to the nearest group.
    `apart` says that nobody saw all of them at once, so that those of like meaning are one theme.
    """
    places = [nth for nth, reading in enumerate(readings) if reading.sentences]
    at = {nth: row for row, nth in enumerate(places)}
    parts = [[at[nth] for nth in group if nth in at] for group in groups]
    parts = [part for part in parts if part]
    if not parts:
        return topics(readings, count, encoder)
    rows = _rows([readings[nth] for nth in places], encoder)
    means, placed = _means(rows, parts), {row for part in parts for row in part}
    for row in range(len(places)):
        if row not in placed:
            parts[int((means @ rows[row]).argmax())].append(row)
    wanted = min(count, len(places)) if count is not None else None
    parts = _halved(rows, parts, wanted or 1)
    if wanted is None and not apart and len(parts) > _MOST:
        wanted = _MOST
    if wanted is not None or apart:
        means, sizes = _means(rows, parts), [len(part) for part in parts]
        numbers = _clustered(means, sizes, wanted, len(places))
    else:
        numbers = list(range(len(parts)))
    return _themes([[places[row] for row in part] for part in parts], numbers)


def _halved(rows: Vectors, parts: list[list[int]], fewest: int) -> list[list[int]]:
    """The parts, the largest of them halved by meaning until there are as many as are wanted."""
    while len(parts) < fewest:
        largest = max(parts, key=len)
        halves = cut(tree(rows[largest], [1] * len(largest)), len(largest), 2)
        parts = [part for part in parts if part is not largest]
        parts += [
            [row for row, half in zip(largest, halves, strict=True) if half == n] for n in (0, 1)
        ]
    return parts


def _rows(told: Sequence[Reading], encoder: Encoder | None) -> Vectors:
    return vectors([" ".join(each.text for each in one.sentences) for one in told], encoder)


def _themes(parts: Sequence[Sequence[int]], numbers: Sequence[int]) -> list[list[int]]:
    """What the parts of each number hold, the largest first, each in order."""
    grouped: dict[int, list[int]] = {}
    for part, number in zip(parts, numbers, strict=True):
        grouped.setdefault(number, []).extend(part)
    return _ordered(grouped.values())


def _ordered(themes: Iterable[Sequence[int]]) -> list[list[int]]:
    found = [sorted(members) for members in themes]
    return sorted(found, key=lambda members: (-len(members), members[0]))


def _follow(readings: Sequence[Reading], rest: Sequence[int], groups: Sequence[list[int]]) -> None:
    """Puts the rest into the theme of what each replies to, else of what stands before it."""
    home = {nth: members for members in groups for nth in members}
    by_id = {readings[nth].message.id: members for nth, members in home.items()}
    first = home[min(home)]
    left = set(rest)
    before = first
    for nth in range(len(readings)):
        before = home.get(nth, before)
        if nth in left:
            by_id.get(readings[nth].message.reply_to or "", before).append(nth)


def _parts(told: Sequence[Reading], rows: Vectors, fewest: int) -> list[list[int]]:
    """Places in `told` that belong together by form; single ones where these would be too few."""
    parts = threads(told)
    runs = stretches(
        _means(rows, parts),
        [len(part) for part in parts],
        [told[part[0]].message.at for part in parts],
        [told[part[0]].message.author for part in parts],
    )
    joined = [sorted(nth for place in run for nth in parts[place]) for run in runs]
    for found in (joined, parts):
        if len(found) >= max(fewest, min(_FEWEST_FOR_TWO, len(told))):
            return found
    return [[nth] for nth in range(len(told))]


def _means(rows: Vectors, parts: Sequence[Sequence[int]]) -> Vectors:
    means = np.stack([rows[list(part)].mean(axis=0) for part in parts])
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return (means / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _clustered(rows: Vectors, sizes: Sequence[int], count: int | None, messages: int) -> list[int]:
    joins = tree(rows, sizes)
    if count is None:
        count = _number([cost for cost, _, _ in joins], messages)
    return _settled(rows, sizes, cut(joins, len(rows), count))


def _number(costs: Sequence[float], messages: int) -> int:
    """How many themes there are: where the cost of a join jumps, else by the number of messages."""
    if messages < _FEWEST_FOR_TWO or not costs or costs[-1] < _ALIKE * messages:
        return 1
    most = min(_MOST, len(costs), messages // 2)
    jumps = {
        count: costs[-count + 1] / max(costs[-count], _ALIKE) for count in range(_FEWEST, most + 1)
    }
    if jumps:
        best = max(jumps, key=lambda count: jumps[count])
        if jumps[best] >= _PLAIN:
            return best
    return max(_FEWEST, min(_MOST, round(messages**0.5 / 2)))


def _settled(rows: Vectors, sizes: Sequence[int], numbers: list[int]) -> list[int]:
    """Moves each row to the cluster whose mean is nearest, while none is left empty: the tree never
    takes a join back that a later one makes wrong."""
    weighted = rows * np.asarray(sizes, dtype=np.float32)[:, None]
    count = max(numbers) + 1
    now = np.asarray(numbers)
    for _ in range(_ROUNDS):
        means = np.stack([weighted[now == number].sum(axis=0) for number in range(count)])
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        moved = (rows @ (means / np.where(lengths > 0, lengths, 1)).T).argmax(axis=1)
        if (moved == now).all() or len(set(moved.tolist())) < count:
            break
        now = moved
    return now.tolist()
