"""A document handed out on the command line: Markdown, one HTML file, or a PDF."""

import argparse
import sys
from pathlib import Path

from bot.operating.book_pdf import to_pdf
from bot.protocol.adapter import SettingsError
from bot.text.book import Book, to_blocks
from bot.text.book_html import to_html
from bot.text.written import to_markdown


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it is written, and where to."""
    parser.add_argument(
        "--format",
        choices=("md", "html", "pdf"),
        default="md",
        help="Markdown unless told otherwise; pdf needs the extra [pdf]: pip install '.[pdf]'",
    )
    parser.add_argument("--paper", choices=("A4", "letter"), default="A4", help="of a PDF")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a new file, for you alone")


def hand_out(made: Book, options: argparse.Namespace) -> None:
    """Write it as the options say. Raises SettingsError where that cannot be."""
    write(_written(made, options), options.out)


def write(data: bytes, out: Path | None) -> None:
    """Write it to a new file, or without one to whoever reads along. Raises SettingsError."""
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        # Made for its owner alone before a word is in it; what is there already stays.
        out.touch(mode=0o600, exist_ok=False)
        out.write_bytes(data)
    except OSError as why:
        raise SettingsError([f"{out}: {why.strerror}"]) from why


def _written(made: Book, options: argparse.Namespace) -> bytes:
    match options.format:
        case "pdf":
            return to_pdf(made, options.paper)
        case "html":
            return to_html(made).encode("utf-8", "replace")
        case _:
            return to_markdown(to_blocks(made)).encode("utf-8", "replace")
