"""How many events a second the engine takes, next to bare baselines of the same run.

    python -m tests.bench [--seconds S] [--waiting N]

Each row keeps N events waiting (16), as N connections would. ``bare`` writes one row in a
transaction of its own on SQLite with ``synchronous=FULL``: what any handler that acknowledges
after storing pays. ``web`` is aiohttp answering signed bodies of 1.2 kB without storing anything.
``engine`` is the Runtime with a story that keeps each message, on SQLite and PostgreSQL. Absolute
numbers say little on another machine; the last line is JSON with the ratios.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from aiohttp import ClientSession, web
from sqlalchemy import event as sql_event

from bot.engine.runtime import Runtime
from bot.engine.story import Stories, Story
from bot.engine.work import Work
from bot.protocol.events import Said
from bot.store import agenda
from tests import databases, emptied
from tests.engine.toy import NOW, Toy, ToyChat, tools

BODY = json.dumps({"event": {"type": "message", "text": "x" * 1100}}).encode()
SECRET = b"secret"

Once = Callable[[], Awaitable[object]]


async def rate(once: Once, waiting: int, seconds: float) -> float:
    """How often a second ``once`` was done, with so many at a time."""
    done, end = 0, time.perf_counter() + seconds

    async def repeat() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await once()
            done += 1

    started = time.perf_counter()
    await asyncio.gather(*(repeat() for _ in range(waiting)))
    return done / (time.perf_counter() - started)


async def bare(folder: Path, waiting: int, seconds: float) -> float:
    """One row a transaction, on disk before it is answered."""
    db = sqlite3.connect(folder / "bare.db", isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE seen (id INTEGER PRIMARY KEY, body TEXT)")
    lock = asyncio.Lock()

    def write() -> None:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO seen (body) VALUES (?)", (BODY.decode(),))
        db.execute("COMMIT")

    async def once() -> None:
        async with lock:
            await asyncio.to_thread(write)

    try:
        return await rate(once, waiting, seconds)
    finally:
        db.close()


async def plain_web(waiting: int, seconds: float) -> float:
    """aiohttp on loopback that checks a signature and stores nothing; one process for both
    ends, as with the engine's rows."""

    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        signed = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signed, request.headers["X-Signature"]):
            return web.Response(status=401)
        json.loads(body)
        return web.Response()

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    headers = {"X-Signature": hmac.new(SECRET, BODY, hashlib.sha256).hexdigest()}
    async with ClientSession() as session:

        async def once() -> None:
            async with session.post(
                f"http://127.0.0.1:{port}/", data=BODY, headers=headers
            ) as said:
                await said.read()

        try:
            return await rate(once, waiting, seconds)
        finally:
            await runner.cleanup()


def _diary() -> Story:
    story = Story("diary")

    @story.on(Said)
    def note(event: Said, work: Work):
        # One small write: what is measured is the road, not the story.
        agenda.plan(work.db, "noted", event.ref.message, NOW.replace(year=2030), "spring")
        return ()

    return story


async def engine(toy: Toy, waiting: int, seconds: float) -> dict[str, float]:
    """The whole road: seen, who and where, the story, one commit for all that wait."""
    statements = count()
    sql_event.listen(
        toy.database.engine, "before_cursor_execute", lambda *_: next(statements) and None
    )
    runtime = Runtime(
        database=toy.database, tools=tools(), stories=Stories([_diary()]),
        chats={"toy": ToyChat()},
    )  # fmt: skip
    await runtime.start()

    async def once() -> None:
        await runtime.take(toy.said("ben", "x" * 1100))

    await rate(once, waiting, min(seconds, 1))  # statements are compiled once
    before, began, commits = next(statements), runtime.clerk.events, runtime.clerk.commits
    speed = await rate(once, waiting, seconds)
    events = runtime.clerk.events - began
    found = {
        "per_second": speed,
        "events_a_commit": events / (runtime.clerk.commits - commits),
        "statements_an_event": (next(statements) - before - 1) / events,
    }
    await runtime.stop()
    return found


@contextmanager
def _toy(kind: str, folder: Path) -> Iterator[Toy]:
    url = f"sqlite:///{folder / 'engine.db'}" if kind == "sqlite" else databases.postgres()
    toy = Toy(url)
    toy.cohort("ben")
    try:
        yield toy
    finally:
        toy.close()
        if kind == "postgres":
            databases.drop(url)


def measure(waiting: int, seconds: float, kinds: Sequence[str]) -> dict[str, object]:
    """All rows and their ratios."""
    emptied.schema()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = asyncio.run(bare(folder, waiting, seconds))
        echo = asyncio.run(plain_web(waiting, seconds))
        found: dict[str, object] = {"waiting": waiting, "bare": round(base), "web": round(echo)}
        for kind in kinds:
            with _toy(kind, folder) as toy:
                row = asyncio.run(engine(toy, waiting, seconds))
            found[kind] = {key: round(value, 1) for key, value in row.items()}
            found[f"{kind}_to_bare"] = round(row["per_second"] / base, 2)
            found[f"{kind}_to_web"] = round(row["per_second"] / echo, 2)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each row")
    parser.add_argument("--waiting", type=int, default=16)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    options = parser.parse_args(arguments)
    kinds = ("sqlite", "postgres") if options.database == "both" else (options.database,)
    print(json.dumps(measure(options.waiting, options.seconds, kinds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
