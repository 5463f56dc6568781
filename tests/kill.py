"""Kills a real process again and again, and looks whether anyone would notice.

    python -m tests.kill [--kills N] [--seed N]

A child runs the engine on a SQLite file, hears events on its standard input and says on its
standard output which it has taken. Its platform is a file to which every send appends a line. The
parent kills it with SIGKILL at random moments, starts it anew, and hands over again what was not
acknowledged, as platforms do. The last line is JSON: ``lost`` events that were acknowledged but
never answered, ``doubled`` answers. The exit code is 1 if there is any.
"""

import argparse
import asyncio
import contextlib
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.engine.courier import Patience
from bot.engine.runtime import Runtime, utc_now
from bot.engine.story import Stories, Story
from bot.engine.work import Work
from bot.protocol.effects import Post
from bot.protocol.events import Said
from bot.protocol.ports import Absent, Limits, Parcel, Unknown
from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.protocol.text import Inlines, Plain, plain
from bot.store.database import Database
from tests.engine.toy import ROOM, Toy, card, tools, user

PATIENCE = Patience(quick=0.05, hung=0.4, lease=0.6, closing=1)


class FileChat:
    """A platform that is a file: it outlives whoever speaks to it."""

    limits = Limits(per_place=0, per_minute=1_000_000, certain_after=0)

    def __init__(self, path: Path) -> None:
        self.path = path
        self.dice = random.Random()

    def keys(self) -> list[str]:
        """What arrived, in order."""
        return self.path.read_text().splitlines() if self.path.exists() else []

    async def send(self, parcel: Parcel) -> Ref:
        await asyncio.sleep(self.dice.uniform(0, 0.01))
        with self.path.open("a") as file:
            file.write(parcel.key + "\n")
        await asyncio.sleep(self.dice.uniform(0, 0.01))
        return self._ref(parcel.key)

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        return self._ref(parcel.key) if parcel.key in self.keys() else Absent()

    def _ref(self, key: str) -> Ref:
        return Ref(platform="toy", workspace="w", channel="room", message=key)

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        return Absent()

    async def person(self, user: User) -> Profile | Absent:
        return Absent()

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        for each in ():
            yield each

    def link(self, ref: Ref) -> str | None:
        return None


def _echo() -> Story:
    story = Story("echo")

    @story.on(Said)
    def answer(event: Said, work: Work):
        words = plain(event.nodes)
        return [Post(room="spring-room", card=card(words), key=words)]

    return story


async def child(url: str, platform: Path) -> None:
    """Take a line each, and say so once it is safe."""
    engine = Runtime(
        database=Database(url),
        tools=tools(),
        stories=Stories([_echo()]),
        chats={"toy": FileChat(platform)},
        tick=0.05,
    )
    engine.courier.patience = PATIENCE
    await engine.start()
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    taking: set[asyncio.Task[None]] = set()

    async def take(name: str) -> None:
        event = Said(
            at=utc_now(), keys=(Key(kind="event", value=name),), who=user("ben"), place=ROOM,
            ref=Ref(platform="toy", workspace="w", channel="room", message=f"said {name}"),
            nodes=(Plain(text=name),),
        )  # fmt: skip
        await engine.take(event)
        sys.stdout.write(name + "\n")
        sys.stdout.flush()

    while line := (await lines.readline()).decode().strip():
        task = asyncio.create_task(take(line))
        taking.add(task)
        task.add_done_callback(taking.discard)
    await asyncio.gather(*taking)
    await engine.stop()


class Parent:
    """Keeps a child alive, and knows what it has acknowledged."""

    def __init__(self, url: str, platform: FileChat) -> None:
        self.url = url
        self.platform = platform
        self.waiting: list[str] = []
        self.acknowledged: list[str] = []
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start a child and hand over what was not acknowledged."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.kill", "--child", self.url, str(self.platform.path),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        self.hearing = asyncio.create_task(self._hear(self.process))
        for name in self.waiting:
            self._write(name)

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            name = line.decode().strip()
            if name in self.waiting:
                self.waiting.remove(name)
                self.acknowledged.append(name)

    def say(self, name: str) -> None:
        """Something happens on the platform."""
        self.waiting.append(name)
        self._write(name)

    def _write(self, name: str) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        with contextlib.suppress(ConnectionError):
            self.process.stdin.write(f"{name}\n".encode())

    async def kill(self) -> None:
        """End the child without a word of warning."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()
        await self.hearing

    async def until_answered(self) -> None:
        """Wait until everything is acknowledged and answered, or nothing more happens."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(30):
                while self.waiting or set(self.acknowledged) - set(self.platform.keys()):
                    await asyncio.sleep(0.02)

    async def end(self) -> None:
        """Let the child finish and stop."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()
        await self.hearing


async def play(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill so many times while events come in; what came of it."""
    dice = random.Random(seed)
    url = f"sqlite:///{folder / 'roundtable.db'}"
    toy = Toy(url)
    toy.cohort("ben")
    toy.close()
    parent = Parent(url, FileChat(folder / "platform.txt"))
    number = 0
    await parent.start()
    for _ in range(kills):
        heard = len(parent.acknowledged)
        while len(parent.acknowledged) - heard < 3:  # it lives and works
            if len(parent.waiting) < 5:
                number += 1
                parent.say(f"m{number}")
            await asyncio.sleep(dice.uniform(0, 0.02))
        for _ in range(dice.randint(1, 5)):
            number += 1
            parent.say(f"m{number}")
        await asyncio.sleep(dice.uniform(0, 0.06))
        await parent.kill()
        await parent.start()
    await parent.until_answered()
    await parent.end()
    arrived = Counter(parent.platform.keys())
    return {
        "kills": kills,
        "events": number,
        "acknowledged": len(set(parent.acknowledged)),
        "lost": len([name for name in parent.acknowledged if not arrived[name]]),
        "doubled": len([name for name, times in arrived.items() if times > 1]),
        "unanswered": number - len(arrived),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, metavar=("URL", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        asyncio.run(child(options.child[0], Path(options.child[1])))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(play(Path(folder), options.kills, options.seed))
    print(json.dumps(found))
    return 1 if found["lost"] or found["doubled"] or found["unanswered"] else 0


if __name__ == "__main__":
    sys.exit(main())
