"""What the platform took, held against what the outbox meant: once, and in order."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.sequences.chat import Taken


@dataclass(slots=True)
class Listener:
    """Hears what arrives, as it arrives."""

    times: Counter[str] = field(default_factory=Counter[str])
    again: set[str] = field(default_factory=set[str])
    """What a moderator had sent again, knowing that it may stand there already."""
    heard: int = 0
    held: dict[str, list[datetime]] = field(default_factory=dict[str, list[datetime]])
    """When each cohort was seen on hold."""
    _last: dict[str, list[tuple[int, datetime]]] = field(
        default_factory=lambda: defaultdict[str, list[tuple[int, datetime]]](list)
    )

    def hear(self, taken: list[Taken], rows: dict[str, Any]) -> list[str]:
        """What is wrong with what arrived since the last time; ``rows`` are those of the outbox."""
        found: list[str] = []
        for each in taken[self.heard :]:
            key, row = each.parcel.key, rows.get(each.parcel.key)
            self.times[key] += 1
            if self.times[key] > 1:
                if each.parcel.kind in ("post", "tell") and key not in self.again:
                    found.append(f"said twice: {key}")
                continue
            if row is None:
                found.append(f"never meant: {key}")
                continue
            earlier = self._last[row.place]
            if any(id > row.id and not self._waited(row, at) for id, at in earlier):
                found.append(f"out of order: {key} in {row.place}")
            earlier.append((row.id, each.at))
        self.heard = len(taken)
        return found

    def _waited(self, row: Any, until: datetime) -> bool:
        """Whether a row had a reason of its own to let another go first at ``until``."""
        if row.not_before > until or row.after is not None or row.key in self.again:
            return True
        holds = self.held.get(row.cohort or "", [])
        return row.purpose != "answer" and any(row.created_at <= at <= until for at in holds)
