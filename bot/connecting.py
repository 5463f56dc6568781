"""Platforms are connected each by itself: one that cannot be reached keeps no other waiting, and
the log says which it is. Part of the composition root."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from bot.engine.faults import describe
from bot.protocol.adapter import Running, SettingsError

log = logging.getLogger(__name__)

SOON = 5.0
"""Seconds within which a platform connects, or again after a break, before it is told to be out of
reach."""
_LOOKS = 0.2
_LONGEST = 30.0
"""Seconds between two tries to open a platform, at most."""


@dataclass(slots=True, kw_only=True)
class _Platform:
    """One of them. ``there``: what was last told of it, None before anything was. ``known`` is set
    once something was."""

    name: str
    running: Running
    opened: bool = False
    there: bool | None = None
    known: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, there: bool) -> None:
        self.there = there
        if there:
            log.info("connected to %s", self.name)
        else:
            log.warning("cannot reach %s now; trying again until it answers", self.name)
        self.known.set()


class Connecting:
    """Opens platforms, and tells of each when it is connected and when it cannot be reached."""

    def __init__(
        self,
        platforms: Mapping[str, Running],
        *,
        soon: float = SOON,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._all = [_Platform(name=name, running=each) for name, each in platforms.items()]
        self._soon = soon
        self._clock = clock
        self._sleep = sleep
        self._tasks: list[asyncio.Task[None]] = []
        self._wrong: list[str] = []
        self._known_wrong = asyncio.Event()

    async def begin(self) -> None:
        """Open all of them; ends once each is connected, or known to be out of reach for now."""
        for each in self._all:
            self._tasks += [
                asyncio.create_task(self._open(each)),
                asyncio.create_task(self._watch(each)),
            ]
        for each in self._all:
            await each.known.wait()
        there = [each.name for each in self._all if each.there]
        if len(there) == len(self._all):
            log.info("ready")
        elif there:
            log.info("ready for %s", ", ".join(there))

    async def failed(self) -> NoReturn:
        """Wait until a platform says that it is configured wrongly, which no second try mends.
        Raises SettingsError then."""
        await self._known_wrong.wait()
        raise SettingsError(self._wrong)

    async def end(self) -> None:
        """Look no longer."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _open(self, platform: _Platform) -> None:
        pause = 1.0
        while not platform.opened:
            try:
                if platform.running.open is not None:
                    await platform.running.open()
                platform.opened = True
            except SettingsError as error:
                self._wrong += error.problems
                self._known_wrong.set()
                return
            except Exception as fault:
                log.warning("%s could not be opened: %s", platform.name, describe(fault))
                await self._sleep(pause)
                pause = min(pause * 2, _LONGEST)

    async def _watch(self, platform: _Platform) -> None:
        last_there = self._clock()
        while True:
            there = platform.opened and platform.running.ready()
            if there:
                last_there = self._clock()
            if there != platform.there and (there or self._clock() >= last_there + self._soon):
                platform.tell(there)
            await self._sleep(_LOOKS if platform.there is None else 1.0)
