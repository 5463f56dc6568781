"""On which days a programme's prompts are posted, and when that is on the world's clock.

What is kept of a cohort is the local rule (a day, a time, a zone). Instants are derived from it
and derived again when the zone or its rules change.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

NOON = time(12)
MORNING = time(10)
_DAY = timedelta(days=1)


def instant(day: date, at: time, zone: str) -> datetime:
    """The one moment (UTC) at which local clocks show ``at`` on ``day``.

    A time that the clocks leap over comes as much later as they leap; of a time that they show
    twice, it is the first.
    """
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def read_time(text: str) -> time:
    """A stored local time, ``HH:MM``."""
    return time.fromisoformat(text)


def stored_instant(day: date, at: str, zone: str) -> datetime:
    """As ``instant``, of a stored local time."""
    return instant(day, read_time(at), zone)


def is_working_day(day: date, off: Collection[date] = ()) -> bool:
    """Monday to Friday, and none of the cohort's days without posts."""
    return day.weekday() < 5 and day not in off


def next_working_day(day: date, off: Collection[date] = ()) -> date:
    """The first working day after ``day``."""
    day += _DAY
    while not is_working_day(day, off):
        day += _DAY
    return day


def working_day_by(day: date, off: Collection[date] = ()) -> date:
    """The last working day that is not after ``day``."""
    while not is_working_day(day, off):
        day -= _DAY
    return day


def next_morning(now: datetime, at: time, zone: str, off: Collection[date] = ()) -> date:
    """The local day of the next working morning at ``at``: today's, if that is yet to come."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if is_working_day(today, off) and instant(today, at, zone) > now:
        return today
    return next_working_day(today, off)


def morning_time(usual: time) -> time:
    """When something goes out that waits for the morning: its usual time, if that is one."""
    return usual if usual < NOON else MORNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A prompt, by name, of a programme's week, and the local day on which it is posted."""

    week: int
    prompt: str
    day: date


def unroll(
    weeks: Iterable[tuple[int, str]],
    starts: date,
    every: timedelta,
    off: Collection[date] = (),
) -> list[Slot]:
    """A programme's weeks as days: week n is n - 1 times ``every`` after the start.

    A prompt that falls on a day without posts moves to the next working day that is none; the
    prompts after it keep their days.
    """
    slots: list[Slot] = []
    for week, prompt in weeks:
        day = starts + (week - 1) * every
        slots.append(
            Slot(week=week, prompt=prompt, day=next_working_day(day, off) if day in off else day)
        )
    return slots


def week_of(day: date, starts: date, every: timedelta = timedelta(days=7)) -> int:
    """The programme's week in which a day lies; 1 for every day before the second week."""
    return max(1, (day - starts) // every + 1)


def days_open(duration: timedelta) -> int:
    """How many calendar days a discussion stays open, at least one."""
    return max(1, ceil(duration / _DAY))


def closing_day(day: date, open_days: int) -> date:
    """The local day on which a discussion closes that opens on ``day``."""
    return day + open_days * _DAY


def summary_day(closes: date, off: Collection[date] = ()) -> date:
    """The local day on which moderators get the draft of a discussion that closes on ``closes``."""
    return next_working_day(closes, off)


def days_off(settings: Mapping[str, Any]) -> frozenset[date]:
    """The cohort's days without posts, from its settings (``days_off``: a list of ISO dates)."""
    return frozenset(date.fromisoformat(each) for each in settings.get("days_off", ()))
