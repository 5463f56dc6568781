"""Who has not been around in a cohort for a while: for its moderators' private list, and nothing
else. Days are local ones of the cohort."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

QUIET_DAYS = 21
"""Days without a sign before someone is on the list, unless the cohort's settings say else."""
LEAST_DAYS, MOST_DAYS = 7, 180
SETTLING = timedelta(days=14)
"""How long whoever is new is left to find their way."""
COOL_OFF = timedelta(days=30)
"""How long nobody is offered someone to whom a moderator wrote, or whom one left in peace."""
EVERY = timedelta(days=14)
"""How often moderators hear of it by themselves."""
READING_MONTHS = 3
"""How long whoever says that they read along is off the list."""

LISTED = ("member", "guest")
"""Roles of the people who can be on the list."""
SIGNS = ("wrote", "reacted", "answered", "pressed", "came")
"""What counts as having been around."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known of one person, who agreed to be on such a list.

    ``agreed``: since when; ``seen`` and ``how``: their last sign (one of ``SIGNS``); ``noted``:
    when a moderator last wrote to them or left them in peace. ``away_until`` and ``reading_until``
    are the last days on which that holds.
    """

    person: str
    joined: date
    agreed: date
    seen: date | None
    how: str
    away_until: date | None
    reading_until: date | None
    noted: date | None

    @property
    def since(self) -> date:
        """The day from which silence counts: before it they were not here, or not asked, or
        away."""
        days = (self.joined, self.agreed, self.seen, self.away_until)
        return max(day for day in days if day is not None)

    @property
    def came_by(self) -> bool:
        """Whether there was a sign of them besides that they agreed, which takes a press."""
        return self.seen is not None and (self.how != "pressed" or self.seen > self.agreed)


def is_quiet(one: Around, today: date, days: int) -> bool:
    """Whether someone is on the list on a day."""
    if today - one.joined < SETTLING:
        return False
    if one.away_until is not None and one.away_until >= today:
        return False
    if one.reading_until is not None and one.reading_until >= today:
        return False
    if in_peace(one.noted, today):
        return False
    return today - one.since >= timedelta(days=days)


def in_peace(noted: date | None, today: date) -> bool:
    """Whether a moderator's last word to someone is so fresh that nobody is offered them."""
    return noted is not None and timedelta() <= today - noted < COOL_OFF


def quiet(people: Iterable[Around], today: date, days: int) -> list[Around]:
    """Who is on the list, the longest unseen first."""
    found = [one for one in people if is_quiet(one, today, days)]
    return sorted(found, key=lambda one: (one.since, one.person))


def anyone_new(people: Iterable[Around], today: date, days: int) -> bool:
    """Whether someone is on the list who was not there when moderators last heard of it."""
    return any(
        is_quiet(one, today, days) and not is_quiet(one, today - EVERY, days) for one in people
    )


def quiet_days(settings: Mapping[str, Any]) -> int:
    """Days without a sign (setting ``quiet_days``)."""
    return int(settings.get("quiet_days", QUIET_DAYS))


def tells_moderators(settings: Mapping[str, Any]) -> bool:
    """Whether moderators hear of the list by themselves (setting ``quiet_list``)."""
    return bool(settings.get("quiet_list", True))


def reads_until(today: date) -> date:
    """The last day of the time for which someone reads along: the same day three months on, or the
    last one of a shorter month."""
    months = today.month - 1 + READING_MONTHS
    year, month = today.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


WAY_OFF = "`reading along`"
"""How an agreement says what to do to be off the list. One without it does not tell of the list."""


def tells_of_list(agreement: str) -> bool:
    """Whether an agreement's text tells of the list, and how to be off it."""
    return WAY_OFF in agreement
