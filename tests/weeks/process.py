"""One process of the race, and how its parent speaks to all of them."""

import asyncio
import json
import multiprocessing
import random
import re
from collections.abc import AsyncIterator
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot import compose
from bot.engine import faults
from bot.engine.scene import Clock, HandScene
from bot.protocol.events import Submitted
from bot.protocol.ports import Absent, Limits, Outcome, Parcel, Unknown
from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.protocol.text import Inlines
from bot.store.database import Database
from tests.weeks.calendar import SLOTS, Group, Plan

PLATFORM, WORKSPACE = "weeks", "w"
_WEEK = re.compile(r"This is week (\d+)\.")


class Recorder:
    """A platform that writes down what is said, and when, in a file of this process."""

    limits = Limits(per_place=0, per_minute=100_000_000, certain_after=0)

    def __init__(self, path: Path, clock: Clock) -> None:
        self._file = path.open("a", buffering=1)
        self._clock = clock

    async def send(self, parcel: Parcel) -> Ref:
        week = _WEEK.search(repr(parcel.card)) if parcel.thread is None else None
        if parcel.kind == "post" and parcel.place is not None and week is not None:
            said = [parcel.place.channel, int(week[1]), self._clock().isoformat()]
            self._file.write(json.dumps(said) + "\n")
        at = parcel.place.channel if parcel.place is not None else "private"
        return Ref(platform=PLATFORM, workspace=WORKSPACE, channel=at, message=parcel.key)

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        raise AssertionError("nothing is ever in doubt here")

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        return Absent()

    async def person(self, user: User) -> Profile | Absent:
        return Profile(user=user, name=user.user.title(), zone="UTC")

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        for each in ():
            yield each

    def link(self, ref: Ref) -> str | None:
        return None


def write_programme(folder: Path, weeks: int) -> None:
    """A prompt for each week, and a programme of all of them for each slot."""
    for name in ("library", "programmes"):
        (folder / name).mkdir(parents=True)
    for week in range(1, weeks + 1):
        (folder / "library" / f"week-{week}.md").write_text(
            f"---\ntitle: Week {week}\nkind: icebreaker\nask_ahead: no\n---\nThis is week {week}.\n"
        )
    each = "\n".join(f"  - week: {n}\n    prompt: week-{n}" for n in range(1, weeks + 1))
    for slot, (_, at) in enumerate(SLOTS):
        (folder / "programmes" / f"slot-{slot}.md").write_text(
            f"---\ntitle: Slot {slot}\nat: {at}\nevery: 7 days\nweeks:\n{each}\n---\nAll weeks.\n"
        )


async def live(line: Pipe, url: str, folder: Path, number: int, starts: datetime) -> None:
    """One process: does what the parent says, and tells when it is done."""
    clock = Clock(starts)
    chats = {PLATFORM: Recorder(folder / f"said-{number}", clock)}
    database = Database(url)
    scene = HandScene(
        database=database,
        tools=compose.tools(random.SystemRandom(), chats, [folder / "prompts"]),
        stories=compose.features(),
        chats=chats,
        clock=clock,
    )
    while (told := line.recv()) is not None:
        if isinstance(told, datetime):
            clock.set(told)
        else:
            for group in told:
                await _set_up(scene, group)
        line.send(await _do_all(scene))
    database.close()


async def _do_all(scene: HandScene) -> int:
    """Until nothing is left; how often another process stood in the way."""
    conflicts = 0
    while True:
        try:
            await scene.settle()
        except DBAPIError as fault:
            if not faults.passing(fault):
                raise
            conflicts += 1
        else:
            return conflicts


async def _set_up(scene: HandScene, group: Group) -> None:
    name = f"mod-{group.number}"
    new = {"name": f"Cohort {group.number}", "zone": group.zone, "theme": "",
           "starts": group.first_day.isoformat(), "programme": f"slot-{group.slot}",
           "people": "all"}  # fmt: skip
    for action, values in (("cohort.new", new), ("cohort.start", {"hello": "Welcome."})):
        outcome: Outcome = await scene.take(
            Submitted(
                at=scene.now(),
                keys=(Key(kind="form", value=f"{action} {name}"),),
                who=User(platform=PLATFORM, workspace=WORKSPACE, user=name),
                place=Place(platform=PLATFORM, workspace=WORKSPACE, channel=group.channel),
                action=action,
                args={},
                values=values,
            )
        )
        assert outcome.new


def _begin(line: Pipe, url: str, folder: Path, number: int, starts: datetime) -> None:
    asyncio.run(live(line, url, folder, number, starts))


class Processes:
    def __init__(self, url: str, folder: Path, plan: Plan) -> None:
        self.conflicts = 0
        self._lines: list[Pipe] = []
        self._all: list[Any] = []
        # Not a fork, which would share the parent's connections.
        context = multiprocessing.get_context("spawn")
        for number in range(plan.processes):
            ours, theirs = context.Pipe()
            args = (theirs, url, folder, number, plan.starts)
            process = context.Process(target=_begin, args=args, daemon=True)
            process.start()
            theirs.close()
            self._lines.append(ours)
            self._all.append(process)

    def tell(self, *what: object) -> None:
        """Tell each its own, or all the same, and wait until nothing is left to do."""
        for n, line in enumerate(self._lines):
            line.send(what[n % len(what)])
        self.conflicts += sum(line.recv() for line in self._lines)

    def end(self) -> None:
        for line, process in zip(self._lines, self._all, strict=True):
            line.send(None)
            process.join()
