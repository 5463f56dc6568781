"""A programme's material as sections: Markdown by its headings, plain text by its paragraphs, and
lists of links by their lines.

Pure: letters in, sections out.
"""

import re
from collections.abc import Iterator

from bot.text.urls import safe_url

Sections = list[tuple[str, str]]
"""Each a heading, which may be empty, and its text."""

LONGEST = 1200
"""Letters of a section, so that one can be read where it is found."""
HEADING = 200
MOST_LETTERS = 2_000_000
MOST_SECTIONS = 2_000
"""Of all documents of a cohort together, so that searching them keeps nobody waiting."""

_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_LISTED = re.compile(r"^(?:[-*+]|\d+[.)])\s+")
_LABELLED = re.compile(r"^\[(?P<title>[^\]]*)\]\(<?(?P<url>\S+?)>?\)$")
_BARE = re.compile(r"<?(?P<url>https?://[^\s<>]+)>?", re.IGNORECASE)


def address(text: str) -> str | None:
    """The web address that a text is, if it is one and nothing else."""
    bare = text.strip()
    return safe_url(bare) if not any(map(str.isspace, bare)) else None


def read(text: str, *, markdown: bool) -> Sections:
    """The sections of a text. A text in which each line is a link with its title has one a line."""
    rows = [each.strip() for each in text.splitlines() if each.strip()]
    links = [_link(each) for each in rows]
    listed = [each for each in links if each is not None]
    if rows and len(listed) == len(rows):
        return listed
    parts = _by_headings(text) if markdown else iter([("", text)])
    return [(heading, each) for heading, words in parts for each in _pieces(words)]


def _link(row: str) -> tuple[str, str] | None:
    """A line's title and address; None if it is not a link, or says more than its title."""
    row = _LISTED.sub("", row)
    labelled = _LABELLED.match(row)
    found = labelled or _BARE.search(row)
    url = address(found["url"]) if found is not None else None
    if found is None or url is None:
        return None
    if labelled:
        return labelled["title"].strip()[:HEADING], url
    before, after = row[: found.start()], row[found.end() :]
    if after.strip() and before.strip():
        return None  # a sentence with an address in it
    title = (before + after).strip().strip(":–—-|").strip()
    return (title, url) if len(title) <= HEADING else None


def _by_headings(text: str) -> Iterator[tuple[str, str]]:
    heading, rows, fence = "", list[str](), ""
    for row in text.splitlines():
        opens = _FENCE.match(row)
        if opens is not None:
            # A heading within code is none.
            fence = "" if fence == opens[1] else fence or opens[1]
        found = _HEADING.match(row) if not fence else None
        if found is None:
            rows.append(row)
            continue
        yield heading, "\n".join(rows)
        heading, rows = found[1][:HEADING], []
    yield heading, "\n".join(rows)


def _pieces(text: str) -> Iterator[str]:
    """The paragraphs, as many together as fit; one that is longer is cut between words."""
    piece = ""
    for paragraph in re.split(r"\n\s*\n", text):
        for part in _cut(paragraph.strip()):
            if piece and len(piece) + len(part) + 2 > LONGEST:
                yield piece
                piece = ""
            piece = f"{piece}\n\n{part}" if piece else part
    if piece:
        yield piece


def _cut(text: str) -> Iterator[str]:
    while len(text) > LONGEST:
        space = text.rfind(" ", LONGEST // 2, LONGEST)
        at = space if space > 0 else LONGEST
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def too_much(sections: Sections, before: tuple[int, int] = (0, 0)) -> bool:
    """Whether sections are more than a cohort has room for that has so many sections and letters
    ``before``."""
    letters = before[1] + sum(len(text) for _, text in sections)
    return before[0] + len(sections) > MOST_SECTIONS or letters > MOST_LETTERS
