"""Listening: connections that bring nothing, or too many of them, are ended.

aiohttp waits for ever for the first request of a connection. Here each has to bring its first
headers in time, and beyond a number of connections new ones are closed at once: of all together, so
that there are files left for the database and for what we call ourselves, and of one source, so
that nobody alone keeps everybody out.
"""

import asyncio
import resource
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.protocol.adapter import SettingsError
from bot.web.addresses import source_of

TRUSTS: web.AppKey[Callable[[str], bool]] = web.AppKey("trusts")
"""Whether any number of connections may come from an address. An Application without it trusts
everyone."""
_OTHER_FILES = 256
"""What is left of the process's files for everything but connections that come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """``headers``: seconds for the first request's headers. ``idle``: seconds for which a
    connection may bring nothing between two requests. ``connections``: open at once, at most, or
    fewer where the process may not open as many files; ``of_one``: those of one source that is not
    trusted. ``rest``: seconds for which the rest of a body is thrown away that nobody wants."""

    headers: float = 10.0
    idle: float = 75.0
    connections: int = 4096
    of_one: int = 256
    rest: float = 2.0


class _Lines:
    """The connections that are open, in all and of each source."""

    def __init__(self, patience: Patience, trusts: Callable[[str], bool]) -> None:
        self.patience = patience
        self._most = min(patience.connections, _files_for_connections())
        self._trusts = trusts
        self._open = 0
        self._of: Counter[str] = Counter()

    def opened(self, remote: str) -> bool:
        """Count one; whether it may stay."""
        source = source_of(remote)
        self._open += 1
        self._of[source] += 1
        if self._open > self._most:
            return False
        return self._of[source] <= self.patience.of_one or self._trusts(remote)

    def closed(self, remote: str) -> None:
        source = source_of(remote)
        self._open -= 1
        self._of[source] -= 1
        if not self._of[source]:
            del self._of[source]


def _files_for_connections() -> int:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return sys.maxsize
    return max(files - _OTHER_FILES, files // 4)


class _Timed(asyncio.Protocol):
    """A connection, as aiohttp handles it, that ends unless a request comes in time."""

    def __init__(self, within: asyncio.Protocol, lines: _Lines) -> None:
        self._within = within
        self._lines = lines
        self._remote = ""
        self._timer: asyncio.TimerHandle | None = None
        self._last = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        peer = transport.get_extra_info("peername")
        self._remote = str(peer[0]) if peer else ""
        stays = self._lines.opened(self._remote)
        self._within.connection_made(transport)
        if not stays:
            transport.abort()
            return
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._lines.patience.headers, transport.abort)

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
        self._lines.closed(self._remote)
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
        server = await _opened(runner, host, port, _Lines(patience, app.get(TRUSTS, _everyone)))
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            # What is in hand is finished by the runner; nothing new comes in meanwhile.
            server.close()
    finally:
        await runner.cleanup()


def _everyone(remote: str) -> bool:
    return True


async def _opened(runner: web.AppRunner, host: str, port: int, lines: _Lines) -> asyncio.Server:
    make: Callable[[], asyncio.Protocol] | None = runner.server
    assert make is not None
    within = make
    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(lambda: _Timed(within(), lines), host, port, backlog=128)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SettingsError(
            [f"HOST {host} and PORT {port} cannot be listened on: {why}"]
        ) from error
