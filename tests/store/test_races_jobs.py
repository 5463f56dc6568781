"""Two workers meet at one job, and what became of a job outlives a database that is away."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.engine.story import Desk, Story
from bot.engine.work import Work
from bot.engine.workers import LEASE, PAUSE
from bot.protocol.events import Finished
from bot.store import jobs
from bot.store.jobs import Job
from bot.store.tables import job
from tests.engine.toy import NOW, Toy
from tests.store.races import Thread, held_at_commit, waits_for_a_lock


class Mill:
    """A story whose job returns how often it was done; ``meanwhile`` happens while it works."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.done = 0
        self.heard: list[object] = []
        self.story = Story("mill")

        @self.story.job("grind")
        async def grind(args: dict[str, str], desk: Desk) -> int:
            self.done += 1
            meanwhile()
            return self.done

        @self.story.result("grind")
        def ground(event: Finished, work: Work):
            self.heard.append(event.result)
            return ()


def grinding(toy: Toy) -> None:
    """Queue a job."""
    toy.cohort("ben")
    with toy.database.transaction() as db:
        jobs.add(db, key="j", kind="grind", args={}, cohort="spring", not_before=NOW)


def taken(toy: Toy, now: datetime) -> Job:
    """The job, as a worker claims it at this moment."""
    with toy.database.transaction() as db:
        (claimed,) = jobs.claim(db, now, now + LEASE, 1)
    return claimed


def test_of_two_workers_that_end_one_job_the_one_that_holds_it_is_heard(processes):
    mills = [Mill(), Mill()]
    stories = iter(mills)
    slow, quick = processes(lambda: next(stories).story)
    grinding(slow)
    late, held = taken(slow, NOW), taken(quick, NOW + LEASE)
    with held_at_commit(slow.database) as gate:
        first = Thread(lambda: slow.run(slow.scene.workers._do(late)))
        gate.reached()
        second = Thread(lambda: quick.run(quick.scene.workers._do(held)))
        waits_for_a_lock(quick.database, second)
    first.result()
    second.result()
    assert (mills[0].heard, mills[1].heard) == ([], [1])
    assert slow.rows(job) == []


def test_who_lost_a_job_cannot_put_it_off_for_the_one_that_has_it(processes):
    slow, quick = processes()
    grinding(slow)
    late, held = taken(slow, NOW), taken(quick, NOW + LEASE)
    with slow.database.transaction() as db:
        jobs.postpone(db, late, NOW, "too late")
    (row,) = slow.rows(job)
    assert (row["state"], row["lease_until"]) == ("working", held.lease_until)


class Away:
    """A database that is away from the moment when a job is being done, for so many tries."""

    def __init__(self, toy: Toy, tries: int) -> None:
        self._store, self._toy = toy.scene.workers.store, toy
        self.tries, self.gone = tries, False
        toy.scene.workers.store = self.store
        toy.scene.workers.pause = self.pause

    def leave(self) -> None:
        self.gone = True

    async def store(self, function: Callable[[Connection], object]) -> object:
        if self.gone and self.tries:
            self.tries -= 1
            raise OperationalError("COMMIT", {}, ConnectionError())
        return await self._store(function)

    async def pause(self, seconds: float) -> None:
        self._toy.clock.set(self._toy.clock() + timedelta(seconds=seconds))


@pytest.fixture
def mill_and_toy(database_url: str) -> Iterator[tuple[Mill, Toy, list[Away]]]:
    """A mill and its engine; the database in the list, if any, leaves while the mill works."""
    away: list[Away] = []

    def leave() -> None:
        for each in away:
            each.leave()

    mill = Mill(leave)
    toy = Toy(database_url, mill.story)
    grinding(toy)
    yield mill, toy, away
    toy.close()


def test_a_result_waits_for_the_database_and_the_work_is_done_once(mill_and_toy):
    mill, toy, away = mill_and_toy
    away.append(Away(toy, tries=7))
    toy.run(toy.scene.workers.round())
    assert (mill.done, mill.heard) == (1, [1])
    assert toy.rows(job) == []


def test_once_the_lease_is_over_the_work_is_done_again(mill_and_toy):
    mill, toy, away = mill_and_toy
    away.append(Away(toy, tries=round(LEASE.total_seconds() / PAUSE)))
    with pytest.raises(OperationalError):
        toy.run(toy.scene.workers.round())
    assert (mill.done, mill.heard) == (1, [])
    toy.clock.set(NOW + LEASE)
    toy.run(toy.scene.workers.round())
    assert (mill.done, mill.heard) == (2, [2])
