"""HTML as a run of tags and text, in the order in which a browser would meet them.

The tree is made by a browser's own kind of parser, which takes whatever comes, quickly: Python's
needs minutes for a hundred kilobytes of tags that never end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag, its name and its attributes' names in small letters."""

    name: str
    closes: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


def tokens(html: str) -> Iterator[Tag | str]:
    """Tags, and the text between them with its entities decoded. Each tag that opens also
    closes."""
    body = LexborHTMLParser(html).body
    if body is None:
        return
    node, end = body.child, body.mem_id  # nodes compare by all that is in them
    while node is not None:
        yield from _opening(node)
        if node.child is not None:
            node = node.child
            continue
        yield from _closing(node)
        while node.next is None:
            node = node.parent
            if node is None or node.mem_id == end:
                return
            yield from _closing(node)
        node = node.next


def _opening(node: LexborNode) -> Iterator[Tag | str]:
    if node.tag == "-text":
        yield node.text_content or ""
    elif node.tag and not node.tag.startswith("-"):
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        yield Tag(name=node.tag.lower(), attributes=attributes)


def _closing(node: LexborNode) -> Iterator[Tag]:
    if node.tag and not node.tag.startswith("-"):
        yield Tag(name=node.tag.lower(), closes=True)
