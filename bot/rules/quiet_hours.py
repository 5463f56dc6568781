"""Quiet hours as people type them: ``18:00-8:00``, ``18 to 8``, ``6pm - 8:30 am``."""

import re
from datetime import time

from bot.rules.attention import Quiet

_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_SPAN = re.compile(
    rf"(?:from\s+)?{_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}", re.ASCII | re.IGNORECASE
)


def read_quiet(text: str) -> Quiet | None:
    """The hours that are meant, or None."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return None
    since, until = _time(*found.group(1, 2, 3)), _time(*found.group(4, 5, 6))
    if since is None or until is None or since == until:
        return None
    return Quiet(since=since, until=until)


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    number = int(hour)
    if half is not None:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half.lower() == "pm" else 0)
    if number == 24 and not int(minute or 0):
        number = 0
    try:
        return time(number, int(minute or 0))
    except ValueError:
        return None
