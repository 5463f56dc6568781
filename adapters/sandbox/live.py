"""The sockets: each open page gets the document of the person who looks, whenever it changed."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSMsgType, web

from adapters.sandbox.shape import Json

GATHER = 0.03  # seconds; changes that come together are shown together
LONGEST = 4096  # bytes of a message from a page, which only ever says who looks


class Live:
    """All open sockets. ``document`` makes what a person sees; ``anyone`` names whom a page shows
    that does not say, or that names somebody unknown."""

    def __init__(
        self,
        *,
        clock: Callable[[], Json],
        view: Callable[[str], Json],
        anyone: Callable[[str], str],
    ) -> None:
        self._clock = clock
        self._view = view
        self._anyone = anyone
        self._wakes: set[asyncio.Event] = set()
        self._sockets: set[web.WebSocketResponse] = set()

    def changed(self) -> None:
        """Something may look different now."""
        for wake in self._wakes:
            wake.set()

    async def close(self) -> None:
        """End every connection."""
        for socket in list(self._sockets):
            await socket.close()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One page, as long as it is open."""
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=LONGEST)
        await socket.prepare(request)
        looker = _Looker(socket)
        self._wakes.add(looker.wake)
        self._sockets.add(socket)
        writer = asyncio.create_task(self._write(looker))
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                looker.who = self._anyone(_named(message.data))
                looker.wake.set()
        finally:
            self._wakes.discard(looker.wake)
            self._sockets.discard(socket)
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer
        return socket

    async def _write(self, looker: "_Looker") -> None:
        sent = ("", "")
        while True:
            await looker.wake.wait()
            await asyncio.sleep(GATHER)
            looker.wake.clear()
            if looker.who is None:
                continue
            now = (json.dumps(self._clock()), json.dumps(self._view(looker.who)))
            parts = [
                f'"{name}": {part}'
                for name, part, before in zip(("clock", "view"), now, sent, strict=True)
                if part != before
            ]
            sent = now
            if not parts:
                continue
            try:
                await looker.socket.send_str(f"{{{', '.join(parts)}}}")
            except ConnectionResetError:
                return


class _Looker:
    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.who: str | None = None
        self.wake = asyncio.Event()


def _named(data: str) -> str:
    try:
        said = json.loads(data)
    except ValueError:
        return ""
    who = said.get("who") if isinstance(said, dict) else None
    return who if isinstance(who, str) else ""
