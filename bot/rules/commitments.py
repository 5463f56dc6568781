"""When people are asked what became of what they meant to try, and what of it is counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.rules.checkins import FEWEST_SHOWN, member_time

WEEKS = (4, 12)
"""After how many weeks they are asked."""
STATES = ("done", "partly", "not-yet", "not-for-me")
"""What they can answer."""
TRIED = ("done", "partly")
OVER = ("done", "not-for-me")
"""After these there is nothing left to ask."""
SHOWN = ("self", "name", "role", "none")
"""Who sees the words: nobody else; or moderators and their reports, with the author's name, with
their role, or with neither."""

_HOUR = time(10)
_DAY = timedelta(days=1)


def asked_at(day: date, weeks: int, zone: str, off: Collection[date] = ()) -> datetime:
    """The moment (UTC) at which someone who committed on a local ``day`` is asked: ten by their own
    clock, on a working day."""
    return member_time(day + timedelta(weeks=weeks), _HOUR, zone, off)


def back_at(away_until: date, zone: str, off: Collection[date] = ()) -> datetime:
    """The same for someone who is away until the end of a local day."""
    return member_time(away_until + _DAY, _HOUR, zone, off)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many people ``said`` what they would try, how many ``tried`` it, and by state; whatever
    fewer than five stand behind is None, or not among ``states``."""

    said: int | None = None
    tried: int | None = None
    states: Mapping[str, int] = field(default_factory=dict[str, int])


def figures(people: Mapping[str, Collection[str]]) -> Figures:
    """What is told of the ``people`` behind each state, ``open`` among them.

    People are counted and not commitments, so that one with five of them does not stand for five.
    Done and partly are told apart only where both can be: else one would follow from the sum.
    """
    said = {each for some in people.values() for each in some}
    tried = {each for state in TRIED for each in people.get(state, ())}
    states = {state: number for state in STATES if (number := _told(people.get(state, ())))}
    if not all(state in states for state in TRIED):
        states = {state: number for state, number in states.items() if state not in TRIED}
    return Figures(said=_told(said), tried=_told(tried), states=states)


def _told(people: Collection[str]) -> int | None:
    number = len(set(people))
    return number if number >= FEWEST_SHOWN else None
