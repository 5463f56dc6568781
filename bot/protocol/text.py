"""Text as nodes: what is said, free of any platform's markup.

Adapters translate their markup to nodes and back; the core only ever reads and writes nodes. A
``Plain`` node is shown letter by letter: nothing in it can ping, link or format.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.protocol.refs import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Letters, shown as they are. May hold line breaks."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """Letters that stand out."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """Letters in a lighter voice."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Something to type as it is, such as a command."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A web address. ``label`` is what is shown; without one, the address itself."""

    url: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A person who is meant to be told. ``name`` is shown where a platform cannot mention."""

    user: User
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message: its name and where it can be opened."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant, shown in the reader's own time zone where the platform can, else ``text``."""

    at: datetime
    text: str


Inline = Plain | Strong | Emphasis | Code | Link | Mention | Attachment | Moment
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that belong together."""

    nodes: Inlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title above what follows."""

    nodes: Inlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list; each item is one line. ``first`` is the number of the first of a numbered one."""

    items: tuple[Inlines, ...]
    numbered: bool = False
    first: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A person's own words. ``by`` names whose, as they chose to be named; ``url`` leads there."""

    nodes: Inlines
    by: Inlines = ()
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fine:
    """Small print, such as who can read an answer."""

    nodes: Inlines


Block = Paragraph | Heading | Bullets | Quote | Fine
Blocks = tuple[Block, ...]


def plain(nodes: Iterable[Inline]) -> str:
    """The letters of a line of nodes, without any format; links show their address."""
    return "".join(_letters(node) for node in nodes)


def _letters(node: Inline) -> str:
    match node:
        case Link(url=url, label=label):
            return url if not label or label == url else f"{label} ({url})"
        case Mention(name=name):
            return f"@{name}"
        case Attachment(name=name):
            return name
        case _:
            return node.text


def joined(nodes: Iterable[Inline]) -> Inlines:
    """Neighbouring plain nodes as one, empty ones left out."""
    out: list[Inline] = []
    for node in nodes:
        if isinstance(node, Plain) and out and isinstance(last := out[-1], Plain):
            out[-1] = Plain(text=last.text + node.text)
        elif not (isinstance(node, Plain) and not node.text):
            out.append(node)
    return tuple(out)


def flatten(blocks: Sequence[Block]) -> str:
    """The letters of blocks, a line each; what a screen reader or a plain terminal would show."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Bullets(items=items, numbered=numbered, first=first):
                for n, item in enumerate(items, first):
                    lines.append(f"{n}. {plain(item)}" if numbered else f"• {plain(item)}")
            case Quote(nodes=nodes, by=by, url=url):
                name = f" — {plain(by)}" if by else ""
                link = f" ({url})" if url else ""
                lines.append(f"“{plain(nodes)}”{name}{link}")
            case _:
                lines.append(plain(block.nodes))
    return "\n".join(lines)
