"""A door of a pretended platform behind the real guard, on a real socket of loopback.

``Doors.knock`` comes from an address of 127.0.0.0/8, with a body that is ``signed`` or not.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from bot.protocol.adapter import Running, shown
from bot.web.app import application, serving
from bot.web.guard import Guard, Limits
from bot.web.listening import Patience

SIGNED = b"signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Doors:
    """``goes_on`` holds what was let in; ``arrived`` counts it, ``read`` what the handler read."""

    def __init__(self, clock: Clock, guard: Guard) -> None:
        self.clock = clock
        self.guard = guard
        self.port = 0
        self.arrived = 0
        self.read: list[int] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.route = web.post("/events", self._handle)

    async def _handle(self, request: web.Request) -> web.Response:
        self.arrived += 1
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
        self.read.append(len(body))
        await self.goes_on.wait()
        if not body.startswith(SIGNED):
            return web.Response(status=401)
        shown.get()()
        return web.Response()

    async def knock(
        self, body: Any = b"forged", *, of: str = "127.0.0.1", path: str = "/events", **how: Any
    ) -> Answer:
        connector = aiohttp.TCPConnector(local_addr=(of, 0), force_close=True)
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.post(f"http://127.0.0.1:{self.port}{path}", data=body, **how) as answer,
        ):
            return Answer(status=answer.status, headers=dict(answer.headers))

    async def comes(self, number: int) -> None:
        """Wait until so many requests were let in."""
        while self.arrived < number:
            await asyncio.sleep(0)

    async def has_read(self, number: int) -> None:
        """Wait until so many bodies came to their end."""
        while len(self.read) < number:
            await asyncio.sleep(0)

    async def line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A bare connection."""
        return await asyncio.open_connection("127.0.0.1", self.port)


@asynccontextmanager
async def doors(
    limits: Limits | None = None,
    patience: Patience | None = None,
    more: Sequence[web.RouteDef] = (),
    **how: Any,
) -> AsyncIterator[Doors]:
    """Every address is one of the public Internet here, unless told otherwise. ``more`` are doors
    beside the pretended one."""
    clock = Clock()
    guard = Guard(limits, clock=clock, **{"shared": lambda _: False, "spared": ("/healthz",)} | how)
    there = Doors(clock, guard)

    async def ready() -> bool:
        return True

    running = Running(chat=None, routes=(there.route, *more))  # pyright: ignore[reportArgumentType]
    app = application([running], ready, guard=guard)
    async with serving(app, "127.0.0.1", 0, patience) as there.port:
        yield there
