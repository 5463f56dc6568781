"""The engine on the real clock: the clerk's thread, the courier, workers, and one ticking job."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.engine.clerk import Clerk
from bot.engine.courier import Courier
from bot.engine.dispatch import Dispatcher
from bot.engine.effects import News
from bot.engine.fairness import Pace
from bot.engine.faults import describe
from bot.engine.replaying import replay_wanted
from bot.engine.scene import completions, started_up
from bot.engine.story import Stories
from bot.engine.timekeeping import SharedClock, Steps, clock_for, elapsed
from bot.engine.work import Tools
from bot.engine.workers import Workers
from bot.protocol.cards import Card
from bot.protocol.effects import Reply, Whisper
from bot.protocol.events import Event
from bot.protocol.ports import Chat, Outcome
from bot.store import moment
from bot.store.database import Database

log = logging.getLogger(__name__)
TICK = 1.0
STALLED = 30.0
WORKERS = 4
STOPPING = 10.0
"""Seconds that work in hand may take after the word to stop; what takes longer is begun again by
the next process."""
TIDY = timedelta(hours=1)


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


class Runtime:
    """One process's engine. It is the Ear of the adapters that it is given."""

    def __init__(
        self,
        *,
        database: Database,
        tools: Tools,
        stories: Stories,
        chats: Mapping[str, Chat],
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = elapsed,
        tick: float = TICK,
    ) -> None:
        self.database = database
        self.tools = tools
        self.stories = stories
        self.now = clock = clock_for(database, clock, monotonic)
        self._steps: Steps | None = None
        self._pace = Pace(monotonic)
        self.dispatcher = Dispatcher(database, tools, stories, clock)
        self.figures = self.dispatcher.figures
        self.clerk = Clerk(self.dispatcher, monotonic, self._stir)
        self.courier = Courier(chats, self.dispatcher, self.clerk.transaction, clock)
        self.workers = Workers(
            chats=chats,
            stories=stories,
            dispatcher=self.dispatcher,
            tools=tools,
            store=self.clerk.transaction,
            clock=clock,
        )
        self._scheduler: AsyncIOScheduler | None = None
        self._monotonic = monotonic
        self._tick_seconds = tick
        self._for_courier, self._for_workers = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._ticked = monotonic()
        self._tidied = monotonic() - 2 * TIDY.total_seconds()

    async def start(self) -> None:
        """Begin to work. The database must be migrated. Raises what it raises, should it be gone
        again by now; then this may be tried once more, or ``stop`` called."""
        self.clerk.start()
        await self._keep_time()
        await self.clerk.later(lambda: started_up(self.dispatcher))
        # For a process that died before it came to it.
        await self.clerk.scrub()
        self._arm()
        rounds = [("courier", self.courier.round, self._for_courier)]
        rounds += [("worker", self.workers.round, self._for_workers)] * WORKERS
        self._tasks = [asyncio.create_task(self._loop(*each)) for each in rounds]
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Finish what is in hand, take nothing new."""
        self._stopping = True
        self._disarm()
        self._stir(News(speech=True, jobs=True))
        if self._tasks:
            self._watcher.cancel()
            _, busy = await asyncio.wait(self._tasks, timeout=STOPPING)
            for task in busy:
                task.cancel()
            await asyncio.gather(*self._tasks, self._watcher, return_exceptions=True)
        await self.courier.close()
        await self.clerk.stop()

    async def take(self, event: Event) -> Outcome:
        """Take an event; returns after the commit that holds it."""
        if not self._pace.allows(event):
            card = Card(blocks=self.tools.catalogue.blocks("too-fast"))
            return Outcome(new=True, replies=(Whisper(card=card),))
        try:
            outcome = await self.clerk.take(event)
        except BaseException:
            self.figures.took(event, None)
            raise
        self.figures.took(event, outcome)
        return outcome

    async def unsaid(self, event: Event, reply: Reply) -> None:
        """Tell privately what could not be shown."""
        await self.clerk.later(lambda: self.dispatcher.unsaid(event, reply))

    def completions(self) -> Sequence[tuple[str, str]]:
        """Every command with its line of help."""
        return completions(self.stories, self.tools)

    def _arm(self) -> None:
        """One job on the scheduler, in memory; everything else that is due is in the database."""
        self._disarm()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._tick, "interval", seconds=self._tick_seconds, max_instances=1, coalesce=True,
            misfire_grace_time=None,
        )  # fmt: skip
        self._scheduler.start()
        self._ticked = self._monotonic()

    def _disarm(self) -> None:
        # One that died by itself is not running any more, and says so.
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        self._ticked = self._monotonic()
        try:
            await self._keep_time()
            while await self.clerk.later(self.dispatcher.come_due) and not self._stopping:
                self._ticked = self._monotonic()
            await self.clerk.later(lambda: replay_wanted(self.dispatcher))
            if self._monotonic() - self._tidied > TIDY.total_seconds():
                self._tidied = self._monotonic()
                await self.clerk.later(self.dispatcher.tidy)
                await self.clerk.scrub()
        except asyncio.CancelledError:
            # The scheduler was shut down meanwhile; there is nobody to tell.
            return
        except Exception as fault:
            log.error("the clock's round failed and is tried again: %s", describe(fault))
        self._ticked = self._monotonic()
        # What waited for its time, and what other processes left.
        self._stir(News(speech=True, jobs=True))

    async def _keep_time(self) -> None:
        """Read the clock that all processes share; mend what a clock that was set back delays. It
        may have been while no process ran, so that is done at each start, too."""
        if isinstance(self.now, SharedClock):
            await self.clerk.later(self.now.read)
        if self._steps is not None and not self._steps.set_back():
            return
        if self._steps is not None:
            log.warning("the clock was set back; what waited for the time that was goes on")
        now, lease = self.now(), self.courier.lease()
        await self.clerk.transaction(lambda db: moment.set_back(db, now, lease))
        # Only now is it done with.
        self._steps = Steps(self.now, self._monotonic)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(STALLED / 3)
            self.look_at_the_clock()

    def look_at_the_clock(self) -> bool:
        """Start the scheduler again if it stands still; whether it did. It can die or freeze (a
        clock set back); the monotonic clock tells."""
        if self._monotonic() - self._ticked <= STALLED:
            return False
        log.error("the clock stood still for %.0f seconds and is started again", STALLED)
        self.figures.clock_restarts += 1
        self._arm()
        return True

    def _stir(self, news: News) -> None:
        """Let those look whom the news is for."""
        if news.speech:
            self._for_courier.set()
        if news.jobs:
            self._for_workers.set()

    async def _loop(
        self, name: str, work_once: Callable[[], Awaitable[int]], stir: asyncio.Event
    ) -> None:
        """Work while there is any, then wait to be stirred."""
        while not self._stopping:
            # Before the work: what comes up during it must not be slept through.
            stir.clear()
            try:
                busy = await work_once()
            except Exception as fault:
                log.error("the %s's round failed and is tried again: %s", name, describe(fault))
                await asyncio.sleep(self._tick_seconds)
                continue
            if not busy:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stir.wait(), self._tick_seconds)
