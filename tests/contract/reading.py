"""Comparing what a card says with what is seen of it, letter by letter."""

from collections.abc import Iterable, Iterator, Sequence

from bot.protocol.cards import Card
from bot.protocol.text import (
    Block,
    Bullets,
    Code,
    Emphasis,
    Inline,
    Inlines,
    Mention,
    Plain,
    Quote,
    Strong,
)
from tests.contract.rig import Run, Seen, Style

JOINER = "\u2060"
STYLES: dict[type[Inline], Style] = {
    Plain: "plain",
    Strong: "strong",
    Emphasis: "emphasis",
    Code: "code",
}


def squeezed(letters: str) -> str:
    """Letters without spaces and invisible joiners, which platforms set as they need."""
    return "".join(one for one in letters if not one.isspace() and one != JOINER)


def letters(runs: Iterable[Run]) -> str:
    return squeezed("".join(run.letters for run in runs))


def lines(block: Block) -> Iterator[Inlines]:
    """The lines of nodes of a block, in the order in which they are read."""
    match block:
        case Bullets(items=items):
            yield from items
        case Quote(nodes=nodes, by=by):
            yield nodes
            yield by
        case _:
            yield block.nodes


def blocks(card: Card) -> Iterator[Block]:
    """Those of the card and of its parts."""
    for each in card.sections():
        yield from each.blocks


def nodes(card: Card) -> Iterator[Inline]:
    for block in blocks(card):
        for line in lines(block):
            yield from line


def worded(card: Card) -> Iterator[Plain | Strong | Emphasis | Code]:
    """The nodes that are nothing but words."""
    for node in nodes(card):
        if isinstance(node, Plain | Strong | Emphasis | Code):
            yield node


def missing(words: Iterable[str], runs: Sequence[Run]) -> str | None:
    """The first of these words that is not seen, or not after those before it."""
    seen, end = letters(runs), 0
    for each in words:
        wanted = squeezed(each)
        at = seen.find(wanted, end)
        if at < 0:
            return each
        end = at + len(wanted)
    return None


def styles(wanted: str, runs: Sequence[Run]) -> set[Style]:
    """The styles in which these letters are seen where they first stand."""
    by_letter: list[Style] = [run.style for run in runs for _ in squeezed(run.letters)]
    at = letters(runs).find(squeezed(wanted))
    assert at >= 0, f"{wanted!r} is not seen"
    return set(by_letter[at : at + len(squeezed(wanted))])


def called(card: Card) -> set[str]:
    """The users whom the bot itself calls with this card; a member's words call nobody."""
    return {
        node.user.user
        for block in blocks(card)
        if not isinstance(block, Quote)
        for line in lines(block)
        for node in line
        if isinstance(node, Mention)
    }


def pings(seen: Seen) -> set[str]:
    return {run.pings for run in (*seen.runs, *seen.notice) if run.pings is not None}


def addresses(seen: Seen) -> set[str]:
    return {run.url for run in seen.runs if run.url is not None}
