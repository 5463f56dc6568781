"""The parent: from one moment at which something is due to the next."""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bot.store import agenda, jobs, queue
from bot.store.database import Database
from tests import databases
from tests.weeks.calendar import Figures, Group, Plan, figures, groups
from tests.weeks.process import PLATFORM, Processes, write_programme


@contextmanager
def _working(url: str, folder: Path, plan: Plan) -> Iterator[Processes]:
    processes = Processes(url, folder, plan)
    yield processes
    processes.end()


def run(plan: Plan, say: Any = print) -> Figures:
    """Let the time go by and count."""
    everyone = groups(plan)
    url = databases.postgres()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_programme(folder / "prompts", plan.weeks)
        _hasten(url)
        with _working(url, folder, plan) as processes:
            processes.tell(*(everyone[n :: plan.processes] for n in range(plan.processes)))
            say(f"{len(everyone)} cohorts set up after {time.monotonic() - began:.0f} s")
            moments = _go_on(url, processes, plan, everyone, say)
            say(f"{moments} moments, {processes.conflicts} times in each other's way")
        said = _said(folder)
    databases.drop(url)
    return figures(plan, everyone, said)


def _hasten(url: str) -> None:
    """Nobody is killed here, so nothing need be on the disk when it is committed."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(f"ALTER DATABASE {db.info.dbname} SET synchronous_commit = off")  # pyright: ignore


def _go_on(url: str, processes: Processes, plan: Plan, everyone: Sequence[Group], say: Any) -> int:
    """From one moment at which something is due to the next, to the end; how many there were."""
    database = Database(url)
    end = max(each.due(plan.weeks) for each in everyone) + timedelta(days=1)
    now, moments = plan.starts, 0
    began = told = time.monotonic()
    while (due := _next(database, now)) is not None and due <= end:
        now = due
        processes.tell(now)
        moments += 1
        if time.monotonic() - told > 20:
            told = time.monotonic()
            say(f"{told - began:5.0f} s: it is {now:%d %B %Y}, after {moments} moments")
    database.close()
    return moments


def _next(database: Database, now: datetime) -> datetime | None:
    with database.transaction() as db:
        times = (agenda.next_at(db), queue.next_at(db, now, (PLATFORM,)), jobs.next_at(db))
    due = min((each for each in times if each is not None), default=None)
    assert due is None or due > now, f"something is left that was due at {due}"
    return due


def _said(folder: Path) -> list[tuple[str, int, datetime]]:
    return [
        (channel, week, datetime.fromisoformat(at))
        for path in folder.glob("said-*")
        for channel, week, at in map(json.loads, path.read_text().splitlines())
    ]
