"""Blocks of text → Slack's blocks, and as many of them as there is room for.

Words are shown as rich text, whose letters Slack takes as they are; only small print is mrkdwn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.slack.markup import Json, to_mrkdwn, to_rich
from bot.protocol.cards import Card
from bot.protocol.text import (
    Block,
    Bullets,
    Fine,
    Heading,
    Inline,
    Inlines,
    Link,
    Mention,
    Paragraph,
    Plain,
    Quote,
    Strong,
    plain,
)
from bot.text.fit import MORE, pieces, short, size
from bot.text.urls import safe_url

TEXT_BLOCK = 3000
FINE_PRINT = 2000
HEADING = 150
ALL_WORDS = 12_000
"""Letters of all blocks of a message. Slack refuses somewhat above 13,000 and does not say what it
counts, so this leaves room."""


def text_blocks(blocks: Sequence[Block], words: int = ALL_WORDS) -> list[Json]:
    """Blocks of text as Slack's, as many letters of them as ``words``."""
    shown: list[Json] = []
    for block in map(_silent, blocks):
        fitting = _shortened(block, words)
        words -= weight(fitting)
        shown.extend(_shown(fitting))
        if fitting is not block:
            break
    return shown


def _silent(block: Block) -> Block:
    """A quote calls nobody: whom it mentions stands there by name."""
    if not isinstance(block, Quote):
        return block
    return replace(block, nodes=_by_name(block.nodes), by=_by_name(block.by))


def _by_name(nodes: Inlines) -> Inlines:
    return tuple(
        Plain(text=f"@{node.name}") if isinstance(node, Mention) else node for node in nodes
    )


def _shown(block: Block) -> Iterator[Json]:
    match block:
        case Heading(nodes=nodes) if 0 < len(plain(nodes).strip()) <= HEADING:
            yield {"type": "header", "text": as_words(" ".join(plain(nodes).split()), HEADING)}
        case Heading(nodes=nodes):
            yield from _paragraph((Strong(text=plain(nodes)),))
        case Bullets():
            yield from _bullets(block)
        case Quote(nodes=nodes, by=by, url=url):
            yield from _quote(nodes, by, url)
        case Fine(nodes=nodes):
            yield from _fine(nodes)
        case Paragraph(nodes=nodes):
            yield from _paragraph(nodes)


def _rich_block(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def _section(nodes: Inlines) -> Json:
    return {"type": "rich_text_section", "elements": to_rich(nodes)}


def _paragraph(nodes: Inlines) -> Iterator[Json]:
    for piece in pieces(nodes, TEXT_BLOCK):
        if to_rich(piece):
            yield _rich_block(_section(piece))


def _bullets(bullets: Bullets) -> Iterator[Json]:
    style = "ordered" if bullets.numbered else "bullet"
    listed: list[Json] = []
    number, weight = bullets.first - 1, 0
    for item in bullets.items:
        for piece in pieces(item, TEXT_BLOCK):
            cost = sum(map(size, piece))
            if listed and weight + cost > TEXT_BLOCK:
                yield _rich_block(_list(listed, style, number))
                number, listed, weight = number + len(listed), [], 0
            if to_rich(piece):
                listed.append(_section(piece))
                weight += cost
    if listed:
        yield _rich_block(_list(listed, style, number))


def _list(items: list[Json], style: str, offset: int) -> Json:
    shown: Json = {"type": "rich_text_list", "style": style, "elements": items}
    return shown | {"offset": offset} if offset and style == "ordered" else shown


def _quote(nodes: Inlines, by: Inlines, url: str | None) -> Iterator[Json]:
    blocks = [
        _rich_block({"type": "rich_text_quote", "elements": to_rich(piece)})
        for piece in pieces(nodes, TEXT_BLOCK)
        if to_rich(piece)
    ]
    source: list[Inline] = [Plain(text="— "), *by] if by else []
    if url and safe_url(url):
        source += [Plain(text=" "), Link(url=url, label="↗")] if by else [Link(url=url, label="↗")]
    if source:
        section = _section(tuple(source))
        if blocks:
            blocks[-1]["elements"].append(section)
        else:
            blocks.append(_rich_block(section))
    yield from blocks


def _fine(nodes: Inlines) -> Iterator[Json]:
    if all(isinstance(node, Plain) for node in nodes):
        for piece in pieces(nodes, FINE_PRINT):
            if plain(piece).strip():
                yield {"type": "context", "elements": [as_words(plain(piece), FINE_PRINT)]}
        return
    for piece in pieces(nodes, FINE_PRINT, lambda node: len(to_mrkdwn((node,)))):
        text = to_mrkdwn(piece)
        if text.strip():
            yield {
                "type": "context",
                "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}],
            }


def without_places(card: Card) -> Card:
    """Where quotes stand is left out before any of their words is."""
    return replace(
        card,
        blocks=tuple(replace(b, url=None) if isinstance(b, Quote) else b for b in card.blocks),
    )


def weight(block: Block) -> int:
    """Letters that a block takes of a message."""
    match block:
        case Bullets(items=items):
            return sum(size(node) for item in items for node in item)
        case Quote(nodes=nodes, by=by, url=url):
            return sum(map(size, (*nodes, *by))) + len(url or "") + 4
        case _:
            return sum(map(size, block.nodes))


def _shortened(block: Block, words: int) -> Block:
    """The block itself if it fits into ``words`` letters, else a paragraph of its beginning."""
    if weight(block) <= words:
        return block
    if isinstance(block, Bullets):
        nodes = tuple(
            n for item in block.items for n in (Plain(text="• "), *item, Plain(text="\n"))
        )
    else:
        nodes = block.nodes
    first = next(pieces(nodes, max(words - 1, 1)), ())
    return Paragraph(nodes=(*first, Plain(text=MORE)))


def within(blocks: list[Json], most: int) -> list[Json]:
    """At most ``most`` blocks: neighbouring ones of rich text are joined first, then headings below
    the first block become bold lines that can be joined, then the end is cut off."""
    joined = _joined(blocks, most)
    if len(joined) > most:
        joined = _joined([*joined[:1], *map(_bold_line, joined[1:])], most)
    if len(joined) <= most:
        return joined
    return [*joined[: most - 1], ellipsis()] if most > 0 else []


def _joined(blocks: list[Json], most: int) -> list[Json]:
    spare = len(blocks) - most
    joined: list[Json] = []
    for block in map(dict, blocks):
        if spare > 0 and joined and block["type"] == joined[-1]["type"] == "rich_text":
            joined[-1]["elements"] = [*joined[-1]["elements"], _gap(), *block["elements"]]
            spare -= 1
        else:
            joined.append(block)
    return joined


def _bold_line(block: Json) -> Json:
    if block["type"] != "header":
        return block
    return _rich_block(_section((Strong(text=block["text"]["text"]),)))


def ellipsis() -> Json:
    """Stands for what is not shown, and where nothing would stand: Slack takes no empty view."""
    return _rich_block(_section((Plain(text=MORE),)))


def _gap() -> Json:
    return _section((Plain(text="\n"),))


def as_words(text: str, most: int) -> Json:
    """Letters for a place that takes nothing else, cut to ``most``."""
    return {"type": "plain_text", "text": short(text, most) or MORE, "emoji": False}
