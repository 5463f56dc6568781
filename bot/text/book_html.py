"""A handbook as one HTML file: no script, nothing that is loaded from elsewhere, made to be read
and printed."""

from collections.abc import Iterator
from html import escape

from bot.text.book import Book, Piece, web

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 40rem; padding: 3rem 1.5rem; background: #fff; color: #1d2530;
  font: 1.05rem/1.6 "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere; }
header { margin: 4rem 0; padding-bottom: 2rem; border-bottom: 3px solid #1f5f5b; }
h1 { font-size: 2.3rem; line-height: 1.2; margin: 0 0 1.5rem; }
h2 { font-size: 1.45rem; line-height: 1.3; margin: 3.5rem 0 1.25rem; color: #1f5f5b; }
header p { margin: .3rem 0; }
.confidential { margin-top: 1.5rem; font-weight: 600; }
nav ol { padding-left: 1.4rem; } nav li { margin: .3rem 0; }
a { color: #1f5f5b; }
figure { margin: 0 0 1.75rem; break-inside: avoid; }
blockquote { margin: 0; padding: .1rem 0 .1rem 1.25rem; border-left: 3px solid #b9d3d1;
  white-space: pre-line; }
figcaption, .about { color: #56616e; font-size: .9rem; }
figcaption { margin: .4rem 0 0 1.4rem; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid #ccd3da; }
@page { margin: 20mm 18mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  header { margin-top: 30mm; } nav { break-after: page; }
  h2 { break-after: avoid; } a { color: inherit; }
}
"""


def to_html(book: Book) -> str:
    """The document. Everything in it is escaped."""
    return "\n".join(_lines(book)) + "\n"


def _lines(book: Book) -> Iterator[str]:
    title = escape(book.title)
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    # Nobody whose page is opened from here learns where the reader came from.
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<header>\n<h1>{title}</h1>"
    yield from (f"<p>{escape(each)}</p>" for each in book.lines)
    yield f'<p class="confidential">{escape(book.confidential)}</p>\n</header>'
    if book.parts:
        yield f"<nav>\n<h2>{escape(book.contents)}</h2>\n<ol>"
        for number, each in enumerate(book.parts, 1):
            yield f'<li><a href="#part-{number}">{escape(each.title)}</a></li>'
        yield "</ol>\n</nav>"
    for number, part in enumerate(book.parts, 1):
        yield f'<section id="part-{number}">\n<h2>{escape(part.title)}</h2>'
        if part.about:
            yield f'<p class="about">{escape(part.about)}</p>'
        yield from map(_piece, part.pieces)
        yield "</section>"
    yield f"<footer>\n<h2>{escape(book.making)}</h2>"
    yield from (f"<p>{escape(each)}</p>" for each in book.how)
    yield "</footer>\n</body>\n</html>"


def _piece(piece: Piece) -> str:
    shared = _linked(piece.url, web(piece.url)) if piece.url else ""
    words = f"<blockquote>{escape(piece.words)}</blockquote>" if piece.words else ""
    where = _linked(piece.where, web(piece.link))
    by = f"<strong>{escape(piece.by)}</strong> · {where}" if piece.by else where
    named = "<br>".join(filter(None, (shared, by)))
    return f"<figure>{words}<figcaption>{named}</figcaption></figure>"


def _linked(label: str, url: str | None) -> str:
    shown = escape(label)
    return f'<a href="{escape(url)}" rel="noreferrer">{shown}</a>' if url else shown
