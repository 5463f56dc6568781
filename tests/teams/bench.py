"""How many messages a second the Teams adapter takes, and what it leaves open.

    python -m tests.teams.bench [--messages N] [--waiting N]

Signed messages of a room's members come over real HTTP from a process of their own, N at a time
(16), through the whole adapter into the whole engine with all stories, on SQLite on disk; each is
answered after its commit. ``adapter`` is the same without an engine behind it, ``echo`` aiohttp
that reads the same requests and sends them back: what any bot on it pays. ``left_open`` are
descriptors that the bot's process has open after the messages and had not before; ``cpu`` is what a
message costs it, in milliseconds. Absolute numbers say little on another machine; the last line is
JSON with the ratio.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from aiohttp import web
from sqlalchemy import Connection

from adapters.teams.adapter import TeamsAdapter
from adapters.teams.credentials import NoCredentials
from adapters.teams.names import PATH, PLATFORM
from adapters.teams.settings import Settings
from bot import compose
from bot.engine.runtime import Runtime, utc_now
from bot.protocol.adapter import Running
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.ports import Ear, Outcome
from bot.protocol.refs import Profile, User
from bot.store import cohorts, people
from bot.store.database import Database
from bot.web.app import application, serving
from tests.teams.issuer import APP, SERVICE_URL, Issuer

TENANT = "11111111-1111-4111-8111-111111111111"
TEAM, CHANNEL = "19:team@thread.tacv2", "19:spring@thread.tacv2"
MEMBERS = [f"member-{n}" for n in range(20)]
WARM = 100
"""Messages before those that count: connections are opened and statements compiled."""


class _Door(Ear):
    """The Ear that the adapter gets before the engine exists."""

    engine: Runtime

    async def take(self, event: Event) -> Outcome:
        return await self.engine.take(event)

    async def unsaid(self, event: Event, reply: Reply) -> None:
        await self.engine.unsaid(event, reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return self.engine.completions()


class _Nobody(Ear):
    """Takes everything at once and keeps nothing."""

    async def take(self, event: Event) -> Outcome:
        return Outcome(new=True)

    async def unsaid(self, event: Event, reply: Reply) -> None: ...

    def completions(self) -> Sequence[tuple[str, str]]:
        return ()


def message(number: int) -> bytes:
    """What some member wrote."""
    who = MEMBERS[number % len(MEMBERS)]
    at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    tenant = {"tenant": {"id": TENANT}, "team": {"id": TEAM}, "channel": {"id": CHANNEL}}
    return json.dumps(
        {
            "type": "message",
            "id": str(1772463600000 + number),
            "timestamp": at,
            "serviceUrl": SERVICE_URL,
            "channelId": "msteams",
            "from": {"id": f"29:{who}", "name": who, "aadObjectId": who},
            "recipient": {"id": f"28:{APP}", "name": "Roundtable"},
            "conversation": {
                "conversationType": "channel",
                "isGroup": True,
                "tenantId": TENANT,
                "id": f"{CHANNEL};messageid={1772463600000 + number}",
            },
            "channelData": tenant | {"eventType": "message"},
            "textFormat": "plain",
            "text": "What we tried and what came of it. " * 30,
            "entities": [{"type": "clientInfo", "locale": "en-US", "timezone": "America/New_York"}],
        }
    ).encode()


def people_in_a_room(db: Connection) -> None:
    """A cohort that runs in the room, whose members agreed that their words are kept."""
    now = utc_now()
    cohorts.add(
        db, id="spring", name="Spring", theme="", purpose="", zone="UTC", starts=now.date(),
        programme="first-weeks", state="running", created_at=now, settings={},
    )  # fmt: skip
    cohorts.add_room(
        db, id="room", cohort="spring", platform=PLATFORM, workspace=TENANT,
        channel=f"{TEAM}/{CHANNEL}",
    )  # fmt: skip
    for who in MEMBERS:
        user = User(platform=PLATFORM, workspace=TENANT, user=who)
        people.meet(db, Profile(user=user, name=who, zone="UTC"), who, now)
        cohorts.enrol(
            db, id=who, cohort="spring", person=who, role="member", state="present",
            since=now - timedelta(days=7),
        )  # fmt: skip
        cohorts.consent_to(
            db, id=f"{who}-agreed", cohort_id="spring", person_id=who, kind="agreement",
            value="yes", version="1", now=now,
        )  # fmt: skip


@asynccontextmanager
async def adapter(folder: Path, issuer: Issuer, ear: Ear) -> AsyncIterator[tuple[str, Running]]:
    """The adapter, served; its address, and what was started."""
    settings = Settings(
        app_id=APP, tenant=TENANT, tenants=frozenset({TENANT}), keys_url=issuer.url,
        memory=folder / "teams.db",
    )  # fmt: skip
    running = await TeamsAdapter(credentials=lambda _: NoCredentials()).start(settings, ear)

    async def ready() -> bool:
        return True

    try:
        async with serving(application([running], ready), "127.0.0.1", 0) as port:
            yield f"http://127.0.0.1:{port}{PATH}", running
    finally:
        if running.close is not None:
            await running.close()


@asynccontextmanager
async def bot(folder: Path, issuer: Issuer) -> AsyncIterator[tuple[str, Runtime]]:
    """The whole bot; its address, and its engine."""
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    database.migrate()
    with database.transaction() as db:
        people_in_a_room(db)
    door = _Door()
    async with adapter(folder, issuer, door) as (url, running):
        chats = {PLATFORM: running.chat}
        door.engine = Runtime(
            database=database, tools=compose.tools(Random(0), chats), stories=compose.features(),
            chats=chats,
        )  # fmt: skip
        await door.engine.start()
        try:
            yield url, door.engine
        finally:
            await door.engine.stop()
            database.close()


@asynccontextmanager
async def echo() -> AsyncIterator[str]:
    """aiohttp alone; its address."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=await request.read())

    app = web.Application()
    app.router.add_post(PATH, answer)
    async with serving(app, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}{PATH}"


