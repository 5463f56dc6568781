"""House Markdown to text nodes.

What moderators and the catalogue write is Markdown with little in it: paragraphs, headings, lists,
quotes, bold, italic, code, links. A paragraph that begins with ``~ `` is small print. HTML is shown
as letters; a picture becomes a link.
"""

import re
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.protocol.text import (
    Block,
    Blocks,
    Bullets,
    Code,
    Emphasis,
    Fine,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Plain,
    Quote,
    Strong,
    plain,
)

_reader = MarkdownIt("commonmark", {"html": False})
_slot = re.compile("\ue000(\\d+)\ue001")

Slots = Mapping[int, Inlines]
"""What stands in for a marked place: values that must not be read as Markdown."""


def slot(number: int) -> str:
    """The mark for the place of value ``number``; it passes through Markdown untouched."""
    return f"\ue000{number}\ue001"


def unmark(text: str) -> str:
    """The text without letters that could be taken for a mark."""
    return text.replace("\ue000", "").replace("\ue001", "")


def to_blocks(text: str, slots: Slots | None = None) -> Blocks:
    """Read Markdown; marks made by ``slot`` are filled from ``slots``."""
    tokens = _reader.parse(text)
    blocks: list[Block] = []
    _walk(tokens, 0, len(tokens), blocks, slots or {})
    return tuple(blocks)


def to_inlines(text: str, slots: Slots | None = None) -> Inlines:
    """Read one line of Markdown."""
    nodes: list[Inline] = []
    for token in _reader.parseInline(text):
        nodes.extend(_inline(token.children or [], slots or {}))
    return tuple(nodes)


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for i in range(start, len(tokens)):
        depth += tokens[i].nesting
        if depth == 0:
            return i
    return len(tokens)


def _walk(tokens: Sequence[Token], start: int, end: int, out: list[Block], slots: Slots) -> None:
    i = start
    while i < end:
        token = tokens[i]
        stop = _closing(tokens, i) if token.nesting == 1 else i
        match token.type:
            case "paragraph_open":
                out.append(_paragraph(_inline(tokens[i + 1].children or [], slots)))
            case "heading_open":
                out.append(Heading(nodes=_inline(tokens[i + 1].children or [], slots)))
            case "bullet_list_open" | "ordered_list_open":
                items = _items(tokens, i + 1, stop, slots)
                out.append(Bullets(items=items, numbered=token.type.startswith("ordered")))
            case "blockquote_open":
                inner: list[Block] = []
                _walk(tokens, i + 1, stop, inner, slots)
                out.append(Quote(nodes=_joined(inner)))
            case "fence" | "code_block":
                out.append(Paragraph(nodes=(Code(text=token.content.rstrip("\n")),)))
            case _:
                pass
        i = stop + 1


def _paragraph(nodes: Inlines) -> Block:
    first = nodes[0] if nodes else None
    if isinstance(first, Plain) and first.text.startswith("~ "):
        return Fine(nodes=(Plain(text=first.text[2:]), *nodes[1:]))
    return Paragraph(nodes=nodes)


def _items(tokens: Sequence[Token], start: int, end: int, slots: Slots) -> tuple[Inlines, ...]:
    items: list[Inlines] = []
    i = start
    while i < end:
        stop = _closing(tokens, i)
        inner: list[Block] = []
        _walk(tokens, i + 1, stop, inner, slots)
        items.append(_joined(inner))
        i = stop + 1
    return tuple(items)


def _joined(blocks: Sequence[Block]) -> Inlines:
    nodes: list[Inline] = []
    for block in blocks:
        lines = block.items if isinstance(block, Bullets) else (block.nodes,)
        for line in lines:
            if nodes:
                nodes.append(Plain(text="\n"))
            nodes.extend(line)
    return tuple(nodes)


def _inline(tokens: Sequence[Token], slots: Slots) -> Inlines:
    nodes: list[Inline] = []
    style: type[Strong] | type[Emphasis] | None = None
    url: str | None = None
    label: list[str] = []
    for token in tokens:
        match token.type:
            case "strong_open":
                style = Strong
            case "em_open":
                style = style or Emphasis
            case "strong_close" | "em_close":
                style = None
            case "link_open":
                url, label = str(token.attrs.get("href", "")), []
            case "link_close":
                nodes.append(_link(url or "", "".join(label), slots))
                url = None
            case "image":
                nodes.append(_link(str(token.attrs.get("src", "")), token.content, slots))
            case "code_inline":
                nodes.append(Code(text=_flat(token.content, slots)))
            case "softbreak" | "hardbreak":
                nodes.append(Plain(text="\n"))
            case _ if url is not None:
                label.append(token.content)
            case _:
                nodes.extend(_fill(token.content, style, slots))
    return _merged(nodes)


def _link(url: str, label: str, slots: Slots) -> Link:
    return Link(url=_flat(url.replace("%EE%80%80", "\ue000").replace("%EE%80%81", "\ue001"), slots),
                label=_flat(label, slots) or None)  # fmt: skip


def _flat(text: str, slots: Slots) -> str:
    return _slot.sub(lambda m: plain(slots.get(int(m[1]), ())), text)


def _fill(text: str, style: type[Strong] | type[Emphasis] | None, slots: Slots) -> list[Inline]:
    nodes: list[Inline] = []
    end = 0
    make = style or Plain
    for mark in _slot.finditer(text):
        if mark.start() > end:
            nodes.append(make(text=text[end : mark.start()]))
        for node in slots.get(int(mark[1]), ()):
            nodes.append(make(text=node.text) if isinstance(node, Plain) else node)
        end = mark.end()
    if end < len(text):
        nodes.append(make(text=text[end:]))
    return nodes


def _merged(nodes: Sequence[Inline]) -> Inlines:
    out: list[Inline] = []
    for node in nodes:
        if isinstance(node, Plain) and out and isinstance(out[-1], Plain):
            out[-1] = Plain(text=out[-1].text + node.text)
        elif not (isinstance(node, Plain) and not node.text):
            out.append(node)
    return tuple(out)
