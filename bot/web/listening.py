"""Listening: connections that bring nothing, or too many of them, are ended.

aiohttp waits for ever for the first request of a connection. Here each has to bring its first
headers in time, and beyond a number of connections new ones are closed at once.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.protocol.adapter import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """``headers``: seconds for the first request's headers. ``idle``: seconds for which a
    connection may bring nothing between two requests. ``connections``: open at once, at most.
    ``rest``: seconds for which the rest of a body is thrown away that nobody wants."""

    headers: float = 10.0
    idle: float = 75.0
    connections: int = 4096
    rest: float = 2.0


class _Timed(asyncio.Protocol):
    """A connection, as aiohttp handles it, that ends unless a request comes in time."""

    def __init__(self, within: asyncio.Protocol, open_now: set["_Timed"], patience: Patience):
        self._within = within
        self._open_now = open_now
        self._patience = patience
        self._timer: asyncio.TimerHandle | None = None
        self._last = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._open_now.add(self)
        self._within.connection_made(transport)
        if len(self._open_now) > self._patience.connections:
            transport.abort()
            return
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._patience.headers, transport.abort)

    def data_received(self, data: bytes) -> None:
        if self._timer is not None and _ends_headers(self._last + data):
            self._timer.cancel()
            self._timer = None
        self._last = data[-3:]
        self._within.data_received(data)

    def eof_received(self) -> bool | None:
        return self._within.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._open_now.discard(self)
        self._within.connection_lost(exc)

    def pause_writing(self) -> None:
        self._within.pause_writing()

    def resume_writing(self) -> None:
        self._within.resume_writing()


def _ends_headers(data: bytes) -> bool:
    return b"\r\n\r\n" in data or b"\n\n" in data


@asynccontextmanager
async def serving(
    app: web.Application, host: str, port: int, patience: Patience | None = None
) -> AsyncIterator[int]:
    """Listen until left; yields the port that is listened on (another one for port 0). Raises
    SettingsError if nobody can listen there."""
    patience = patience or Patience()
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=10,
        keepalive_timeout=patience.idle,
        lingering_time=patience.rest,
        # No platform sends a compressed body; a small one could unfold without end.
        auto_decompress=False,
    )
    await runner.setup()
    try:
        server = await _opened(runner, host, port, patience)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            # What is in hand is finished by the runner; nothing new comes in meanwhile.
            server.close()
    finally:
        await runner.cleanup()


async def _opened(
    runner: web.AppRunner, host: str, port: int, patience: Patience
) -> asyncio.Server:
    make: Callable[[], asyncio.Protocol] | None = runner.server
    assert make is not None
    within, open_now = make, set[_Timed]()
    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(
            lambda: _Timed(within(), open_now, patience), host, port, backlog=128
        )
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError(
            [f"HOST {host} and PORT {port} cannot be listened on: {why}"]
        ) from error
