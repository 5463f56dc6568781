"""Carries out what waits in the outbox, in order for each place, and has noted what became of it.

A send is marked before it is tried. If it is not known whether it went out (the process died, the
answer broke off), it is looked up by its key once the platform can accept nothing late any more,
and sent again only if it is not there. What is known of a send is never thrown away: if the
database is away when it is to be noted, it is noted when the database is back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.engine import holding
from bot.engine.addressing import addressed
from bot.engine.dispatch import Dispatcher
from bot.engine.faults import describe, of_database
from bot.engine.settling import (
    BURST,
    Failed,
    Found,
    Missed,
    Result,
    Sent,
    Settler,
    Unaddressed,
)
from bot.protocol.ports import Chat, Later, Never, Parcel, Unsure
from bot.store import queue
from bot.store.queue import Outgoing

log = logging.getLogger(__name__)
BATCH = 50


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


Known = Unaddressed | Missed
"""What becomes of a row that need not be tried."""
Rows = list[tuple[Outgoing, Parcel | Known]]
Act = Callable[[Outgoing, Parcel], Coroutine[Any, Any, Result]]

InTransaction = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
"""Runs a function in a transaction of its own, on whatever thread the store is used from."""


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
        self.store = store
        self.now = clock
        self.patience = patience
        self._settler = Settler(chats, dispatcher, clock)
        self._slow: set[asyncio.Task[None]] = set()
        self._under_way: set[int] = set()
        """Rows in this process's hands: what became of them is not noted yet."""
        self._unnoted: list[tuple[Outgoing, Result]] = []
        """What became of rows, and could not be noted since the database was away."""

    async def round(self) -> int:
        """Send what can be sent now and look up what is in doubt; how many rows were handled."""
        noted = await self._note([])
        (claimed, parcels), (doubted, doubtful) = await self.store(
            lambda db: (self._claim(db), self._claim_doubtful(db))
        )
        await self._all(parcels, self._send)
        await self._all(doubtful, self._find)
        return noted + claimed + doubted

    async def close(self) -> None:
        """Wait for what is on its way; what takes too long is looked up after the next start."""
        if self._slow:
            _, hanging = await asyncio.wait(self._slow, timeout=self.patience.closing)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
        try:
            async with asyncio.timeout(self.patience.closing):
                await self._note([])
        except TimeoutError:
            log.error("the database takes no more; %d sends are looked up", len(self._unnoted))

    async def _all(self, rows: Rows, act: Act) -> None:
        """Act on all rows at once and note together what becomes of those that are quick; a
        platform that hangs keeps only its own place waiting."""
        if not rows:
            return
        self._under_way.update(row.id for row, _ in rows)
        tasks = {asyncio.create_task(_done(act, row, what)): row for row, what in rows}
        done, slow = await asyncio.wait(tasks, timeout=self.patience.quick)
        for task in slow:
            late = asyncio.create_task(self._note_late(tasks[task], task))
            self._slow.add(late)
            late.add_done_callback(self._slow.discard)
        await self._note((tasks[task], task.result()) for task in done)

    async def _note_late(self, row: Outgoing, task: "asyncio.Task[Result]") -> None:
        await self._note([(row, await task)])

    async def _note(self, results: Iterable[tuple[Outgoing, Result]]) -> int:
        """Note results, and those that could not be noted before; how many were."""
        waiting, self._unnoted = [*self._unnoted, *results], []
        return await self._written(waiting) if waiting else 0

    async def _written(self, results: list[tuple[Outgoing, Result]]) -> int:
        """Note results together; how many were. While the database is away they are kept: no
        look-up knows more than they say."""
        try:
            await self.store(lambda db: self._settler.settle(db, results))
        except Exception as fault:
            if not of_database(fault):
                return await self._one_by_one(results, fault)
            self._unnoted += results
            log.warning("what became of %d is noted later: %s", len(results), describe(fault))
            return 0
        except BaseException:
            self._unnoted += results
            raise
        self._under_way.difference_update(row.id for row, _ in results)
        self._settler.count(results)
        return len(results)

    async def _one_by_one(self, results: list[tuple[Outgoing, Result]], fault: Exception) -> int:
        """One of these cannot be noted at all: it must not keep the others from it."""
        if len(results) > 1:
            return sum([await self._written([each]) for each in results])
        # The row stays as it is until its lease is over, and is looked up then.
        [(row, _)] = results
        log.error("what became of %s could not be noted: %s", row.key, describe(fault))
        self._under_way.discard(row.id)
        return 0

    # In the store's transactions:

    def _claim(self, db: Connection) -> tuple[int, Rows]:
        """How many rows had their turn, and those of them that go on."""
        now = self.now()
        going: Rows = []
        rows = queue.claim(db, now, now + self.lease(), BATCH, tuple(self.chats))
        for row in rows:
            chat = self.chats[row.platform]
            if holding.missed(db, row, now):
                # To hold it again takes the cohort's lock.
                going.append((row, Missed()))
                continue
            free = self._workspace_free(db, row, chat, now)
            if free > now:
                queue.release(db, row)
                queue.hold_back(db, row.place, free)
            elif row.expires is not None and row.expires <= now:
                queue.settle(db, row.id, "dropped", now, "expired")
            else:
                parcel = addressed(db, row)
                if isinstance(parcel, str) and row.kind == "edit":
                    # What was never said needs no change, and its own failure was told.
                    queue.settle(db, row.id, "dropped", now, parcel)
                elif isinstance(parcel, str):
                    # To tell of it takes the cohort's lock, and whoever has that may wait for us.
                    going.append((row, Unaddressed(state="dead", why=parcel)))
                else:
                    pause = timedelta(seconds=chat.limits.per_place)
                    queue.hold_back(db, row.place, now + pause)
                    going.append((row, parcel))
        return len(rows), going

    def _claim_doubtful(self, db: Connection) -> tuple[int, Rows]:
        going: Rows = []
        rows = queue.claim_doubtful(
            db, self.now(), self.now() + self.lease(), BATCH, tuple(self.chats)
        )
        for row in rows:
            if row.id in self._under_way:
                # The clock was set forward, or the platform takes very long: it is not over yet.
                continue
            parcel = addressed(db, row)
            if isinstance(parcel, str):
                going.append((row, Unaddressed(state="unknown", why=parcel)))
            else:
                going.append((row, parcel))
        return len(rows), going

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

    # On the network:

    async def _send(self, row: Outgoing, parcel: Parcel) -> Sent | Failed:
        if not self._in_time(row):
            return Failed(fault=Later(0, "its turn was over before it began"))
        try:
            async with asyncio.timeout(self.patience.hung):
                return Sent(ref=await self.chats[row.platform].send(parcel))
        except (Later, Never, Unsure) as fault:
            return Failed(fault=fault)
        except TimeoutError:
            return Failed(fault=Unsure("the platform did not answer"))
        except Exception as fault:
            # An adapter's mistake: whether the platform took the message cannot be told from it.
            log.error("sending %s failed: %s", parcel.key, describe(fault))
            return Failed(fault=Unsure(type(fault).__name__))

    async def _find(self, row: Outgoing, parcel: Parcel) -> Found:
        since = (row.first_sent_at or self.now()) - timedelta(minutes=1)
        try:
            async with asyncio.timeout(self.patience.hung):
                return Found(what=await self.chats[row.platform].find(parcel, since))
        except Later as later:
            return Found(what=later)
        except Exception as fault:
            log.error("looking %s up failed: %s", parcel.key, describe(fault))
            return Found(what=Later(60, type(fault).__name__))


async def _done(act: Act, row: Outgoing, what: Parcel | Known) -> Result:
    return what if isinstance(what, Known) else await act(row, what)
