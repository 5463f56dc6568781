"""A few seconds of the soak, and what its count notices. The long form is ``python -m tests.soak``."""

import asyncio
from pathlib import Path

import pytest

from tests import databases
from tests.soak.count import Count
from tests.soak.weather import Plan, soak


def _ran(plan: Plan, database: databases.Server | str, folder: Path) -> tuple[Count, list[str]]:
    said: list[str] = []
    found = asyncio.run(soak(plan, database, folder, said.append))
    return found, said


def test_two_processes_keep_their_promises_in_a_short_storm(tmp_path: Path):
    plan = Plan(
        seconds=8, processes=2, seed=3, cohorts=2, members=2, kill_every=1.2, database_every=3
    )
    with databases.Server() as server:
        found, said = _ran(plan, server, tmp_path)
    assert found.whole, (found, said)
    assert found.figures.kills and found.figures.restarts and found.figures.acked > 10, found


def test_one_process_on_sqlite_is_killed_in_a_stream_of_messages(tmp_path: Path):
    plan = Plan(seconds=5, processes=1, seed=11, cohorts=1, members=3, kill_every=1.0, skew=0.0)
    found, said = _ran(plan, f"sqlite:///{tmp_path}/cohorts.db", tmp_path)
    assert found.whole, (found, said)
    assert found.figures.kills and found.figures.acked > 10, found


@pytest.mark.parametrize("broken", ["lost", "doubled", "never"])
def test_the_count_is_not_whole_when_a_promise_was_broken(broken: str):
    found = Count()
    assert found.whole
    getattr(found, broken)("a message")
    assert not found.whole and found.as_json()[broken] == 1 and "a message" in found.findings[0]


def test_what_is_there_less_often_than_acknowledged_is_lost_and_more_often_than_tried_doubled():
    found = Count()
    found.between("once, as it should", 1, 1, 1)
    found.between("unanswered, and there", 1, 0, 1)
    found.between("unanswered, and not there", 0, 0, 1)
    assert found.whole
    found.between("acknowledged, and not there", 0, 1, 1)
    found.between("there twice", 2, 1, 1)
    assert (found.figures.lost, found.figures.doubled) == (1, 1)
