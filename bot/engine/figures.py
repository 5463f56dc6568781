"""What an engine counts of itself: plain numbers that whoever wants to reads.

Counts stand under names from the code alone (kinds of events, platforms, results), never under
anything that belongs to a person, a cohort or a room, so that they stay few and tell nothing about
anybody. What several processes share, such as what waits, is in the database and not here.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from bot.protocol.events import Event
from bot.protocol.ports import Absent, Later, Never, Outcome, Unknown, Unsure
from bot.protocol.refs import Ref

SECONDS = (0.1, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 43200.0)
"""The upper bounds by which lateness is sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked(Outcome):
    """The outcome of an event whose story failed."""


@dataclass(slots=True)
class Spread:
    """How often values came up to each bound of ``SECONDS``, the last place beyond all of them."""

    places: list[int] = field(default_factory=lambda: [0] * (len(SECONDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """Count one value; what came before its time counts as on time."""
        seconds = max(seconds, 0.0)
        self.places[bisect_left(SECONDS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Figures:
    """One engine's counts since it was made."""

    events: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """By kind and outcome: new, seen (before), parked, refused (to be delivered again)."""
    sends: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """By platform and result: sent, later, never, unsure."""
    lookups: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """Of uncertain sends, by platform and result: found, absent, unknown, later."""
    given_up: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """By platform and state: dead, unknown."""
    lateness: dict[str, Spread] = field(default_factory=dict[str, Spread])
    """Seconds between when something was due and when it was taken, by kind."""
    delivery: dict[str, Spread] = field(default_factory=dict[str, Spread])
    """Seconds between when something might be sent and when it was, by platform."""
    clock_restarts: int = 0

    def took(self, event: Event, outcome: Outcome | None) -> None:
        """An event was taken; None if it could not be kept."""
        match outcome:
            case None:
                result = "refused"
            case Parked():
                result = "parked"
            case _:
                result = "new" if outcome.new else "seen"
        self.events[type(event).__name__, result] += 1

    def came_due(self, kind: str, late: timedelta) -> None:
        """Something was taken this long after it was due."""
        self.lateness.setdefault(kind, Spread()).add(late.total_seconds())

    def sent(self, platform: str, fault: Later | Never | Unsure | None) -> None:
        """A send came to this end; None if it arrived."""
        result = "sent" if fault is None else type(fault).__name__.lower()
        self.sends[platform, result] += 1

    def arrived(self, platform: str, took: timedelta) -> None:
        """A speech is known to have arrived, this long after it might have been sent."""
        self.delivery.setdefault(platform, Spread()).add(took.total_seconds())

    def looked_up(self, platform: str, found: Ref | Absent | Unknown | Later) -> None:
        """An uncertain send was looked up."""
        result = "found" if isinstance(found, Ref) else type(found).__name__.lower()
        self.lookups[platform, result] += 1
