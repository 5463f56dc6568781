"""When the bot may turn to a member by itself, and with what.

A member's attention is one budget for all features: so many messages in so many of their own days,
in their working hours, and none while they are away or want quiet. What does not fit waits for the
next moment that does; what is no use any more by then falls away.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.rules.cadence import is_working_day
from bot.rules.hours import WORK

AT_ONCE = 4
"""Parts of one message at most: the rest waits for the next."""
PER_WEEK = (1, 2)
"""What a cohort can choose from, the usual first."""
LESS = 0
"""As somebody's own number a week: one message in two weeks."""
DATA = 9
"""The importance of what changes about somebody's data. A duty of it that has an end is of no use
after that, so it comes before, above budget if need be."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """At most ``most`` messages in any ``days`` local days."""

    most: int = 1
    days: int = 7


def budget(per_week: int, own: int | None) -> Budget:
    """What holds for a member of a cohort with ``per_week`` messages. ``own`` is the number that
    they asked for, which can lower it and never raise it; ``LESS`` is one in two weeks."""
    if own == LESS:
        return Budget(most=1, days=14)
    return Budget(most=per_week if own is None else min(per_week, own))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours without messages, by the member's own clock, from ``since`` until ``until``; over
    midnight if that is not later."""

    since: time
    until: time

    def holds(self, at: time) -> bool:
        """Whether it is quiet at this time of day."""
        if self.since < self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until

    def leaves_any(self) -> bool:
        """Whether any working hour is left. Quiet hours that leave none are not taken."""
        opens = (WORK[0], self.until)
        return any(WORK[0] <= at < WORK[1] and not self.holds(at) for at in opens)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How somebody is met in a cohort. ``zone`` is theirs, ``away_until`` the last day on which
    they are away, ``told`` the local days of the messages that count. Raises ValueError for quiet
    hours that leave no working hour."""

    zone: str
    budget: Budget = Budget()
    quiet: Quiet | None = None
    away_until: date | None = None
    told: Sequence[date] = ()

    def __post_init__(self) -> None:
        if self.quiet is not None and not self.quiet.leaves_any():
            raise ValueError("quiet hours that leave no working hour")

    def allows_day(self, day: date) -> bool:
        """Whether a message may come on this local day. It is one a day at most, whatever the
        budget."""
        if not is_working_day(day) or (self.away_until is not None and day <= self.away_until):
            return False
        if day in self.told:
            return False
        since = day - (self.budget.days - 1) * _DAY
        # Whoever travels west may come to a day a second time: so days to come count, too.
        return sum(each >= since for each in self.told) < self.budget.most

    def allows(self, at: datetime) -> bool:
        """Whether a message may come at this moment."""
        local = at.astimezone(ZoneInfo(self.zone))
        return self._open(local.time()) and self.allows_day(local.date())

    def _open(self, at: time) -> bool:
        return WORK[0] <= at < WORK[1] and not (self.quiet is not None and self.quiet.holds(at))


def missed_its_moment(manner: Manner, let_go: datetime, now: datetime) -> bool:
    """Whether a message that was let go at ``let_go`` and was not sent since has to wait for
    another moment. It counts on the day of that one, and so comes on no other."""
    zone = ZoneInfo(manner.zone)
    same_day = let_go.astimezone(zone).date() == now.astimezone(zone).date()
    return not same_day or not replace(manner, told=()).allows(now)


def next_moment(manner: Manner, since: datetime) -> datetime:
    """The first moment, not before ``since``, at which a message may come (UTC)."""
    since = since.astimezone(UTC)
    return next(at for at in _beginnings(manner, since) if at >= since and manner.allows(at))


def _beginnings(manner: Manner, since: datetime) -> Iterator[datetime]:
    """Where a time in which messages may come can begin: now, in the morning, after quiet hours;
    in order, except that a day's may stand before ``since``."""
    yield since
    first = since.astimezone(ZoneInfo(manner.zone)).date()
    if manner.away_until is not None:
        first = max(first, manner.away_until)
    times = {WORK[0]} if manner.quiet is None else {WORK[0], manner.quiet.until}
    for number in count():
        day = first + number * _DAY
        # An hour that clocks show twice begins twice, one that they leap over when they go on.
        yield from sorted(
            datetime.combine(day, at, tzinfo=ZoneInfo(manner.zone))
            .replace(fold=fold)
            .astimezone(UTC)
            for at in times
            for fold in (0, 1)
        )


class Item(Protocol):
    """Something that waits to be said to one person."""

    @property
    def purpose(self) -> str: ...
    @property
    def importance(self) -> int: ...
    @property
    def not_before(self) -> datetime: ...
    @property
    def expires(self) -> datetime | None: ...


Some = TypeVar("Some", bound=Item)


def fallen_away(items: Iterable[Some], now: datetime) -> list[Some]:
    """What is no use any more: invitations alone, since a duty never falls away."""
    return [each for each in items if _over(each, now)]


def _over(item: Item, now: datetime) -> bool:
    return item.purpose == "invitation" and item.expires is not None and item.expires <= now


def fitting(items: Iterable[Some], now: datetime) -> list[Some]:
    """What goes into one message now, in that order; ``items`` in the order in which they came."""
    ready = [each for each in items if each.not_before <= now and not _over(each, now)]
    return sorted(ready, key=lambda each: -each.importance)[:AT_ONCE]


def waits_until(items: Collection[Item], now: datetime) -> datetime | None:
    """From when on there is something to say, or None if there never is."""
    times = [max(each.not_before, now) for each in items if not _over(each, now)]
    return min(times, default=None)


def moment(manner: Manner, items: Collection[Item], now: datetime) -> datetime | None:
    """When the next message goes out, with what of these items is ready then; None if there is
    nothing to say."""
    since = waits_until(items, now)
    if since is None:
        return None
    pressing = (_in_time(manner, each, now) for each in items if _presses(each, now))
    return min((next_moment(manner, since), *pressing))


def _presses(item: Item, now: datetime) -> bool:
    ends = item.expires is not None and item.expires > now
    return ends and item.purpose == "duty" and item.importance >= DATA


def _in_time(manner: Manner, item: Item, now: datetime) -> datetime:
    """The first moment, before an item ends, that takes the least from what somebody asked for:
    above budget, then while they are away; in their hours as long as any are left."""
    since = max(item.not_before, now)
    above = replace(manner, told=())
    found = (next_moment(each, since) for each in (manner, above, replace(above, away_until=None)))
    return next((at for at in found if item.expires is None or at < item.expires), since)


def arrival(manner: Manner, items: Iterable[Item], importance: int, now: datetime) -> datetime:
    """When something of this importance would come that is said now, if nothing else is added to
    what waits already."""
    before = [each for each in items if each.importance >= importance]
    zone = ZoneInfo(manner.zone)
    at = next_moment(manner, now)
    while len(full := fitting(before, at)) >= AT_ONCE:
        before = [each for each in before if each not in full]
        manner = replace(manner, told=(*manner.told, at.astimezone(zone).date()))
        at = next_moment(manner, at)
    return at
