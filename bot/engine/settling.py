"""What became of sends and look-ups, written down; whoever has to hear of it is told.

Here is decided what each result means for its row: it arrived, it waits again, it is looked up
later, it is given up. Everything here runs in a transaction of the store, and may run twice with
the same results: what was noted already, or decided by another process since, stays as it is.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from bot.engine import holding
from bot.engine.dispatch import Dispatcher
from bot.protocol.events import Undeliverable
from bot.protocol.ports import Absent, Chat, Later, Never, Unknown, Unsure
from bot.protocol.refs import Ref
from bot.store import queue
from bot.store.queue import Outgoing

log = logging.getLogger(__name__)
HOPELESS = timedelta(hours=1)
"""After this a look-up that never gets an answer is given up, so that its place is free again."""
BURST = timedelta(seconds=15)
"""How much of a workspace's minute may be used up at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The platform took it."""

    ref: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The platform did not take it, or may not have."""

    fault: Later | Never | Unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look-up came to."""

    what: Ref | Absent | Unknown | Later


@dataclass(frozen=True, slots=True, kw_only=True)
class Unaddressed:
    """There is nobody to say it to any more; ``state`` is what that makes of the row."""

    state: Literal["dead", "unknown"]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Its moment is over: it is no time to say it any more."""


Result = Sent | Failed | Found | Unaddressed | Missed
Results = Sequence[tuple[Outgoing, Result]]


class Settler:
    """Notes the results of one process's courier."""

    def __init__(
        self, chats: Mapping[str, Chat], dispatcher: Dispatcher, clock: Callable[[], datetime]
    ) -> None:
        self._chats = chats
        self._dispatcher = dispatcher
        self._now = clock

    def settle(self, db: Connection, results: Results) -> None:
        """Note what became of these rows, and tell the stories what is given up."""
        lost = {row.id: over for row, result in results if (over := self._over(row, result))}
        # The cohorts first and the rows after them, as whoever takes an event does.
        changed = {
            row.cohort
            for row, result in results
            if row.cohort is not None
            and (row.id in lost or isinstance(result, Missed) or _nowhere(row, result))
        }
        self._dispatcher.lock_cohorts(db, changed)
        for row, result in sorted(results, key=lambda pair: pair[0].id):
            if row.id in lost:
                if queue.holds(db, row):
                    self._give_up(db, row, *lost[row.id])
            elif isinstance(result, Missed):
                if queue.holds(db, row) and not holding.hold(db, row, self._now()):
                    queue.release(db, row)
            elif _nowhere(row, result):
                if queue.holds(db, row) and not holding.not_there(db, row, self._now()):
                    queue.release(db, row)
            else:
                self._note(db, row, result)

    def count(self, results: Results) -> None:
        """Count what was noted."""
        figures = self._dispatcher.figures
        for row, result in results:
            match result:
                case Sent():
                    figures.sent(row.platform, None)
                    figures.arrived(row.platform, self._now() - row.not_before)
                case Failed():
                    figures.sent(row.platform, result.fault)
                case Found():
                    figures.looked_up(row.platform, result.what)
                    if isinstance(result.what, Ref):
                        figures.arrived(row.platform, self._now() - row.not_before)
                case Unaddressed() | Missed():
                    pass

    def _over(self, row: Outgoing, result: Result) -> tuple[str, str] | None:
        """State and reason of a row that has to be given up, or None."""
        match result:
            case Unaddressed():
                return result.state, result.why
            case Failed(fault=Never() as never):
                return "dead", str(never)
            case Found(what=Unknown()):
                return "unknown", "it is not known whether it arrived"
            case Found(what=Later()) if self._now() - (row.doubted_at or self._now()) > HOPELESS:
                return "unknown", "it could not be looked up"
            case _:
                return None

    def _note(self, db: Connection, row: Outgoing, result: Result) -> None:
        match result:
            case Sent(ref=ref) | Found(what=Ref() as ref):
                self._arrived(db, row, ref)
            case Failed(fault=Later() as later):
                self._later(db, row, later)
            case Failed(fault=Unsure() as unsure):
                certain = timedelta(seconds=self._chats[row.platform].limits.certain_after)
                queue.doubt(db, row, self._now() + certain, str(unsure))
            case Found(what=Absent()):
                queue.look_up_by_own_key(db, row, self._now())
            case Found(what=Later() as later):
                after = self._now() + timedelta(seconds=later.after)
                queue.doubt(db, row, after, "the look-up has to wait")
            case _:
                raise ValueError(f"{type(result).__name__} leaves nothing to note")

    def _arrived(self, db: Connection, row: Outgoing, ref: Ref) -> None:
        # One that was erased or taken back meanwhile leaves no trace here.
        key = queue.settle(db, row.id, "sent", self._now())
        if key is not None and row.kind in ("post", "tell"):
            queue.posted(
                db,
                key=key,
                cohort=row.cohort,
                platform=ref.platform,
                workspace=ref.workspace,
                channel=ref.channel,
                message=ref.message,
                thread=ref.thread,
                place=row.place,
                room=row.room,
                person=row.person,
                at=self._now(),
            )

    def _later(self, db: Connection, row: Outgoing, later: Later) -> None:
        until = self._now() + timedelta(seconds=max(later.after, 0.05))
        queue.release(db, row)
        queue.hold_back(db, row.place, until)
        if later.workspace_wide:
            scope = queue.workspace_scope(row.platform, row.workspace)
            queue.hold_back(db, scope, until + BURST)

    def _give_up(self, db: Connection, row: Outgoing, state: str, why: str) -> None:
        if queue.settle(db, row.id, state, self._now(), why) is None:
            return
        log.warning("speech %s is %s: %s", row.key, state, why, extra={"reference": row.key})
        self._dispatcher.figures.given_up[row.platform, state] += 1
        event = Undeliverable(
            at=self._now(),
            keys=(),
            parcel=row.key,
            why=why,
            unsure=state == "unknown",
            cohort=row.cohort,
            person=row.person,
        )
        self._dispatcher.within(db, event)


def _nowhere(row: Outgoing, result: Result) -> bool:
    """Whether it is not there under any key that it may have been sent with."""
    absent = isinstance(result, Found) and isinstance(result.what, Absent)
    return absent and row.sent_key is None
