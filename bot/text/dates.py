"""Days and times as people write them, in a cohort's own zone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from bot.protocol.text import Moment

LOCALE = "en_US"


def day(value: date) -> str:
    """Such as "Monday, March 2"."""
    return format_date(value, "EEEE, MMMM d", locale=LOCALE)


def short_day(value: date) -> str:
    """Such as "Mon, Mar 2"."""
    return format_date(value, "EEE, MMM d", locale=LOCALE)


def weekday(value: date) -> str:
    """Such as "Monday"."""
    return format_date(value, "EEEE", locale=LOCALE)


def month(value: date) -> str:
    """Such as "March 2026"."""
    return format_date(value, "MMMM y", locale=LOCALE)


def clock(value: time | datetime) -> str:
    """Such as "10:00 AM"."""
    return format_time(value, "h:mm a", locale=LOCALE).replace("\u202f", " ")


def hours(begins: time, ends: time) -> str:
    """Such as "2:00–3:30 PM" or "11:30 AM–1:00 PM"."""
    first, last = clock(begins), clock(ends)
    return f"{first.removesuffix(last[-3:])}–{last}"


def moment(at: datetime, zone: str) -> Moment:
    """An instant such as "Monday, March 2, 10:00 AM"; platforms show the reader's own time where
    they can."""
    local = at.astimezone(ZoneInfo(zone))
    return Moment(at=at, text=f"{day(local.date())}, {clock(local)}")
