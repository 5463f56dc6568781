"""Carries out what waits in the outbox, in order for each place, and notes what became of it.

A send is marked before it is tried. If it is not known whether it went out (the process died, the
answer broke off), it is looked up by its key once the platform can accept nothing late any more,
and sent again only if it is not there.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.engine.dispatch import Dispatcher
from bot.engine.faults import describe
from bot.protocol.events import Undeliverable
from bot.protocol.ports import Absent, Chat, Later, Never, Parcel, Unknown, Unsure
from bot.protocol.refs import Place, Ref
from bot.store import cohorts, people, postings, queue
from bot.store.codec import load_card
from bot.store.queue import Outgoing

log = logging.getLogger(__name__)
BATCH = 50
HOPELESS = timedelta(hours=1)
"""After this a look-up that never gets an answer is given up, so that its place is free again."""
BURST = timedelta(seconds=15)
"""How much of a workspace's minute may be used up at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds of real time. After ``quick`` a send is no longer waited for together with its batch,
    after ``hung`` it is given up as uncertain. ``lease`` is for how long, beyond what a platform
    can accept late, nobody else looks a send up: longer than ``hung``, or a send that still hangs
    would be looked up, not found, sent again, and accepted twice. ``closing`` is for how long a
    process that stops waits for what is on its way."""

    quick: float = 2.0
    hung: float = 45.0
    lease: float = 60.0
    closing: float = 10.0


Rows = list[tuple[Outgoing, Parcel]]
Results = list[tuple[Outgoing, Any]]
Act = Callable[[Outgoing, Parcel], Coroutine[Any, Any, Any]]
Settle = Callable[[Connection, Results], None]

InTransaction = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
"""Runs a function in a transaction of its own, on whatever thread the store is used from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    ref: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    fault: Later | Never | Unsure


