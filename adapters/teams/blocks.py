"""Blocks of text → elements of an Adaptive Card's body, none of them heavier than a part of it."""

from collections.abc import Iterable, Iterator

from adapters.teams.size import weight
from adapters.teams.words import Json, Mentions, element, lines, quoted, runs
from bot.protocol.text import (
    Block,
    Bullets,
    Fine,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Plain,
    Quote,
    plain,
)
from bot.text.fit import pieces
from bot.text.urls import safe_url

LINE = 10_000
"""Bytes of one element of text; a longer line goes into several. The longest link fits in."""
QUOTE = 16_000
"""Bytes of one framed quote; a longer one goes into several frames."""

PARAGRAPH: Json = {}
TITLE: Json = {"size": "Large", "weight": "Bolder"}
HEADING: Json = {"size": "Medium", "weight": "Bolder"}
OVER: Json = {"separator": True, "spacing": "Large"}
"""What sets a heading off: to Teams, medium letters are as large as any."""
FINE: Json = {"size": "Small", "isSubtle": True}
WRONG: Json = {"size": "Small", "color": "Attention"}


def elements(blocks: Iterable[Block], mentions: Mentions) -> Iterator[Json]:
    """The elements that show these blocks; blocks without a letter show nothing."""
    title = True
    for number, block in enumerate(blocks):
        match block:
            case Paragraph(nodes=nodes):
                yield from text(nodes, PARAGRAPH, mentions)
            case Heading(nodes=nodes):
                yield from _heading(nodes, mentions, title=title, first=not number)
                title = False
            case Fine(nodes=nodes):
                yield from text(nodes, FINE, mentions)
            case Bullets():
                yield from _bullets(block, mentions)
            case Quote():
                yield from _quote(block, mentions)


def _heading(nodes: Inlines, mentions: Mentions, *, title: bool, first: bool) -> Iterator[Json]:
    """The first heading of a card is its title; a line stands over those below it."""
    for place, shown in enumerate(text(nodes, TITLE if title else HEADING, mentions, "Medium")):
        yield {**shown, **OVER} if not (title or first or place) else shown


def text(
    nodes: Iterable[Inline], look: Json, mentions: Mentions, spacing: str = "Default"
) -> Iterator[Json]:
    """Lines of text, the first of them ``spacing`` below what stands above; an empty line becomes
    a gap."""
    for line in lines(nodes):
        if not plain(line).strip():
            spacing = "Default" if spacing == "None" else spacing
            continue
        for piece in pieces(line, LINE, _cost):
            shown = element(piece, look, mentions)
            yield shown if spacing == "Default" else {**shown, "spacing": spacing}
            spacing = "None"


def _cost(node: Inline) -> int:
    return weight(runs(node, FINE))


def _bullets(bullets: Bullets, mentions: Mentions) -> Iterator[Json]:
    for number, item in enumerate(bullets.items, bullets.first):
        mark = Plain(text=f"{number}. " if bullets.numbered else "• ")
        if plain(item).strip():
            yield from text((mark, *item), PARAGRAPH, mentions, "Small")


def _quote(quote: Quote, mentions: Mentions) -> Iterator[Json]:
    framed = list(text(quoted(quote.nodes), PARAGRAPH, mentions))
    source: list[Inline] = [Plain(text="— "), *quoted(quote.by)] if quote.by else []
    if quote.url and safe_url(quote.url):
        source += [Plain(text=" "), Link(url=quote.url, label="↗")]
    framed += text(source, FINE, mentions, "Small")
    for items in _frames(framed):
        yield {"type": "Container", "style": "emphasis", "items": items}


def _frames(framed: Iterable[Json]) -> Iterator[list[Json]]:
    items: list[Json] = []
    heavy = 0
    for each in framed:
        if items and heavy + weight(each) > QUOTE:
            yield items
            items, heavy = [], 0
        items.append(each)
        heavy += weight(each)
    if items:
        yield items
