"""One run: a calm morning, the storm, a calm evening, the count."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.engine.runtime import utc_now
from bot.store.database import Database
from bot.store.queue import OPEN
from bot.store.tables import job, outgoing
from tests.databases import Server
from tests.run.nursery import Nursery
from tests.soak.count import Count, count
from tests.soak.herd import Herd
from tests.soak.people import MARK, Cohort
from tests.soak.post import Postman
from tests.soak.storms import Storms
from tests.soak.trouble import TroubledSlack

ODDS = 0.2
LONGEST = 300.0
"""Seconds after which a storm ends although not all has happened that should."""
SETTLES = 180.0
"""Seconds after which what still waits counts as waiting for ever."""
LAUNCH = ("-m", "tests.soak.launch")
Say = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``kill_every``, ``database_every``, ``clock_every``: seconds between two on average.
    ``enough``: of what figures there must be how much before a storm ends that has lasted its
    ``seconds``, so that on a busy machine it takes longer and still shows something.
    ``skew``: how many seconds a clock may be wrong, 0 for clocks that are right. ``still``: the share
    of times at which the database stands still instead of going away."""

    seconds: float
    processes: int
    seed: int
    cohorts: int = 4
    members: int = 5
    kill_every: float = 2.2
    database_every: float = 9.0
    clock_every: float = 2.0
    skew: float = 240.0
    still: float = 0.15
    enough: Mapping[str, int] = field(default_factory=dict)
    launch: tuple[str, ...] = LAUNCH
    logs: Path | None = None


async def soak(plan: Plan, database: Server | str, folder: Path, say: Say) -> Count:
    """Run it and count; ``say`` is told how it goes. ``database``: a server that may go away, or
    the URL of a database that stays. ``folder``: an empty one for the clocks."""
    server = None if isinstance(database, str) else database
    url = database if isinstance(database, str) else database.url
    dice = random.Random(plan.seed)
    async with TroubledSlack(dice) as slack, Nursery(plan.launch) as nursery:
        herd = Herd(slack, nursery, url, folder, plan.processes, dice, (MARK,), plan.logs)
        run = _Run(plan, url, Storms(server, herd, dice, plan.still), slack, herd, dice, say)
        herd.start()
        await herd.until_up(plan.processes)
        for each in run.cohorts:
            await each.begin()
        await run.storm()
        await run.settle()
        await herd.stop()
        return run.counted()


class _Run:
    def __init__(
        self, plan: Plan, url: str, storms: Storms, slack: TroubledSlack, herd: Herd,
        dice: random.Random, say: Say,
    ) -> None:  # fmt: skip
        self.plan = plan
        self.slack = slack
        self.herd = herd
        self.say = say
        self.url = url
        self.storms = storms
        self.post = Postman(herd, dice)
        self.cohorts = [
            Cohort(n, slack, self.post, dice, plan.members) for n in range(plan.cohorts)
        ]
        self.lag = 0.0
        """The longest that this process itself was late, in seconds: it is the platform, and must
        not take anything later than it says."""

    async def storm(self) -> None:
        plan = self.plan
        ways: list[Coroutine[Any, Any, None]] = [self.herd.doom(plan.kill_every), self._watch()]
        if self.storms.server is not None:
            ways.append(self.storms.database(plan.database_every))
        if plan.skew:
            ways.append(self.storms.clocks(plan.clock_every, plan.skew))
        self.slack.odds = ODDS
        living = [asyncio.create_task(each.live()) for each in self.cohorts]
        raging = [asyncio.create_task(each) for each in ways]
        lasting = asyncio.create_task(self._lasts())
        done, _ = await asyncio.wait(
            (*living, *raging, lasting), return_when=asyncio.FIRST_COMPLETED
        )
        lasting.cancel()
        await _ended(raging)
        self.storms.calm()
        self.herd.spare()
        self.slack.odds = 0.0
        await _ended(living)
        for task in done:
            task.result()

    async def _lasts(self) -> None:
        await asyncio.sleep(self.plan.seconds)
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                while not self._enough():
                    await asyncio.sleep(0.1)

    def _enough(self) -> bool:
        happened = self._happened()
        return all(happened[name] >= least for name, least in self.plan.enough.items())

    def _happened(self) -> dict[str, int]:
        return {
            "acked": self.post.acked,
            "kills": self.herd.kills,
            "restarts": self.storms.restarts,
            "failed_sends": self.slack.failed,
        }

    async def _watch(self) -> None:
        began = said = time.monotonic()
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.05)
            now = time.monotonic()
            self.lag = max(self.lag, now - before - 0.05)
            if now - said > 10:
                said = now
                self.say(f"{now - began:4.0f} s: {self._so_far()}")

    def _so_far(self) -> str:
        herd = self.herd
        return (
            f"{self.post.acked} acknowledged, {len(self.slack.said_keys())} speeches, "
            f"{herd.kills} kills, {herd.stops} gentle stops, {self.storms.restarts} times without "
            f"database, {self.storms.still} times before one that stood still, "
            f"{self.storms.steps} clock steps, {self.slack.failed} failed sends, "
            f"{len(herd.ended)} ended by themselves, longest lag {self.lag:.2f} s"
        )

    async def settle(self) -> None:
        """Until nothing waits any more."""
        await self.herd.until_up(self.plan.processes)
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLES):
                while waiting := await asyncio.to_thread(self._waiting):
                    self.say(f"calm: {waiting} still wait")
                    await asyncio.sleep(1)

    def _waiting(self) -> int:
        """Speeches that may be said now, and work that may be done."""
        database = Database(self.url)
        now = utc_now()
        try:
            with database.engine.connect() as db:
                speeches = select(func.count()).where(
                    outgoing.c.state.in_(OPEN), outgoing.c.not_before <= now
                )
                work = select(func.count()).where(job.c.state.in_(("waiting", "working")))
                return db.execute(speeches).scalar_one() + db.execute(work).scalar_one()
        finally:
            database.close()

    def counted(self) -> Count:
        found = count(self.url, self.slack, self.cohorts)
        for name, many in self._happened().items():
            setattr(found.figures, name, many)
        self.say(f"at the end: {self._so_far()}")
        found.other += [f"ended by itself:\n{each}" for each in self.herd.ended]
        found.other += [f"stands in a log: {each!r}" for each in self.herd.told]
        found.other += [f"Slack could not read: {each!r}" for each in self.slack.faults]
        return found


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
