"""Letters that look like they name a patient: a net under the checklist, not in place of it."""

import re
from typing import Literal

Kind = Literal["phone", "email", "number", "date", "record"]

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,\s*|\s+)\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\.?,?\s+\d{{4}})"
)
# What is looked for first takes its letters from what is looked for later.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    (
        "record",
        r"\b(?:mrn|medical record(?: number)?|record (?:no|number)|chart (?:no|number)"
        r"|member id|patient id|policy (?:no|number))\b[\s.:#]*(?=[\w-]*\d)[\w-]{4,}",
    ),
    ("number", r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])"),
    ("date", rf"(?<![\w/.-]){_DATE}(?!\w)"),
    ("phone", r"(?<![\w-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\w)"),
    ("phone", r"(?<!\w)\+\d{1,3}(?:[ .-]?\d{2,4}){2,5}(?!\w)"),
    ("record", r"(?<![\w-])\d{7,}(?![\w-])"),
)
_COMPILED: list[tuple[Kind, re.Pattern[str]]] = [
    (kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS
]


def identifiers(text: str) -> list[tuple[Kind, str]]:
    """What in ``text`` looks like an identifier, with the letters as they stand, in their order.

    Exact dates of every sort are found, since a date of birth looks like any other; a year alone,
    a time, an age or a share of patients is none.
    """
    found: list[tuple[int, Kind, str]] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            found.append((match.start(), kind, match[0].strip()))
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return [(kind, letters) for _, kind, letters in sorted(found)]
