"""At what hours people are met at work: working hours, hours for posts, and what is too late."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.rules.cadence import instant, is_working_day

WORK = (time(9), time(17))
POSTS = (time(8), time(18))
PUNCTUAL = timedelta(minutes=30)
TOO_LATE = timedelta(hours=12)
_DAY = timedelta(days=1)

Choice = Literal["on time", "late", "ask"]


def working_hours_before(at: datetime, hours: float, zone: str) -> datetime:
    """The instant that lies this many working hours (Monday to Friday, 9 to 17 local time) before
    ``at``. Zero hours before a time off work is the end of the last working day."""
    left = timedelta(hours=hours)
    day = at.astimezone(ZoneInfo(zone)).date()
    while True:
        if is_working_day(day):
            opens = instant(day, WORK[0], zone)
            until = min(at.astimezone(UTC), instant(day, WORK[1], zone))
            if until > opens:
                if until - opens >= left:
                    return until - left
                left -= until - opens
        day -= _DAY


def may_post(at: datetime, zone: str) -> bool:
    """Whether it is between 8 and 18 on a working day there."""
    local = at.astimezone(ZoneInfo(zone))
    return is_working_day(local.date()) and POSTS[0] <= local.time() < POSTS[1]


def late_choice(due: datetime, now: datetime, zone: str) -> Choice:
    """What becomes of a prompt that was due at ``due``, now that it is ``now``.

    Up to half an hour makes no difference. Later it goes out within 12 hours, and then at hours for
    posts alone; in all other cases the moderators choose.
    """
    behind = now - due
    if behind <= PUNCTUAL:
        return "on time"
    return "late" if behind <= TOO_LATE and may_post(now, zone) else "ask"