def bring(url: str, numbers: range, headers: dict[str, str], waiting: int) -> float:
    """How many messages a second were answered with 200, so many at a time. Raises if one was
    not. Runs in the caller's process."""
    return asyncio.run(_bring(url, [message(number) for number in numbers], headers, waiting))


async def _bring(url: str, bodies: Sequence[bytes], headers: dict[str, str], waiting: int) -> float:
    left: Iterator[bytes] = iter(bodies)

    async with aiohttp.ClientSession(headers=headers, raise_for_status=True) as session:

        async def one_after_another() -> None:
            for body in left:
                async with session.post(url, data=body) as answer:
                    await answer.read()

        began = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(waiting)))
        return len(bodies) / (time.perf_counter() - began)


def descriptors() -> int:
    """How many this process has open."""
    return len(os.listdir("/dev/fd"))


async def settled(before: int) -> int:
    """How many are open more than before, once the server has seen that the client went."""
    for _ in range(50):
        if descriptors() <= before:
            break
        await asyncio.sleep(0.02)
    return max(0, descriptors() - before)


async def measure(messages: int, waiting: int) -> dict[str, Any]:
    """All rows, their ratio, and what was left open. Raises if a message was not kept."""
    loop = asyncio.get_running_loop()
    first, rest = range(WARM), range(WARM, WARM + messages)
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as caller,
    ):

        async def rate(url: str, numbers: range) -> float:
            return await loop.run_in_executor(caller, bring, url, numbers, headers, waiting)

        async with Issuer() as issuer:
            headers = issuer.headers()
            async with echo() as url:
                await rate(url, first)
                plain = await rate(url, rest)
            async with adapter(Path(folder), issuer, _Nobody()) as (url, _):
                await rate(url, first)
                alone = await rate(url, rest)
            async with bot(Path(folder), issuer) as (url, engine):
                await rate(url, first)
                await settled(0)
                before, kept, began = descriptors(), engine.clerk.events, time.process_time()
                speed = await rate(url, rest)
                cpu = time.process_time() - began
                left = await settled(before)
                kept = engine.clerk.events - kept
    if kept != messages:
        raise RuntimeError(f"{kept} of {messages} messages were kept")
    return {
        "messages": messages,
        "waiting": waiting,
        "per_second": round(speed),
        "adapter": round(alone),
        "echo": round(plain),
        "to_echo": round(speed / plain, 2),
        "cpu": round(cpu / messages * 1000, 2),
        "left_open": left,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.teams.bench", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--waiting", type=int, default=16)
    parser.add_argument("--at-least", type=int, default=0, metavar="PER_SECOND")
    options = parser.parse_args(arguments)
    found = asyncio.run(measure(options.messages, options.waiting))
    print(json.dumps(found))
    enough = found["per_second"] >= options.at_least
    return 0 if found["left_open"] == 0 and enough else 1


if __name__ == "__main__":
    sys.exit(main())
