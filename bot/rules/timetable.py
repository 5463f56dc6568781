"""When the things of one discussion happen: its stages, its follow-up, its reveal and its end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.cadence import (
    MORNING,
    closing_day,
    days_open,
    instant,
    is_working_day,
    next_working_day,
)
from bot.rules.hours import working_hours_before

NOTICE = 4.0
"""Working hours that moderators have before a follow-up goes out."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Instants (UTC). ``stages`` are pairs of a stage's index and its time; what would fall on
    or after the close is left out."""

    closes: datetime
    stages: tuple[tuple[int, datetime], ...]
    follow_up: datetime | None
    reveal: datetime | None


def timetable(
    *,
    day: date,
    at: time,
    zone: str,
    open_days: int,
    stages: Sequence[int] = (),
    follow_up: timedelta | None = None,
    hold_answers: timedelta | None = None,
    off: Collection[date] = (),
) -> Timetable:
    """The times of a discussion that opens on ``day`` at ``at``, local.

    ``stages`` are days after the opening, ``follow_up`` and ``hold_answers`` how long after it;
    whole days are days of the calendar, so that a change to summer time moves nothing.
    """
    closes = instant(closing_day(day, open_days), at, zone)
    steps = ((n, instant(day + days * _DAY, MORNING, zone)) for n, days in enumerate(stages))
    reveal = None if hold_answers is None else _after(day, at, hold_answers, zone)
    later = None
    if follow_up is not None:
        later = _follow_up(day, instant(day, at, zone), follow_up, zone, off)
    return Timetable(
        closes=closes,
        stages=tuple((n, when) for n, when in steps if when < closes),
        follow_up=later if later is not None and later < closes else None,
        reveal=None if reveal is None else min(reveal, closes),
    )


def _follow_up(
    day: date, opens: datetime, length: timedelta, zone: str, off: Collection[date]
) -> datetime:
    """The working morning that comes so long after the opening, and leaves the room some hours
    before moderators hear of it: for what opens on a weekend that would be before the opening."""
    later = working_morning(day + days_open(length) * _DAY, zone, off)
    while notice(later, zone) < opens + timedelta(hours=NOTICE):
        local = later.astimezone(ZoneInfo(zone)).date()
        later = working_morning(local + _DAY, zone, off)
    return later


def _after(day: date, at: time, length: timedelta, zone: str) -> datetime:
    return instant(day + length.days * _DAY, at, zone) + (length - length.days * _DAY)


def working_morning(day: date, zone: str, off: Collection[date] = ()) -> datetime:
    """Ten o'clock on the first working day from ``day`` on."""
    good = day if is_working_day(day, off) else next_working_day(day, off)
    return instant(good, MORNING, zone)


def notice(goes_out: datetime, zone: str) -> datetime:
    """When moderators hear of a follow-up that would go out at ``goes_out``."""
    return working_hours_before(goes_out, NOTICE, zone)


def later_by_days(at: datetime, days: int, zone: str) -> datetime:
    """The same local time, this many days on."""
    local = at.astimezone(ZoneInfo(zone))
    return instant(local.date() + days * _DAY, local.time(), zone)
