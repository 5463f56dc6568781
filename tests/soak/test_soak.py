"""A few seconds of the soak, and of the soak with a law broken, which it must notice. The long form
is ``python -m tests.soak``; what its count sees is in ``test_count``."""

import asyncio
import itertools
import random
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.soak import weather
from tests.soak.count import Count
from tests.soak.herd import Herd
from tests.soak.storms import Storms
from tests.soak.weather import Plan, soak

STORMS = 4
"""Storms in which a broken law must be seen at least once: when a process dies is up to the
machine."""


def _ran(plan: Plan, database: databases.Server | str, folder: Path) -> tuple[Count, list[str]]:
    said: list[str] = []
    found = asyncio.run(soak(plan, database, folder, said.append))
    return found, said


def test_two_processes_keep_their_promises_in_a_short_storm(tmp_path: Path):
    plan = Plan(
        seconds=8, processes=2, seed=3, cohorts=2, members=2, kill_every=1.2, database_every=2,
        still=0.0, enough={"kills": 2, "restarts": 1, "acked": 20},
    )  # fmt: skip
    with databases.Server() as server:
        found, said = _ran(plan, server, tmp_path)
    assert found.whole, (found, said)
    assert found.figures.kills and found.figures.restarts and found.figures.acked > 10, found


def test_one_process_on_sqlite_is_killed_in_a_stream_of_messages(tmp_path: Path):
    plan = Plan(
        seconds=5, processes=1, seed=11, cohorts=1, members=3, kill_every=1.0, skew=0.0,
        enough={"kills": 1, "acked": 20},
    )  # fmt: skip
    found, said = _ran(plan, f"sqlite:///{tmp_path}/cohorts.db", tmp_path)
    assert found.whole, (found, said)
    assert found.figures.kills and found.figures.acked > 10, found


def _sees(figure: str, storm: Callable[[], tuple[Count, list[str]]]) -> None:
    """One of a few storms shows that a law is broken."""
    for _ in range(STORMS):
        found, _said = storm()
        if getattr(found.figures, figure):
            assert not found.whole
            return
    raise AssertionError(f"nothing is {figure} in {STORMS} storms")


def test_without_look_ups_it_is_seen_that_things_are_said_twice(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(weather, "ODDS", 0.7)
    plan = Plan(
        seconds=4, processes=1, seed=5, cohorts=1, members=3, kill_every=60, skew=0.0,
        enough={"failed_sends": 25}, launch=("-m", "tests.soak.sabotage", "look-up"),
    )  # fmt: skip
    numbers = itertools.count()
    _sees("doubled", lambda: _ran(plan, f"sqlite:///{tmp_path}/{next(numbers)}.db", tmp_path))


def test_without_a_commit_before_the_answer_it_is_seen_that_words_are_lost(tmp_path: Path):
    plan = Plan(
        seconds=6, processes=2, seed=8, cohorts=2, members=3, kill_every=1.5, database_every=0.7,
        skew=0.0, still=0.0, enough={"kills": 3, "restarts": 5, "acked": 40},
        launch=("-m", "tests.soak.sabotage", "commit"),
    )  # fmt: skip

    def storm() -> tuple[Count, list[str]]:
        with databases.Server() as server:
            return _ran(plan, server, tmp_path)

    _sees("lost", storm)


def test_a_database_that_stands_still_answers_later_and_cuts_nobody_off():
    async def stands_still(server: databases.Server) -> None:
        storms = Storms(server, Herd.__new__(Herd), random.Random(1))
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
            still = asyncio.create_task(storms.stand_still(60))
            await asyncio.sleep(0)
            asked = asyncio.create_task(asyncio.to_thread(connection.execute, "SELECT 2"))
            done, _ = await asyncio.wait([asked], timeout=0.3)
            assert not done
            still.cancel()
            assert (await asked).fetchone() == (2,)
        assert storms.restarts == 0

    with databases.Server() as server:
        asyncio.run(stands_still(server))


class _Seen(databases.Server):
    """A server of which it is seen that it was stopped."""

    def __init__(self) -> None:
        self.away = threading.Event()

    def stop(self, how: str = "immediate") -> None:
        super().stop(how)
        self.away.set()


class _Highest(random.Random):
    """Lets the database be stopped, and started a good while later."""

    def random(self) -> float:
        return 0.95


def test_a_storm_that_is_called_off_leaves_a_database_that_is_there():
    async def called_off(server: _Seen) -> None:
        storms = Storms(server, Herd.__new__(Herd), _Highest(), still=0)
        raging = asyncio.create_task(storms.database(0.01))
        await asyncio.to_thread(server.away.wait)
        raging.cancel()
        await asyncio.gather(raging, return_exceptions=True)
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

    with _Seen() as server:
        asyncio.run(called_off(server))


@pytest.mark.parametrize("broken", ["lost", "doubled", "never"])
def test_the_count_is_not_whole_when_a_promise_was_broken(broken: str):
    found = Count()
    assert found.whole
    getattr(found, broken)("a message")
    assert not found.whole and found.as_json()[broken] == 1 and "a message" in found.findings[0]


def test_the_count_is_not_whole_when_an_order_or_anything_else_broke():
    found = Count()
    found.disorder("a prompt")
    assert not found.whole
    assert not Count(other=["ended by itself"]).whole


def test_what_is_there_less_often_than_acknowledged_is_lost_and_more_often_than_tried_doubled():
    found = Count()
    found.between("once, as it should", 1, 1, 1)
    found.between("unanswered, and there", 1, 0, 1)
    found.between("unanswered, and not there", 0, 0, 1)
    assert found.whole
    found.between("acknowledged, and not there", 0, 1, 1)
    found.between("there twice", 2, 1, 1)
    assert (found.figures.lost, found.figures.doubled) == (1, 1)
