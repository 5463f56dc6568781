"""Files of a programme's material as sections: Markdown, plain text, lists of links, PDF."""

import logging
from pathlib import Path

from bot.text.toolkit import MOST_LETTERS, Sections, read, too_much

MARKDOWN = (".md", ".markdown")
MOST_BYTES = 50_000_000
"""Of a PDF, whose pictures are not kept. A text of more letters than a cohort has room for is not
even read."""
MOST_PAGES = 2_000


class Unreadable(Exception):
    """Why a file cannot be used; ``str()`` says what to do about it."""


def sections(path: Path) -> Sections:
    """The sections of a file. Raises Unreadable, OSError where it is not there."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"%PDF-":
        if size > MOST_BYTES:
            raise Unreadable("is larger than 50 MB: leave pictures out, or divide it.")
        found = _pdf(path)
    else:
        # No letter takes more than four bytes.
        if size > 4 * MOST_LETTERS:
            raise Unreadable("is too long: there is room for 2,000,000 letters.")
        found = read(_letters(path.read_bytes()), markdown=path.suffix.lower() in MARKDOWN)
    if not found:
        raise Unreadable("holds no text.")
    if too_much(found):
        raise Unreadable("is too long: there is room for 2,000,000 letters in 2,000 sections.")
    return found


def _letters(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as why:
        kind = "is not text that can be read" if b"\x00" in data else "is not written in UTF-8"
        raise Unreadable(f"{kind}: save it as UTF-8 text, Markdown or PDF.") from why
    if "\x00" in text:
        raise Unreadable("is no text: save it as UTF-8 text, Markdown or PDF.")
    return text


def _pdf(path: Path) -> Sections:
    try:
        # Not above: it comes with an extra, which most installations do not need.
        from pypdf import PasswordType, PdfReader
    except ImportError as why:
        raise Unreadable(
            "is a PDF, which needs the package pypdf: install Roundtable with its extra [pdf]."
        ) from why
    # It complains of files that it reads all the same.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Unreadable("is locked with a password: save it without.")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("has more than 2,000 pages: divide it.")
        pages: list[str] = []
        left = MOST_LETTERS
        for page in reader.pages:
            pages.append(page.extract_text().replace("\x00", ""))
            left -= len(pages[-1])
            if left < 0:
                raise Unreadable("is too long: there is room for 2,000,000 letters.")
    except Unreadable:
        raise
    except Exception as why:  # a broken PDF may fail in any way
        raise Unreadable("is a PDF that cannot be read: it is broken.") from why
    found = [
        (f"page {number}", text)
        for number, page in enumerate(pages, 1)
        for _, text in read(page, markdown=False)
    ]
    if not found:
        raise Unreadable("is a PDF without text, a scan perhaps: have its text recognised first.")
    return found
