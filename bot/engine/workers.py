"""Does slow work outside any transaction; its result comes back as an event."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.engine import context
from bot.engine.courier import InTransaction
from bot.engine.dispatch import Dispatcher
from bot.engine.faults import describe, of_database
from bot.engine.story import Desk, Stories
from bot.engine.work import Tools, Work
from bot.protocol.events import Finished
from bot.protocol.ports import Chat, Later
from bot.store import jobs
from bot.store.jobs import Job

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
LONGEST = timedelta(minutes=4)
"""After which a job is given up for now: before another worker may take it over."""
TRIES = 5
"""How often a job may fail, or take its process with it. Having to wait is not failing."""
PAUSE = 5.0
"""Seconds after which a job that found no database is tried again, and so is writing down what
became of one."""


class Workers:
    """One process's workers; several may work on one database."""

    def __init__(
        self,
        *,
        chats: Mapping[str, Chat],
        stories: Stories,
        dispatcher: Dispatcher,
        tools: Tools,
        store: InTransaction,
        clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.stories = stories
        self.pause = pause
        self.dispatcher = dispatcher
        self.store = store
        self.now = clock
        self.desk = Desk(
            read=store,
            chat=lambda platform: chats[platform],
            work=lambda db: Work(db=db, now=clock(), tools=tools),
        )

    async def round(self) -> int:
        """Do one job whose time has come; how many that were. Several rounds may run at once."""
        claimed: list[Job] = await self.store(
            lambda db: jobs.claim(db, self.now(), self.now() + LEASE, 1)
        )
        for each in claimed:
            await self._do(each)
        return len(claimed)

    async def _do(self, job: Job) -> None:
        result: Any = None
        error: str | None = None
        if job.tries >= TRIES:
            # It took its process with it each time, or never came to an end.
            error = f"given up after {job.tries} tries"
            log.error("job %s is %s", job.kind, error)
            await self._note(job, lambda db: self._finish(db, job, None, error))
            return
        try:
            async with asyncio.timeout(LONGEST.total_seconds()):
                result = await self.stories.jobs[job.kind](job.args, self.desk)
        except Later as later:
            await self._postpone(job, later.after, str(later), counts=False)
            return
        except Exception as fault:
            error = describe(fault)
            if of_database(fault):
                log.warning("job %s has to wait for the database: %s", job.kind, error)
                await self._postpone(job, PAUSE, error, counts=False)
                return
            log.error("job %s failed: %s", job.kind, error)
            if job.tries + 1 < TRIES:
                await self._postpone(job, 30 * 2**job.tries, error)
                return
        await self._note(job, lambda db: self._finish(db, job, result, error))

    async def _postpone(self, job: Job, seconds: float, why: str, *, counts: bool = True) -> None:
        until = self.now() + timedelta(seconds=seconds)
        await self._note(job, lambda db: jobs.postpone(db, job, until, why, counts=counts))

    async def _note(self, job: Job, write: Callable[[Connection], None]) -> None:
        """Write down what became of a job. A database that is away is waited for until the lease is
        over: only then does someone else do the work again."""
        while True:
            try:
                await self.store(write)
                return
            except Exception as fault:
                wait = timedelta(seconds=PAUSE)
                over = job.lease_until is None or self.now() + wait >= job.lease_until
                if over or not of_database(fault):
                    raise
                log.warning("what became of job %s waits for the database", job.kind)
            await self.pause(PAUSE)

    def _finish(self, db: Connection, job: Job, result: Any, error: str | None) -> None:
        event = Finished(
            at=self.now(),
            keys=(),
            kind=job.kind,
            args=job.args,
            cohort=job.cohort,
            result=result,
            error=error,
        )
        # Before the job's own row, as everyone does who changes both; all at once, as two who took
        # them one after another could wait for each other.
        self.dispatcher.lock_cohorts(db, context.cohorts_of(db, event))
        concerned = jobs.concerned(db, job.id)
        if not jobs.done(db, job):
            return
        self.dispatcher.locked(db, event, concerns=concerned)
