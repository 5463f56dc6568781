"""Bodies on their way: each has its time, and the oldest makes room for the newest.

A platform's body comes with its headers or right behind them; one that dawdles is a stranger's, or
lost. So where too many are on their way at once, the one that has taken longest is ended, and
nobody who comes has to wait for it.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import StreamReader, web

CLOSE = {"Connection": "close"}


class Bodies:
    """``most`` are on their way at once; ``seconds`` is how long each may take."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._coming: dict[StreamReader, None] = {}

    def __len__(self) -> int:
        """How many are on their way."""
        return len(self._coming)

    @contextmanager
    def awaited(self, request: web.Request) -> Iterator[None]:
        """Within the block, reading the body ends with 408 when it has not come in time, and with
        503 when it had to make room. What is done with a body that came is not hurried."""
        content = request.content
        if content.is_eof():
            yield
            return
        while len(self._coming) >= self._most:
            self._end(next(iter(self._coming)), _no_room())
        self._coming[content] = None
        timer = asyncio.get_running_loop().call_later(
            self._seconds, lambda: self._end(content, web.HTTPRequestTimeout(headers=CLOSE))
        )

        def came() -> None:
            timer.cancel()
            self._coming.pop(content, None)

        content.on_eof(came)
        try:
            yield
        finally:
            came()

    def _end(self, content: StreamReader, how: web.HTTPException) -> None:
        if content in self._coming:
            del self._coming[content]
            content.set_exception(how)


def _no_room() -> web.HTTPException:
    return web.HTTPServiceUnavailable(headers={**CLOSE, "Retry-After": "1"})
