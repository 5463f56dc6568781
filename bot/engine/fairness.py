"""One person, or a flood, must not keep a cohort waiting.

Nothing that was acknowledged is dropped for that: whoever sends much at once stands behind the
others, in their own order. Only what asks for an answer at once, and would be asked again, is
refused beyond a pace that no person reaches.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

from bot.protocol.events import ByPerson, Commanded, Event, Pressed, Submitted
from bot.protocol.refs import User

FREE = 8
"""Events of one person that may wait without standing behind those of others."""
BEHIND = 0.05
"""Seconds by which each further one of theirs counts as later."""
BURST = 30
"""Commands, presses and forms that one person may give at once."""
A_SECOND = 0.5
"""How many more they may give each second."""
PEOPLE = 10_000
"""Of whom a pace is remembered at most: the least recent are forgotten."""


@dataclass(slots=True)
class _Line:
    waiting: int = 0
    last: float = 0.0


class Lines:
    """By when whose events count as handed in."""

    def __init__(self) -> None:
        self._lines: dict[User, _Line] = {}

    def enter(self, event: Event, now: float) -> float:
        """An event waits from ``now`` on; the time that counts for its turn. One person's events
        keep their order."""
        if not isinstance(event, ByPerson):
            return now
        line = self._lines.setdefault(event.who, _Line())
        behind = max(line.waiting - FREE, 0) * BEHIND
        line.waiting += 1
        line.last = max(line.last, now + behind)
        return line.last

    def leave(self, event: Event) -> None:
        """An event that entered waits no more."""
        if not isinstance(event, ByPerson):
            return
        line = self._lines[event.who]
        line.waiting -= 1
        if not line.waiting:
            del self._lines[event.who]


class Pace:
    """How fast each person gives commands, presses and forms (a token bucket each)."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._left: TTLCache[User, tuple[float, float]] = TTLCache(
            PEOPLE, BURST / A_SECOND, timer=monotonic
        )

    def allows(self, event: Event) -> bool:
        """Whether this may be answered; asking counts."""
        if not isinstance(event, Commanded | Pressed | Submitted):
            return True
        now = self._monotonic()
        left, since = self._left.get(event.who, (float(BURST), now))
        left = min(left + (now - since) * A_SECOND, BURST)
        if left < 1:
            return False
        self._left[event.who] = (left - 1, now)
        return True
