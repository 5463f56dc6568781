"""A handbook as a document: what it holds, and how it reads as blocks, for a chat and as Markdown.

Pure. Words of members are letters here and nothing else: whoever writes a document out escapes
them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.protocol.text import Block, Blocks, Bullets, Fine, Heading, Link, Paragraph, Plain, Quote
from bot.text.toolkit import address

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::\d+)?(?:[/?#]|$)")
"""Begins an address that was written without its scheme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Somebody's ``words``, ``by`` whom as they chose to be named, and ``where`` they are from.
    ``link`` leads to the message, of those who are named; ``url`` is what somebody shared."""

    words: str
    by: str
    where: str
    link: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter: its ``title``, a line ``about`` it (may be empty), its pieces."""

    title: str
    about: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A document: ``lines`` and ``confidential`` stand below its title, ``how`` it was made at its
    end. ``contents`` and ``making`` are headings, ``about`` says what it is."""

    title: str
    lines: tuple[str, ...]
    confidential: str
    contents: str
    parts: tuple[Part, ...]
    making: str
    how: tuple[str, ...]


def web(url: str) -> str | None:
    """The address behind what somebody shared; None for what is no web address. Without a scheme
    it leads to the web all the same."""
    found = address(f"https://{url}" if _HOST.match(url) else url)
    return found if found and found.startswith(("http://", "https://")) else None


def to_blocks(book: Book) -> Blocks:
    """The document as blocks."""
    return tuple(_blocks(book))


def _blocks(book: Book) -> Iterator[Block]:
    yield _heading(book.title)
    for line in (*book.lines, book.confidential):
        yield Paragraph(nodes=(Plain(text=line),))
    if book.parts:
        yield _heading(book.contents)
        yield Bullets(items=tuple((Plain(text=each.title),) for each in book.parts))
    for part in book.parts:
        yield _heading(part.title)
        if part.about:
            yield Fine(nodes=(Plain(text=part.about),))
        for piece in part.pieces:
            yield from _piece(piece)
    yield _heading(book.making)
    for line in book.how:
        yield Paragraph(nodes=(Plain(text=line),))


def _piece(piece: Piece) -> Iterator[Block]:
    by = " · ".join(filter(None, (piece.by, piece.where)))
    url = web(piece.url)
    if piece.words:
        yield Quote(nodes=(Plain(text=piece.words),), by=(Plain(text=by),), url=piece.link or None)
    if piece.url:
        shown = Link(url=url) if url else Plain(text=piece.url)
        beside = () if piece.words or not by else (Plain(text=f" — {by}"),)
        yield Bullets(items=((shown, *beside),))


def _heading(text: str) -> Heading:
    return Heading(nodes=(Plain(text=text),))
