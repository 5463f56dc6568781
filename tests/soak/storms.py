"""What goes wrong around the processes: the database goes away, cuts everyone off or stands still,
clocks jump."""

import asyncio
import random
from contextlib import suppress

import psycopg

from tests.databases import Server
from tests.soak.herd import Herd

LONGEST_STILL = 6.0
"""Seconds: longer than a lease of the soak's, so that whoever holds one loses it meanwhile."""


class Storms:
    """``still``: the share of times in which the database stands still instead of going away."""

    def __init__(
        self, server: Server | None, herd: Herd, dice: random.Random, still: float = 0.15
    ) -> None:
        self.server = server
        self.share_still = still
        self.herd = herd
        self.dice = dice
        self.restarts = 0
        """How often the database was started anew, or cut every connection."""
        self.still = 0
        """How often it answered nobody for a while. That cuts nobody off, and is counted apart."""
        self.steps = 0
        """How often a clock jumped."""

    async def database(self, every: float) -> None:
        """Let it go away again and again. Whoever cancels this waits until it is back."""
        while True:
            await asyncio.sleep(every * self.dice.uniform(0.7, 1.3))
            incident = asyncio.create_task(self._incident())
            try:
                await asyncio.shield(incident)
            except asyncio.CancelledError:
                await incident
                raise

    async def _incident(self) -> None:
        assert self.server is not None
        if self.dice.random() < self.share_still:
            await self.stand_still(self.dice.uniform(1.0, LONGEST_STILL))
            return
        match self.dice.random():
            case luck if luck < 0.4:
                with suppress(psycopg.Error):  # it cuts us off too
                    await asyncio.to_thread(self.server.cut)
            case luck if luck < 0.7:
                await asyncio.to_thread(self.server.restart)
            case _:
                how = self.dice.choice(("immediate", "fast"))
                await asyncio.to_thread(self.server.stop, how)
                await asyncio.sleep(self.dice.uniform(0.1, 2.0))
                await asyncio.to_thread(self.server.start)
        self.restarts += 1

    async def stand_still(self, seconds: float) -> None:
        """Let the database answer nobody."""
        assert self.server is not None
        with self.server.standing_still():
            await asyncio.sleep(seconds)
        self.still += 1

    async def clocks(self, every: float, furthest: float) -> None:
        """Set one clock or another, at most ``furthest`` seconds ahead or behind."""
        while True:
            slot = self.dice.choice(self.herd.slots)
            slot.set_clock(self.dice.choice((0.0, self.dice.uniform(-furthest, furthest))))
            self.steps += 1
            await asyncio.sleep(every * self.dice.uniform(0.5, 1.5))

    def calm(self) -> None:
        """All clocks are right again."""
        for slot in self.herd.slots:
            slot.set_clock(0)
