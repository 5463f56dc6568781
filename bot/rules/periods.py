"""Stretches of time that are summed up together, as moderators ask for them.

Understood are ``week`` and ``month`` (this one, or the last one on its first two days, when little
has been said in it), ``this week``, ``last week``, ``this month``, ``last month``, ``all``, ``since
DAY``, ``DAY to DAY`` and ``DAY``, with days as in ``rules.when`` and ``yesterday``; one session:
``DAY 14:00 to 15:30`` or ``2pm-3:30pm``, which is today.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.rules.cadence import instant
from bot.rules.session_hours import Hours, read_hours
from bot.rules.when import read_day

Kind = Literal["week", "month", "days", "session", "all"]
Trouble = Literal["backwards", "future"]
"""What is wrong with a stretch that can be read: it ends before it begins, or is yet to come."""

FRESH = 2
"""Days at the start of a week or a month on which the one before is meant."""
_WEEK, _YEAR = timedelta(days=7), timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Whole days from ``first`` to ``last``, both included; of a session, which is on one day, the
    ``hours`` of the cohort's clocks."""

    kind: Kind
    first: date
    last: date
    hours: Hours | None = None


def read(words: str, today: date, starts: date) -> Stretch | Trouble | None:
    """The stretch that is meant, what is wrong with it, or None for other words. ``starts`` is the
    first day of the cohort; whether hours of today are yet to come is for ``moments`` to see."""
    words = " ".join(words.casefold().split())
    match words.removeprefix("the "):
        case "week":
            return week(today, before=today.weekday() < FRESH)
        case "this week" | "last week" as which:
            return week(today, before=which == "last week")
        case "month":
            return month(today, before=today.day <= FRESH)
        case "this month" | "last month" as which:
            return month(today, before=which == "last month")
        case "all" | "everything" | "so far":
            return Stretch(kind="all", first=min(starts, today), last=today)
    day, hours = read_hours(words)
    if hours is not None:
        first = past_day(day, today) if day else today
        if first is None:
            return None
        if hours.begins >= hours.ends:
            return "backwards"
        return _checked(Stretch(kind="session", first=first, last=first, hours=hours), today)
    one = past_day(words.removeprefix("on "), today)
    if one is not None:
        return _checked(Stretch(kind="days", first=one, last=one), today)
    begins, ends = words.removeprefix("since ").removeprefix("from "), today
    if not words.startswith("since "):
        parts = re.split(r" (?:to|until|till|-|–) ", begins)
        if len(parts) != 2:
            return None
        begins, end = parts[0], past_day(parts[1], today)
        if end is None:
            return None
        ends = end
    first = past_day(begins, today)
    if first is None:
        return None
    return _checked(Stretch(kind="days", first=first, last=ends), today)


def _checked(stretch: Stretch, today: date) -> Stretch | Trouble:
    if stretch.first > today:
        return "future"
    return "backwards" if stretch.first > stretch.last else stretch


def moments(stretch: Stretch, zone: str) -> tuple[datetime, datetime] | None:
    """Its first moment and the first one after it; None where the clocks of the zone leap over an
    hour that it names. An hour that they show twice counts both times."""
    if stretch.hours is None:
        beyond = stretch.last + timedelta(days=1)
        return instant(stretch.first, time.min, zone), instant(beyond, time.min, zone)
    begins = instant(stretch.first, stretch.hours.begins, zone)
    ends = instant(stretch.last, stretch.hours.ends.replace(fold=1), zone)
    local = ZoneInfo(zone)
    shown = (begins.astimezone(local).time(), ends.astimezone(local).time())
    wanted = (stretch.hours.begins, stretch.hours.ends)
    return (begins, ends) if shown == wanted else None


def week(day: date, *, before: bool = False) -> Stretch:
    """The week from Monday to Sunday in which a day lies, or the one ``before`` it."""
    monday = day - timedelta(days=day.weekday() + 7 * before)
    return Stretch(kind="week", first=monday, last=monday + timedelta(days=6))


def month(day: date, *, before: bool = False) -> Stretch:
    """The calendar month in which a day lies, or the one ``before`` it."""
    first = day.replace(day=1)
    if before:
        first = (first - timedelta(days=1)).replace(day=1)
    beyond = (first + timedelta(days=31)).replace(day=1)
    return Stretch(kind="month", first=first, last=beyond - timedelta(days=1))


def past_day(text: str, today: date) -> date | None:
    """A day as people type it; one without a year is the last such day, not the next."""
    if text.strip() == "yesterday":
        return today - timedelta(days=1)
    found = read_day(text.strip(), today)
    if found is None or found <= today or re.search(r"\d{4}|tomorrow", text):
        return found
    for back in (_WEEK, _YEAR):
        before = read_day(text.strip(), today - back)
        if before is not None and before <= today:
            return before
    return found
