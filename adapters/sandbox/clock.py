"""The sandbox's clock: moved by hand, and running on by itself, second by second."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.protocol.adapter import Scene

Move = Literal["hour", "day", "next"]
STEP = 1.0  # seconds of real time between two small steps of the clock

log = logging.getLogger(__name__)


class Clock:
    """Moves a scene's time. ``floor`` is held while it moves, so that nobody acts in the middle of
    a day that is passing."""

    def __init__(self, scene: Scene, zone: str, floor: asyncio.Lock) -> None:
        self.scene = scene
        self.zone = zone
        self.floor = floor

    async def move(self, by: Move) -> None:
        """Move on by an hour, by a calendar day of the cohort, or to the next thing that is due
        (nothing happens if there is none)."""
        async with self.floor:
            to = self._target(by)
            if to is not None and to > self.scene.now():
                await self.scene.advance(to)
            else:
                await self.scene.settle()

    async def tick(self, passed: timedelta) -> None:
        """Time has passed by itself."""
        async with self.floor:
            await self.scene.advance(self.scene.now() + passed)

    async def run(self, seconds: Callable[[], float], told: Callable[[], None]) -> None:
        """Run on with real time, as ``seconds`` tells it, until cancelled; ``told`` is called after
        every step. A step that fails is logged and the clock goes on."""
        before = seconds()
        while True:
            await asyncio.sleep(STEP)
            after = seconds()
            try:
                await self.tick(timedelta(seconds=after - before))
            except Exception:
                log.exception("the sandbox's clock could not move on")
            before = after
            told()

    def _target(self, by: Move) -> datetime | None:
        now = self.scene.now()
        match by:
            case "hour":
                return now + timedelta(hours=1)
            case "day":
                # In local time, so that a day over a change of the clocks is a day all the same.
                local = now.astimezone(ZoneInfo(self.zone))
                return (local + timedelta(days=1)).astimezone(now.tzinfo)
            case "next":
                return self.scene.next_due()
