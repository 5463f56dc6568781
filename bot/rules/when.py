"""Days as people type them.

Understood are ``2026-03-09``, ``3/9`` and ``3/9/2026`` (month first), ``9.3.`` and ``9.3.2026``
(day first), ``March 9``, ``9 Mar 2026``, ``today``, ``tomorrow``, ``monday`` and ``next monday``.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

NOW = "now"
_ANY_DAY = date(2000, 1, 1)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})", re.ASCII)
_SLASHED = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(/(?P<year>\d{4}))?", re.ASCII)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?P<year>\d{4})?", re.ASCII)
_NAMED = (
    re.compile(r"(?P<name>[a-z]{3,9}) (?P<day>\d{1,2})(st|nd|rd|th)?( (?P<year>\d{4}))?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})(st|nd|rd|th)? (?P<name>[a-z]{3,9})( (?P<year>\d{4}))?", re.ASCII),
)
_SPAN = re.compile(r"(?P<number>[+-]?\d{1,4}) ?(?P<unit>day|week)s?", re.ASCII)


def read_day(text: str, today: date) -> date | None:
    """The day that is meant, or None. Without a year it is the next such day, ``today`` included;
    a weekday is the next one after ``today``."""
    text = " ".join(text.casefold().replace(",", " ").split())
    if text in ("today", "tomorrow"):
        return today + timedelta(days=text == "tomorrow")
    weekday = _one_of(_DAYS, text.removeprefix("next "))
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    for form in (_ISO, _SLASHED, _DOTTED, *_NAMED):
        match = form.fullmatch(text)
        if match:
            return _dated(match.groupdict(), today)
    return None


def read_days(text: str, today: date) -> list[date] | None:
    """Several days with commas, "and" or spaces between them; None if one of them is no day."""
    whole = read_day(text, today)
    if whole is not None:
        return [whole]
    for parts in (re.split(r"(?:,|;|\band\b)", text), re.split(r"[\s,;]+", text)):
        days = [read_day(part, today) for part in parts if part.strip()]
        found = [day for day in days if day is not None]
        if found and len(found) == len(days):
            return sorted(set(found))
    return None


def read_span(text: str) -> int | None:
    """A number of days such as ``2 weeks`` or ``-3 days``, or None; it may be zero."""
    match = _SPAN.fullmatch(" ".join(text.casefold().split()))
    if match is None:
        return None
    return int(match["number"]) * (7 if match["unit"] == "week" else 1)


def _one_of(names: tuple[str, ...], word: str) -> int | None:
    """Which of the names is meant by one of them or at least three letters of its beginning."""
    found = [n for n, name in enumerate(names) if len(word) >= 3 and name.startswith(word)]
    return found[0] if len(found) == 1 else None


def _dated(parts: dict[str, str | None], today: date) -> date | None:
    name = parts.get("name")
    if name is not None:
        month = _one_of(_MONTHS, name)
        number = None if month is None else month + 1
    else:
        number = int(parts["month"] or 0)
    if number is None:
        return None
    year, day = parts.get("year"), int(parts["day"] or 0)
    # Without a year: this year's or next year's; of February 29, whichever comes next.
    years = (int(year),) if year else range(today.year, min(today.year + 9, 9999))
    for each in years:
        try:
            found = date(each, number, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def split_when(text: str, is_name: Callable[[str], bool]) -> tuple[str, str]:
    """What is named at the beginning of a text, and the words of time after it, if any.

    A name may itself hold words of time, so the longest beginning that is one wins. Where none is,
    the time is taken off the end, so that the rest can be told as unknown.
    """
    words = text.split()
    for length in range(len(words), 0, -1):
        if is_name(" ".join(words[:length])):
            return " ".join(words[:length]), " ".join(words[length:])
    for length in range(max(1, len(words) - 3), len(words)):
        when = " ".join(words[length:])
        if when.casefold() == NOW or read_day(when, _ANY_DAY) is not None:
            return " ".join(words[:length]), when
    return " ".join(words), ""
