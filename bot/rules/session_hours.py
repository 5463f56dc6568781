"""Some hours of a day as people type them: ``14:00 to 15:30``, ``2pm-3:30pm``, ``2-3:30 pm``.

One of both times says that it is one, by a colon or by ``am`` or ``pm``: ``2 to 4`` may be days.
The day stands before or behind them. ``2:00 to 3:30`` is in the afternoon, since nobody meets at
night; whoever means the night writes ``02:00``.
"""

import re
from dataclasses import dataclass
from datetime import time

_TIME = r"(?P<h{n}>\d{{1,2}})(?::(?P<m{n}>\d\d))? ?(?P<half{n}>[ap]\.?m\.?)?"
_SPAN = _TIME.format(n=1) + r" ?(?:-|–|to|until|till) ?" + _TIME.format(n=2)
_HOURS = (
    re.compile(r"(?:(?P<day>.+?),? )?(?:from |at )?" + _SPAN, re.ASCII),
    re.compile(r"(?:from |at )?" + _SPAN + r",? (?:on )?(?P<day>.+)", re.ASCII),
)
_NOON = 12
_WORK = 7
"""Hours of the day before which nobody meets."""
_LONGEST = 60  # letters; a day and two times need fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """From ``begins`` to ``ends``, which is the first moment after them, by the clock. Whoever
    typed them may have turned them around."""

    begins: time
    ends: time


def read_hours(text: str) -> tuple[str, Hours | None]:
    """The hours in a text in small letters, and what stands before or behind them; the text and
    None where there are none."""
    if len(text) > _LONGEST:
        return text, None
    clock = re.sub(r"\b(?:12 )?noon\b", "12pm", text)
    match = next(filter(None, (each.fullmatch(clock) for each in _HOURS)), None)
    if match is None or not any(match[each] for each in ("m1", "m2", "half1", "half2")):
        return text, None
    halves = [_half(match[f"half{n}"]) for n in (1, 2)]
    times = [(int(match[f"h{n}"]), int(match[f"m{n}"] or 0)) for n in (1, 2)]
    # "2-3:30pm" says the half of the day once.
    said = halves[0] or halves[1]
    if said is None and 0 < times[0][0] < _WORK and not match["h1"].startswith("0"):
        halves = ["p", "p"]
    elif said is None and times[0] > times[1]:
        halves = [None, "p"]  # "11:30 to 1:00"
    for each in ([each or said for each in halves], [each or _other(said) for each in halves]):
        begins, ends = (_time(*at, half) for at, half in zip(times, each, strict=True))
        if begins is not None and ends is not None and begins < ends:
            return match["day"] or "", Hours(begins=begins, ends=ends)
    begins, ends = (_time(*at, half) for at, half in zip(times, halves, strict=True))
    if begins is None or ends is None:
        return text, None
    return match["day"] or "", Hours(begins=begins, ends=ends)


def _half(text: str | None) -> str | None:
    return text[0] if text else None


def _other(half: str | None) -> str | None:
    return {"a": "p", "p": "a"}.get(half or "")


def _time(hour: int, minute: int, half: str | None) -> time | None:
    # From 13 on it is an hour of 24, whatever half the other time says.
    if half is not None and 1 <= hour <= _NOON:
        hour = hour % _NOON + _NOON * (half == "p")
    return time(hour, minute) if hour < 24 and minute < 60 else None
