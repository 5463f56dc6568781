"""The one thread of a process that uses the store.

SQLite has one writer anyway, and PostgreSQL shares work between processes. Whoever waits comes
first: events, then the courier, then the clock; but when people never cease to come, the others
have their turn after a moment. Events that wait together share one commit; each is answered after
it.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from math import inf
from typing import Any

from sqlalchemy import Connection

from bot.engine.dispatch import Dispatcher
from bot.engine.effects import TO_SCRUB, News
from bot.engine.fairness import Lines
from bot.engine.faults import describe, of_database
from bot.protocol.events import Event
from bot.protocol.ports import Outcome
from bot.store import secrets

log = logging.getLogger(__name__)
GROUP = 64
SCRUB_AGAIN = 10.0
"""Seconds after which erased words are taken out of the files once more, if that failed."""
SCRUB_LOOK = 60.0
"""Seconds after which the clerk looks whether another process erased something."""
SCRUB_PAUSE = 300.0
"""Seconds between two times that the files are written anew: people wait meanwhile, and whoever
likes can ask to be erased."""


class Turn(Enum):
    """Who comes first: the value is how many seconds others may go before."""

    PERSON = 0.0
    COURIER = 0.1
    CLOCK = 0.5
    STOP = inf


@dataclass(order=True, slots=True)
class _Errand:
    by: float
    number: int
    turn: Turn = field(compare=False)
    what: Any = field(compare=False)
    future: "asyncio.Future[Any]" = field(compare=False)
    loop: asyncio.AbstractEventLoop = field(compare=False)


class Clerk:
    """Runs errands on its thread. Use from the event loop's thread only."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        monotonic: Callable[[], float] = time.monotonic,
        stir: Callable[[News], None] = lambda news: None,
    ) -> None:
        """``stir`` is called on the event loop when what was committed left work for others."""
        self._dispatcher = dispatcher
        self._stir = stir
        self._monotonic = monotonic
        self._lines = Lines()
        self._errands: queue.PriorityQueue[_Errand] = queue.PriorityQueue()
        self._count = 0
        self._stopped = False
        self._scrub_at = monotonic() + SCRUB_LOOK
        self._scrubbed = -inf
        self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)
        self.commits = 0
        """How many commits held events so far."""
        self.events = 0
        """How many events they held."""

    def start(self) -> None:
        """Begin to work; more than once is as good as once."""
        if not self._thread.is_alive():
            self._thread.start()

    async def stop(self) -> None:
        """Finish all errands that were handed in, then stop. Further ones are refused."""
        last = self._errand(Turn.STOP, None)
        self._stopped = True
        await last
        await asyncio.to_thread(self._thread.join)

    async def take(self, event: Event) -> Outcome:
        """Take an event; returns after the commit that holds it, raises if it cannot be kept."""
        by = self._lines.enter(event, self._monotonic())
        try:
            return await self._errand(Turn.PERSON, event, by)
        finally:
            self._lines.leave(event)

    async def transaction(self, function: Callable[[Connection], Any]) -> Any:
        """Run a function in a transaction of its own; twice, if the database failed at first."""

        def run() -> Any:
            with self._dispatcher.database.transaction() as db:
                return function(db)

        def run_again() -> Any:
            try:
                return run()
            except Exception as fault:
                if not of_database(fault):
                    raise
                return run()

        return await self._errand(Turn.COURIER, run_again)

    async def later(self, function: Callable[[], Any]) -> Any:
        """Run a function when nobody waits."""
        return await self._errand(Turn.CLOCK, function)

    def _errand(self, turn: Turn, what: Any, by: float | None = None) -> "asyncio.Future[Any]":
        if self._stopped:
            raise RuntimeError("the engine has stopped")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._count += 1
        # Of errands that are as urgent as each other the number decides, which keeps their order.
        by = self._monotonic() + turn.value if by is None else by
        self._errands.put(_Errand(by, self._count, turn, what, future, loop))
        return future

    def _work(self) -> None:
        while True:
            errand = self._errands.get()
            if errand.turn is Turn.PERSON:
                self._take(errand)
                continue
            if errand.turn is Turn.STOP:
                self._answer([(errand, None)])
                return
            try:
                result = errand.what()
            except BaseException as fault:
                result = _Raised(fault)
            self._answer([(errand, result)])

    def _take(self, first: _Errand) -> None:
        group = [first]
        while len(group) < GROUP:
            try:
                errand = self._errands.get_nowait()
            except queue.Empty:
                break
            if errand.turn is not Turn.PERSON:
                self._errands.put(errand)
                break
            group.append(errand)
        try:
            outcomes = self._dispatcher.take([errand.what for errand in group])
        except BaseException as fault:
            outcomes = [fault] * len(group)
        self.commits += 1
        self.events += len(group)
        self._answer(
            [
                (errand, _Raised(outcome) if isinstance(outcome, BaseException) else outcome)
                for errand, outcome in zip(group, outcomes, strict=True)
            ]
        )

    def _answer(self, results: list[tuple[_Errand, Any]]) -> None:
        """Resolve the futures of a group with one call into their loop."""
        news = self._dispatcher.news()

        def resolve() -> None:
            for errand, result in results:
                if errand.future.cancelled():
                    continue
                if isinstance(result, _Raised):
                    errand.future.set_exception(result.fault)
                else:
                    errand.future.set_result(result)
            self._stir(news)

        results[0][0].loop.call_soon_threadsafe(resolve)
        now = self._monotonic()
        if news.scrub:
            self._scrub_at = max(now, self._scrubbed + SCRUB_PAUSE)
        if self._scrub_at <= now:
            self._scrub()

    def _scrub(self) -> None:
        """Let what was erased leave the files, if anything was. Where someone else reads at this
        moment, or the disk is full, it is tried again."""
        wanted, done = True, False
        try:
            wanted = self._noted()
            done = not wanted or self._dispatcher.scrub()
        except Exception as fault:
            log.error("the database could not be scrubbed yet: %s", describe(fault))
        now = self._monotonic()
        if wanted and done:
            self._scrubbed = now
        pause = (SCRUB_PAUSE if wanted else SCRUB_LOOK) if done else SCRUB_AGAIN
        self._scrub_at = now + pause

    def _noted(self) -> bool:
        """Whether something was erased, by whichever process, and not scrubbed since."""
        with self._dispatcher.database.reading() as db:
            return secrets.noted(db, TO_SCRUB)

    async def scrub(self) -> None:
        """Look now whether something was erased whose traces still stand in the files, by another
        process or by one that died, and take them out."""
        await self.later(self._scrub)


@dataclass(slots=True)
class _Raised:
    fault: BaseException
