"""Cutting words to a platform's limits: lines of nodes into pieces, letters that are too many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.protocol.text import (
    Attachment,
    Code,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Mention,
    Moment,
    Plain,
    Strong,
)

MORE = "…"


def short(text: str, most: int) -> str:
    """At most ``most`` letters; what was cut off ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + MORE


def shortened(text: str, most: int) -> str:
    """A text on one line, of at most ``most`` letters, cut between words where that is possible."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    if line[most - 1] != " " and " " in cut[most // 2 :]:
        cut = cut[: cut.rfind(" ")]
    return cut.rstrip(" ,;:.–") + MORE


def size(node: Inline) -> int:
    """Letters that a node takes of a message, its address included."""
    match node:
        case Link(url=url, label=label):
            return len(url) + len(label or "")
        case Attachment(url=url, name=name):
            return len(url) + len(name)
        case Mention(user=user, name=name):
            return max(len(user.user), len(name)) + 3
        case Moment(text=text):
            return len(text) + 50
        case _:
            return len(node.text)


def pieces(
    nodes: Iterable[Inline], most: int, cost: Callable[[Inline], int] = size
) -> Iterator[Inlines]:
    """The nodes in runs that cost at most ``most`` each. Text is cut at a line's end where one is
    near, else at a space, else anywhere; what cannot be cut is left out if it is too large."""
    run: list[Inline] = []
    left = most
    for node in nodes:
        while cost(node) > left:
            cut = _cut(node, left, cost)
            if cut is not None:
                run.append(cut[0])
                node = cut[1]
            if run:
                yield tuple(run)
            elif cut is None:
                break
            run, left = [], most
        else:
            run.append(node)
            left -= cost(node)
    if run:
        yield tuple(run)


def _cut(node: Inline, most: int, cost: Callable[[Inline], int]) -> tuple[Inline, Inline] | None:
    """A text node in two, the first costing at most ``most``; None if that cannot be."""
    if not isinstance(node, Plain | Strong | Emphasis | Code):
        return None
    end = _longest(node, most, cost)
    if end <= 0:
        return None
    for mark in ("\n", " "):
        at = node.text.rfind(mark, end // 2, end)
        if at > 0:
            end = at + 1
            break
    return replace(node, text=node.text[:end]), replace(node, text=node.text[end:])


def _longest(
    node: Plain | Strong | Emphasis | Code, most: int, cost: Callable[[Inline], int]
) -> int:
    """How many letters of the node cost at most ``most`` (by halving: a letter may cost five)."""
    low, high = 0, min(len(node.text), most)
    while low < high:
        middle = (low + high + 1) // 2
        if cost(replace(node, text=node.text[:middle])) <= most:
            low = middle
        else:
            high = middle - 1
    return low


def text_parts(text: str, most: int) -> list[tuple[str, str]]:
    """Text in parts of at most ``most`` letters, each with the letter that stood before it and is
    in neither (a line's end or a space, or none), so that the parts can be joined again."""
    parts: list[tuple[str, str]] = []
    glue = ""
    while len(text) > most:
        for mark in ("\n", " ", ""):
            at = text.rfind(mark, most // 2, most + 1) if mark else most
            if at > 0:
                parts.append((glue, text[:at]))
                glue, text = mark, text[at + len(mark) :]
                break
    parts.append((glue, text))
    return parts


def shares(wanted: Sequence[int], most: int) -> list[int]:
    """How much each of several gets of what there is: all that it wants, unless there is too little
    for all; then those that want the most have as much as each other."""
    found = [0] * len(wanted)
    for place, at in enumerate(sorted(range(len(wanted)), key=lambda at: wanted[at])):
        found[at] = min(wanted[at], max(most, 0) // (len(wanted) - place))
        most -= found[at]
    return found
