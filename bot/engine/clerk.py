"""The one thread of a process that uses the store.

SQLite has one writer anyway, and PostgreSQL shares work between processes. Whoever waits comes
first: events, then the courier, then the clock. Events that wait together share one commit; each
is answered after it.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection

from bot.engine.dispatch import Dispatcher
from bot.engine.faults import of_database
from bot.protocol.events import Event
from bot.protocol.ports import Outcome

GROUP = 64


class Turn(IntEnum):
    """Who comes first."""

    PERSON = 0
    COURIER = 1
    CLOCK = 2
    STOP = 9


@dataclass(order=True, slots=True)
class _Errand:
    turn: Turn
    number: int
    what: Any = field(compare=False)
    future: "asyncio.Future[Any]" = field(compare=False)
    loop: asyncio.AbstractEventLoop = field(compare=False)


class Clerk:
    """Runs errands on its thread. Use from the event loop's thread only."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._errands: queue.PriorityQueue[_Errand] = queue.PriorityQueue()
        self._count = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)
        self.commits = 0
        """How many commits held events so far."""
        self.events = 0
        """How many events they held."""

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    async def stop(self) -> None:
        """Finish all errands that were handed in, then stop. Further ones are refused."""
        last = self._errand(Turn.STOP, None)
        self._stopped = True
        await last
        await asyncio.to_thread(self._thread.join)

    async def take(self, event: Event) -> Outcome:
        """Take an event; returns after the commit that holds it, raises if it cannot be kept."""
        return await self._errand(Turn.PERSON, event)

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

    def _errand(self, turn: Turn, what: Any) -> "asyncio.Future[Any]":
        if self._stopped:
            raise RuntimeError("the engine has stopped")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._count += 1
        self._errands.put(_Errand(turn, self._count, what, future, loop))
        return future

    def _work(self) -> None:
        while True:
            errand = self._errands.get()
            if errand.turn is Turn.PERSON:
                self._take(errand)
                continue
            if errand.turn is Turn.STOP:
                _answer([(errand, None)])
                return
            try:
                result = errand.what()
            except BaseException as fault:
                result = _Raised(fault)
            _answer([(errand, result)])

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
        _answer(
            [
                (errand, _Raised(outcome) if isinstance(outcome, BaseException) else outcome)
                for errand, outcome in zip(group, outcomes, strict=True)
            ]
        )


@dataclass(slots=True)
class _Raised:
    fault: BaseException


def _answer(results: list[tuple[_Errand, Any]]) -> None:
    """Resolve the futures of a group with one call into their loop."""

    def resolve() -> None:
        for errand, result in results:
            if errand.future.cancelled():
                continue
            if isinstance(result, _Raised):
                errand.future.set_exception(result.fault)
            else:
                errand.future.set_result(result)

    results[0][0].loop.call_soon_threadsafe(resolve)
