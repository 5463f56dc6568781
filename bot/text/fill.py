"""The four placeholders that a prompt may use, and how they are filled.

Pure functions over strings. A prompt may name its cohort, theme, week and moderators; nothing
else in it is looked up or executed.
"""

import re
from collections.abc import Iterator

PLACEHOLDERS = ("cohort", "theme", "week", "moderators")

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|\{")
# Markdown takes a backslash before any of these, so none needs to be judged by its place.
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def fill(text: str, *, cohort: str, theme: str, week: int | str, moderators: str) -> str:
    """``text`` with its placeholders replaced; ``{{`` and ``}}`` become single braces.

    ``moderators`` are the names, already joined as the reader's language joins them. Values are
    escaped, so that a cohort called ``*new*`` is shown with its stars. Braces that are no
    placeholder stay as they are: an edited copy must never fail at the moment it is due.
    """
    values = {"cohort": cohort, "theme": theme, "week": str(week), "moderators": moderators}

    def replaced(match: re.Match[str]) -> str:
        whole = match[0]
        if whole in ("{{", "}}"):
            return whole[0]
        value = values.get(match[1] or "")
        return whole if value is None else escape(value)

    return _BRACES.sub(replaced, text)


def escape(value: str) -> str:
    """``value`` on one line, with a backslash before everything that Markdown could read."""
    return _PUNCTUATION.sub(r"\\\g<0>", " ".join(value.split()))


def wrong_placeholders(text: str) -> Iterator[str]:
    """Each piece of ``text`` in braces that ``fill`` would leave standing, in order."""
    for match in _BRACES.finditer(text):
        if match[0] not in ("{{", "}}") and match[1] not in PLACEHOLDERS:
            yield match[0]