class Courier:
    """One process's courier; several may work on one database."""

    def __init__(
        self,
        chats: Mapping[str, Chat],
        dispatcher: Dispatcher,
        store: InTransaction,
        clock: Callable[[], datetime],
        patience: Patience = Patience(),
    ) -> None:
        self.chats = chats
        self.dispatcher = dispatcher
        self.store = store
        self.now = clock
        self.patience = patience
        self._slow: set[asyncio.Task[None]] = set()
        self._under_way: set[int] = set()

    async def round(self) -> int:
        """Send what can be sent now and look up what is in doubt; how many rows were handled."""
        claimed, parcels = await self.store(self._claim)
        doubted, doubtful = await self.store(self._claim_doubtful)
        await self._all(parcels, self._send, self._settle)
        await self._all(doubtful, self._find, self._settle_found)
        return claimed + doubted

    async def close(self) -> None:
        """Wait for what is on its way; what takes too long is looked up after the next start."""
        if self._slow:
            _, hanging = await asyncio.wait(self._slow, timeout=self.patience.closing)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)

    async def _all(self, rows: Rows, act: Act, settle: Settle) -> None:
        """Act on all rows at once and settle those that are quick together; a platform that hangs
        keeps only its own place waiting."""
        if not rows:
            return
        tasks = {asyncio.create_task(act(row, parcel)): row for row, parcel in rows}
        done, slow = await asyncio.wait(tasks, timeout=self.patience.quick)
        if done:
            pairs = sorted(((tasks[t], t.result()) for t in done), key=lambda pair: pair[0].id)
            await self.store(lambda db: settle(db, pairs))
            self._count(pairs)
        for task in slow:
            late = asyncio.create_task(self._settle_late(tasks[task], task, settle))
            self._slow.add(late)
            late.add_done_callback(self._slow.discard)

    async def _settle_late(self, row: Outgoing, task: "asyncio.Task[Any]", settle: Settle) -> None:
        try:
            result = await task
            await self.store(lambda db: settle(db, [(row, result)]))
            self._count([(row, result)])
        except Exception as fault:
            # The row stays as it is until its lease is over, and is looked up then.
            log.error("what became of %s could not be noted: %s", row.key, describe(fault))

    def _count(self, results: Results) -> None:
        figures = self.dispatcher.figures
        for row, result in results:
            if isinstance(result, _Sent | _Failed):
                figures.sent(row.platform, result.fault if isinstance(result, _Failed) else None)
            else:
                figures.looked_up(row.platform, result)
            if isinstance(result, _Sent | Ref):
                figures.arrived(row.platform, self.now() - row.not_before)

    # In the store's transactions:

    def _claim(self, db: Connection) -> tuple[int, Rows]:
        """How many rows had their turn, and those of them that can be sent."""
        now = self.now()
        parcels: Rows = []
        rows = queue.claim(db, now, now + self.lease(), BATCH, tuple(self.chats))
        for row in rows:
            chat = self.chats[row.platform]
            free = self._workspace_free(db, row, chat, now)
            if free > now:
                queue.release(db, row)
                queue.hold_back(db, row.place, free)
            elif row.expires is not None and row.expires <= now:
                queue.settle(db, row.id, "dropped", now, "expired")
            else:
                parcel = self._addressed(db, row)
                if isinstance(parcel, str) and row.kind == "edit":
                    # What was never said needs no change, and its own failure was told.
                    queue.settle(db, row.id, "dropped", now, parcel)
                elif isinstance(parcel, str):
                    self._give_up(db, row, "dead", parcel)
                else:
                    pause = timedelta(seconds=chat.limits.per_place)
                    queue.hold_back(db, row.place, now + pause)
                    parcels.append((row, parcel))
        return len(rows), parcels

    def _claim_doubtful(self, db: Connection) -> tuple[int, Rows]:
        parcels: Rows = []
        rows = queue.claim_doubtful(
            db, self.now(), self.now() + self.lease(), BATCH, tuple(self.chats)
        )
        for row in rows:
            if row.id in self._under_way:
                # The clock was set forward, or the platform takes very long: it is not over yet.
                continue
            parcel = self._addressed(db, row)
            if isinstance(parcel, str):
                self._give_up(db, row, "unknown", parcel)
            else:
                parcels.append((row, parcel))
        return len(rows), parcels

    def lease(self) -> timedelta:
        """For how long a claim is believed."""
        return timedelta(seconds=self._late() + self.patience.lease)

    def _late(self) -> float:
        """Seconds after which no platform accepts anything any more."""
        return max((chat.limits.certain_after for chat in self.chats.values()), default=0)

    def _in_time(self, row: Outgoing) -> bool:
        """Whether what is begun now has ended before anyone else looks it up. A process that was
        stopped in between (by a debugger, a laptop's lid) must not send."""
        rest = timedelta(seconds=self._late() + self.patience.hung)
        return row.lease_until is not None and self.now() + rest <= row.lease_until

    def _workspace_free(self, db: Connection, row: Outgoing, chat: Chat, now: datetime) -> datetime:
        """Take one message's worth of the workspace's minute; ``now``, or when to ask again."""
        scope = queue.workspace_scope(row.platform, row.workspace)
        free = queue.free_at(db, scope) or now
        if free > now + BURST:
            return free - BURST
        queue.hold_back(db, scope, max(free, now) + timedelta(minutes=1) / chat.limits.per_minute)
        return now

    def _addressed(self, db: Connection, row: Outgoing) -> Parcel | str:
        """The row as the platform needs it, or why it cannot go anywhere."""
        place = thread = user = ref = None
        if row.kind == "post":
            room = cohorts.room_by_id(db, row.room or "")
            if room is None:
                return "the room is gone"
            place = Place(platform=room.platform, workspace=room.workspace, channel=room.channel)
            if row.thread is not None:
                top = postings.get(db, row.thread)
                if top is None:
                    return "the discussion it belongs to was never posted"
                thread = top.thread or top.message
        elif row.kind == "edit":
            there = postings.get(db, row.posting or "")
            if there is None:
                return "the message to change was never posted"
            ref = postings.ref_of(there)
        else:
            user = people.user_of(db, row.person or "", row.platform, row.workspace)
            if user is None:
                return "the person is gone"
        return Parcel(
            key=row.sent_key or row.key,
            kind=row.kind,  # pyright: ignore
            card=load_card(row.card),
            workspace=row.workspace,
            place=place,
            thread=thread,
            user=user,
            ref=ref,
        )

    def _settle(self, db: Connection, results: Results) -> None:
        for row, result in results:
            if isinstance(result, _Sent):
                self._arrived(db, row, result.ref)
                continue
            match result.fault:
                case Later() as later:
                    self._later(db, row, later)
                case Never() as never:
                    if queue.holds(db, row):
                        self._give_up(db, row, "dead", str(never))
                case Unsure() as unsure:
                    certain = timedelta(seconds=self.chats[row.platform].limits.certain_after)
                    queue.doubt(db, row, self.now() + certain, str(unsure))

    def _settle_found(self, db: Connection, results: Results) -> None:
        for row, result in results:
            match result:
                case Ref():
                    self._arrived(db, row, result)
                case Absent():
                    queue.release(db, row)
                case Unknown() if queue.holds(db, row):
                    self._give_up(db, row, "unknown", "it is not known whether it arrived")
                case Later() if self._hopeless(row) and queue.holds(db, row):
                    self._give_up(db, row, "unknown", "it could not be looked up")
                case Later():
                    after = self.now() + timedelta(seconds=result.after)
                    queue.doubt(db, row, after, "the look-up has to wait")

    def _hopeless(self, row: Outgoing) -> bool:
        return self.now() - (row.doubted_at or self.now()) > HOPELESS

    def _arrived(self, db: Connection, row: Outgoing, ref: Ref) -> None:
        # One that was erased or taken back meanwhile leaves no trace here.
        key = queue.settle(db, row.id, "sent", self.now())
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
                at=self.now(),
            )

    def _later(self, db: Connection, row: Outgoing, later: Later) -> None:
        until = self.now() + timedelta(seconds=max(later.after, 0.05))
        queue.release(db, row)
        queue.hold_back(db, row.place, until)
        if later.workspace_wide:
            scope = queue.workspace_scope(row.platform, row.workspace)
            queue.hold_back(db, scope, until + BURST)

    def _give_up(self, db: Connection, row: Outgoing, state: str, why: str) -> None:
        if queue.settle(db, row.id, state, self.now(), why) is None:
            return
        log.warning("speech %s is %s: %s", row.key, state, why, extra={"reference": row.key})
        self.dispatcher.figures.given_up[row.platform, state] += 1
        event = Undeliverable(
            at=self.now(),
            keys=(),
            parcel=row.key,
            why=why,
            unsure=state == "unknown",
            cohort=row.cohort,
            person=row.person,
        )
        self.dispatcher.within(db, event)

    # On the network:

    async def _send(self, row: Outgoing, parcel: Parcel) -> _Sent | _Failed:
        chat = self.chats[_platform(parcel)]
        if not self._in_time(row):
            return _Failed(fault=Later(0, "its turn was over before it began"))
        self._under_way.add(row.id)
        try:
            async with asyncio.timeout(self.patience.hung):
                return _Sent(ref=await chat.send(parcel))
        except (Later, Never, Unsure) as fault:
            return _Failed(fault=fault)
        except TimeoutError:
            return _Failed(fault=Unsure("the platform did not answer"))
        except Exception as fault:
            # An adapter's mistake: whether the platform took the message cannot be told from it.
            log.error("sending %s failed: %s", parcel.key, describe(fault))
            return _Failed(fault=Unsure(type(fault).__name__))
        finally:
            self._under_way.discard(row.id)

    async def _find(self, row: Outgoing, parcel: Parcel) -> Ref | Absent | Unknown | Later:
        chat = self.chats[_platform(parcel)]
        since = (row.first_sent_at or self.now()) - timedelta(minutes=1)
        try:
            async with asyncio.timeout(self.patience.hung):
                return await chat.find(parcel, since)
        except Later as later:
            return later
        except Exception as fault:
            log.error("looking %s up failed: %s", parcel.key, describe(fault))
            return Later(60, type(fault).__name__)


def _platform(parcel: Parcel) -> str:
    for each in (parcel.place, parcel.user, parcel.ref):
        if each is not None:
            return each.platform
    raise ValueError("a parcel without an address")
