"""A handbook as a PDF, with Source Sans from the package that brings it."""

import unicodedata
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Literal

from bot.protocol.adapter import SettingsError
from bot.text.book import Book, Part, Piece, web

if TYPE_CHECKING:
    from fpdf import FPDF

_FACES = {"": "SourceSansPro-Regular.ttf", "B": "SourceSansPro-Semibold.ttf"}
_INK, _QUIET, _ACCENT, _RULE = (29, 37, 48), (86, 97, 110), (31, 95, 91), (185, 211, 209)
_BEGINNING = 70
"""Millimetres that a chapter has below its heading, or it begins on the next page."""
_UNKNOWN = "\N{WHITE SQUARE}"
"""Stands for a letter that the font has not."""

Paper = Literal["A4", "letter"]


def to_pdf(book: Book, paper: Paper) -> bytes:
    """The document. Raises SettingsError where what it needs is not installed."""
    try:
        # Not above: it comes with an extra, which most installations do not need.
        from fpdf import FPDF

        folder = files("font_source_sans_pro") / "files"
    except ImportError as why:
        raise SettingsError(
            ["A PDF needs the packages fpdf2 and font-source-sans-pro: install Roundtable with "
             "its extra [pdf]. --format html prints as well."]
        ) from why  # fmt: skip
    made = FPDF(format=paper)
    for style, name in _FACES.items():
        with as_file(folder / name) as path:
            made.add_font("body", style, str(path))  # pyright: ignore
    return _Pages(made).of(book)


class _Pages:
    def __init__(self, pdf: "FPDF") -> None:
        self._pdf = pdf
        pdf.set_margins(25, 25, 25)
        pdf.set_auto_page_break(True, 25)
        pdf.set_font("body")
        font = pdf.fonts["body"]
        self._known = frozenset(getattr(font, "cmap", {}))

    def of(self, book: Book) -> bytes:
        pdf = self._pdf
        pdf.set_title(self._letters(book.title))
        pdf.set_lang("en")
        pdf.add_page()
        pdf.set_y(70)
        self._text(book.title, size=26, bold=True, after=6)
        pdf.set_draw_color(*_ACCENT)
        pdf.set_line_width(0.8)
        pdf.line(pdf.l_margin, pdf.get_y(), pdf.l_margin + 40, pdf.get_y())
        pdf.ln(8)
        for line in book.lines:
            self._text(line, size=12, after=1)
        pdf.ln(6)
        self._text(book.confidential, size=12, bold=True)
        links = [pdf.add_link() for _ in book.parts]
        if book.parts:
            pdf.add_page()
            self._heading(book.contents)
            for part, link in zip(book.parts, links, strict=True):
                self._text(part.title, size=12, after=2, link=link)
            pdf.add_page()
        for part, link in zip(book.parts, links, strict=True):
            self._part(part, link)
        pdf.ln(8)
        if pdf.will_page_break(_BEGINNING):
            pdf.add_page()
        self._heading(book.making)
        for line in book.how:
            self._text(line, after=3)
        return bytes(pdf.output())

    def _part(self, part: Part, link: int) -> None:
        pdf = self._pdf
        if pdf.will_page_break(_BEGINNING):
            pdf.add_page()
        elif pdf.get_y() > pdf.t_margin:
            pdf.ln(8)
        pdf.set_link(link, y=pdf.get_y(), page=pdf.page_no())
        self._heading(part.title)
        if part.about:
            self._text(part.about, size=10, colour=_QUIET, after=5)
        for piece in part.pieces:
            self._piece(piece)

    def _heading(self, text: str) -> None:
        self._text(text, size=18, bold=True, colour=_ACCENT, after=6)
        self._pdf.start_section(self._letters(text))

    def _piece(self, piece: Piece) -> None:
        pdf, left = self._pdf, self._pdf.l_margin
        by = " · ".join(filter(None, (piece.by, piece.where)))
        # What a quote is set in by; its rule is drawn once its height is known, a page at a time.
        pdf.set_left_margin(left + 6)
        if pdf.will_page_break(18):
            pdf.add_page()
        page, top = pdf.page_no(), pdf.get_y()
        if piece.words:
            self._text(piece.words, size=11.5, after=1)
        if pdf.page_no() == page:
            pdf.set_draw_color(*_RULE)
            pdf.set_line_width(0.7)
            pdf.line(left + 2, top + 0.5, left + 2, max(top + 5, pdf.get_y()))
        if piece.url:
            self._text(piece.url, size=10, colour=_ACCENT, after=0, link=web(piece.url) or "")
        self._text(by, size=9.5, colour=_QUIET, after=7, link=web(piece.link) or "")
        pdf.set_left_margin(left)

    def _text(
        self,
        text: str,
        *,
        size: float = 11,
        bold: bool = False,
        colour: tuple[int, int, int] = _INK,
        after: float = 0,
        link: int | str = "",
    ) -> None:
        pdf = self._pdf
        pdf.set_x(pdf.l_margin)
        pdf.set_font("body", "B" if bold else "", size)
        pdf.set_text_color(*colour)
        pdf.multi_cell(0, size * 0.5, self._letters(text), align="L", link=link,
                       new_x="LMARGIN", new_y="NEXT")  # fmt: skip
        pdf.ln(after)

    def _letters(self, text: str) -> str:
        """The text in letters that the font has: it would name the others in a log."""
        return "".join(
            each if ord(each) in self._known or each == "\n" else self._like(each)
            for each in unicodedata.normalize("NFC", text)
        )

    def _like(self, letter: str) -> str:
        if unicodedata.category(letter) in ("Cc", "Cf", "Mn"):
            return " " if letter == "\t" else ""
        bare = [each for each in unicodedata.normalize("NFKD", letter) if ord(each) in self._known]
        return "".join(bare) or (_UNKNOWN if ord(_UNKNOWN) in self._known else "?")
