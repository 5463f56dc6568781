"""What a cohort's own dates come to: its end, and how long words are kept."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

KEEP_DAYS = 90
"""How many days after a cohort's end members' words are deleted, unless its settings say else."""

LEAST_KEPT, MOST_KEPT = 3, 3 * 365
"""Any three days hold a working day, so that members hear in their hours that their words go."""


def end_of(day: date, zone: str) -> datetime:
    """The moment (UTC) at which a local day is over."""
    after = day + timedelta(days=1)
    return datetime.combine(after, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


NOTICE = timedelta(days=15)
"""How long before their words are deleted members hear of it at the earliest: so long that it finds
a place even with who is told something once in two weeks."""


def keep_days(settings: Mapping[str, Any]) -> int:
    """Days from a cohort's end until members' words are deleted (setting ``keep_days``)."""
    return int(settings.get("keep_days", KEEP_DAYS))


def forget_on(ends: date, settings: Mapping[str, Any]) -> date:
    """The local day on which members' words are deleted."""
    return ends + timedelta(days=keep_days(settings))


def next_monday(today: date) -> date:
    """The first Monday after today."""
    return today + timedelta(days=7 - today.weekday())
