"""The texts of a page that people will read, and what may be wrong with any of them.

Shared by all kinds of files in the library. What is wrong is told to the page.
"""

from collections.abc import Iterable

from bot.text.fill import PLACEHOLDERS, wrong_placeholders
from bot.text.frontmatter import Fields, Page, closest
from bot.text.prompt import MAX_BODY, MAX_TITLE


def read_title(page: Page, fields: Fields) -> str:
    title = " ".join(fields.text("title", required=True).split())
    if len(title) > MAX_TITLE:
        page.problem(fields.line_at("title"), f"the title is longer than {MAX_TITLE} characters")
    if "{" in title or "}" in title:
        page.problem(fields.line_at("title"), "a title is shown as it is; no braces in it")
    return title


def read_body(
    page: Page, *, placeholders: bool, required: bool = True, longest: int = MAX_BODY
) -> str:
    """What stands below the front matter, of at most ``longest`` characters."""
    if required and not page.body:
        page.problem(page.body_line, "there is no text below the front matter")
    if len(page.body) > longest:
        page.problem(page.body_line, f"the text is longer than {longest:,} characters")
    if placeholders:
        lines = enumerate(page.body.splitlines(), page.body_line)
        check_placeholders(page, page.body, lines, page.body_line)
    return page.body


def read_text(page: Page, fields: Fields, key: str, longest: int = MAX_BODY) -> str:
    """The text under ``key``, which must be there and may hold placeholders."""
    text, line = fields.text(key, required=True), fields.line_at(key)
    if len(text) > longest:
        page.problem(line, f"the text is longer than {longest:,} characters")
    check_placeholders(page, text, fields.written(key), line)
    return text


def check_placeholders(page: Page, text: str, lines: Iterable[tuple[int, str]], line: int) -> None:
    """Tells the wrong placeholders in ``text``, by the line they stand on, else by ``line``."""
    written = list(lines)
    for wrong in dict.fromkeys(wrong_placeholders(text)):
        meant = closest(wrong.strip("{}"), PLACEHOLDERS)
        page.problem(
            next((number for number, words in written if wrong in words), line),
            f"“{wrong}” is no placeholder; for a plain brace write {{{{",
            f"{{{meant}}}" if meant else None,
        )
