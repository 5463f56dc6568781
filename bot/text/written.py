"""Blocks written out: in parts that a chat takes, and as Markdown that shows the same letters."""

import re
from collections.abc import Iterator

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
    flatten,
    plain,
)

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")
_OPENS = re.compile(r"^([-+=]|\d+(?=[.)]))")
"""What would begin a list or a heading at the head of a line."""

_BREAK = "\\\n"
"""The end of a line that stays one."""


def parts(blocks: Blocks, most: int) -> list[Blocks]:
    """Blocks in parts of at most ``most`` letters each, as far as they can be divided: between
    blocks, and in lists between lines. No part ends with a heading."""
    found: list[list[Block]] = [[]]
    room = most
    for block in _small(blocks, most):
        size = len(flatten((block,)))
        if size > room and found[-1]:
            follows: list[Block] = []
            if isinstance(found[-1][-1], Heading) and len(found[-1]) > 1:
                follows = [found[-1].pop()]
            found.append(follows)
            room = most - len(flatten(tuple(follows)))
        _put(found[-1], block)
        room -= size
    return [tuple(each) for each in found if each]


def _put(part: list[Block], block: Block) -> None:
    """Lines of a list that was divided stay one list where they stand together."""
    last = part[-1] if part else None
    if isinstance(block, Bullets) and isinstance(last, Bullets) and not block.numbered:
        part[-1] = Bullets(items=last.items + block.items)
    else:
        part.append(block)


def _small(blocks: Blocks, most: int) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Bullets) and not block.numbered:
            for item in block.items:
                yield Bullets(items=(item,))
        elif isinstance(block, Quote | Paragraph) and len(plain(block.nodes)) > most:
            text = plain(block.nodes)
            for start in range(0, len(text), most):
                cut = (Plain(text=text[start : start + most]),)
                yield (
                    Paragraph(nodes=cut)
                    if isinstance(block, Paragraph)
                    else Quote(nodes=cut, by=block.by)
                )
        else:
            yield block


def to_markdown(blocks: Blocks) -> str:
    """Blocks as Markdown that shows the same letters; the first heading is the document's."""
    first = next((each for each in blocks if isinstance(each, Heading)), None)
    return "\n\n".join(_block(each, "#" if each is first else "##") for each in blocks) + "\n"


def _block(block: Block, level: str) -> str:
    match block:
        case Heading(nodes=nodes):
            return f"{level} {_line(nodes)}"
        case Bullets(items=items, numbered=numbered, first=first):
            numbers = range(first, first + len(items))
            marks = (f"{number}." if numbered else "-" for number in numbers)
            return "\n".join(
                f"{mark} {_line(item)}" for mark, item in zip(marks, items, strict=True)
            )
        case Quote(nodes=nodes, by=by):
            rows = [_begun(_escaped(row)) for row in plain(nodes).splitlines()]
            name = [f"— {_line(by)}"] if by else []
            return _BREAK.join(f"> {row}".rstrip() for row in (*rows, *name))
        case Fine(nodes=nodes) | Paragraph(nodes=nodes):
            return _line(nodes)


def _line(nodes: Inlines) -> str:
    return _BREAK.join(_begun(row) for row in "".join(map(_node, nodes)).split("\n"))


def _node(node: Inline) -> str:
    match node:
        case Strong(text=text):
            return f"**{_escaped(text)}**"
        case Emphasis(text=text):
            return f"*{_escaped(text)}*"
        case Code(text=text) if "`" not in text:
            return f"`{text}`"
        case Link(url=url, label=label) if label and label != url and not set(url) & set("<> \n"):
            return f"[{_escaped(label)}](<{url}>)"
        case _:
            return _escaped(plain((node,)))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _begun(row: str) -> str:
    """A row at whose head nothing begins a list, a heading or a block of code."""
    row = row.lstrip()
    opens = _OPENS.match(row)
    if opens is None:
        return row
    mark = opens[1]
    return f"{mark}\\{row[len(mark) :]}" if mark.isdigit() else f"\\{row}"
