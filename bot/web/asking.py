"""Questions to what may never answer, asked so that nobody waits for it in vain."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Question(Generic[T]):
    """What ``ask`` tells, which may hang, as a driver does while its server stands still.

    However many want to know, one thread at a time asks: otherwise each of them would leave a
    thread and a connection behind, until there is none left for anything else. To be used from one
    event loop.
    """

    def __init__(self, ask: Callable[[], T], patience: float) -> None:
        """``patience``: seconds for which an answer is waited for."""
        self._ask = ask
        self._patience = patience
        self._asked: asyncio.Future[T | None] | None = None

    async def answer(self) -> T | None:
        """What it tells; None if it fails, or not in time."""
        if self._asked is None or self._asked.done():
            self._asked = self._begin()
        asked = self._asked
        await asyncio.wait({asked}, timeout=self._patience)
        return asked.result() if asked.done() else None

    def _begin(self) -> "asyncio.Future[T | None]":
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T | None] = loop.create_future()

        def run() -> None:
            result = None
            # Whatever a driver raises here means one thing: not now.
            with contextlib.suppress(Exception):
                result = self._ask()
            # The loop is closed by the time if nobody wants to know any more.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(future.set_result, result)

        # Not one of the loop's own threads: at the end of the process those are waited for.
        threading.Thread(target=run, name="question", daemon=True).start()
        return future
