"""When each prompt must stand in its room, found without the engine's rules, and the count.

Zones are only ever asked what clocks show at an instant, never which instant clocks mean.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import cached_property
from zoneinfo import ZoneInfo

STARTS = datetime(2026, 9, 1, tzinfo=UTC)
SUNDAY, MONDAY, FRIDAY = 6, 0, 4
SLOTS = (
    (SUNDAY, "02:30"), (SUNDAY, "01:30"), (SUNDAY, "00:00"), (MONDAY, "10:00"), (FRIDAY, "00:30"),
)  # fmt: skip
"""Days and times of the prompts: where clocks leap, and where nobody thinks of them."""
ZONES = (
    # North, and the odd ones first: a small run has them too.
    "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo",
    "America/Santiago", "Pacific/Chatham", "America/St_Johns", "Australia/Adelaide", "Asia/Tokyo",
    "America/Havana", "Atlantic/Azores", "Africa/Casablanca", "America/Nuuk", "Asia/Beirut",
    "Antarctica/Troll", "Asia/Jerusalem", "Asia/Gaza", "America/Asuncion", "Europe/London",
    "America/Los_Angeles", "America/Denver", "America/Chicago", "America/Phoenix",
    "America/Halifax", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Europe/Dublin",
    "Europe/Athens", "Europe/Chisinau", "Africa/Johannesburg", "Africa/Lagos", "Asia/Kathmandu",
    "Asia/Tehran", "Asia/Shanghai", "Australia/Sydney", "Pacific/Auckland", "Pacific/Honolulu",
    "Pacific/Kiritimati", "UTC",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    cohorts: int
    zones: int
    weeks: int
    processes: int
    starts: datetime = STARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """``prompts``: how many there should be. ``once``: how many of them were posted a single time,
    ``wrong_time``: how many of those at another moment than they should."""

    prompts: int
    once: int
    doubled: int
    missing: int
    wrong_time: int

    @property
    def whole(self) -> bool:
        return self.once == self.prompts and not (self.doubled or self.missing or self.wrong_time)


@dataclass(frozen=True)
class Group:
    """One cohort: its zone, and the slot of its programme."""

    number: int
    zone: str
    slot: int
    first_day: date

    @property
    def channel(self) -> str:
        return f"room-{self.number}"

    @cached_property
    def at(self) -> clock_time:
        return clock_time.fromisoformat(SLOTS[self.slot][1])

    def due(self, week: int) -> datetime:
        """When the prompt of a week must stand in the room."""
        day = self.first_day + timedelta(weeks=week - 1)
        return instant_of(datetime.combine(day, self.at), ZoneInfo(self.zone))


def instant_of(shown: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which clocks in a zone show this; if they never do since they leap over
    it, the one at which they would have shown it, had they not leapt."""
    there = shown.replace(tzinfo=UTC)
    day = timedelta(days=1)
    before, after = (at.astimezone(zone).utcoffset() for at in (there - day, there + day))
    assert before is not None and after is not None
    # A fold's two instants differ by the leap, the earlier one still has the old offset.
    for offset in (before, after):
        if (there - offset).astimezone(zone).replace(tzinfo=None) == shown:
            return there - offset
    return there - before


def groups(plan: Plan) -> list[Group]:
    found: list[Group] = []
    for number in range(plan.cohorts):
        slot = (number + number // plan.zones) % len(SLOTS)
        first = plan.starts.date() + timedelta(days=2)
        first += timedelta(days=(SLOTS[slot][0] - first.weekday()) % 7)
        found.append(Group(number, ZONES[number % plan.zones], slot, first))
    return found


def figures(
    plan: Plan, everyone: Sequence[Group], said: Sequence[tuple[str, int, datetime]]
) -> Figures:
    """What was said against what should have been."""
    times = Counter((channel, week) for channel, week, _ in said)
    at: Mapping[tuple[str, int], datetime] = {(c, week): when for c, week, when in said}
    due = {
        (each.channel, week): each.due(week)
        for each in everyone
        for week in range(1, plan.weeks + 1)
    }
    once = [key for key in due if times[key] == 1]
    return Figures(
        prompts=len(due),
        once=len(once),
        doubled=sum(count > 1 for count in times.values()) + len(times.keys() - due.keys()),
        missing=sum(not times[key] for key in due),
        wrong_time=sum(at[key] != due[key] for key in once),
    )
