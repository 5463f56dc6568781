"""Slack's side of a delivery: tried again when nobody answers in time, and sometimes made twice."""

import asyncio
import random

from tests.run.workspace import Unreached
from tests.slack.sender import Request
from tests.slack.standin import Json
from tests.soak.herd import Herd, Slot

IN_TIME = 3.0
"""Seconds after which Slack takes a delivery for lost."""
AGAIN = (0.3, 1.0, 3.0)
"""Seconds before it tries again; Slack's own are a moment, a minute and five minutes."""
TWICE = 0.08


class Postman:
    def __init__(self, herd: Herd, dice: random.Random) -> None:
        self.herd = herd
        self.dice = dice
        self.acked = 0
        """How many different things were acknowledged."""
        self._past: list[Json] = []

    async def event(self, payload: Json) -> bool:
        """Deliver an event as often as Slack does; whether it was acknowledged. Now and then one
        reaches two processes at once, or an old one comes again."""
        taken = False
        for retry in range(1 + len(AGAIN)):
            if retry:
                await asyncio.sleep(AGAIN[retry - 1])
            ways = [self._once(payload, retry)]
            if self.dice.random() < TWICE:
                ways.append(self._once(payload, retry + 1))
            if taken := any(await asyncio.gather(*ways)):
                break
        if taken:
            self.acked += 1
            self._past.append(payload)
            if self.dice.random() < TWICE:
                await self._once(self.dice.choice(self._past[-300:]), len(AGAIN))
        return taken

    async def _once(self, payload: Json, retry: int) -> bool:
        await self.herd.until_up()
        slot = self.dice.choice(self.herd.up)
        assert slot.sender is not None
        return await self._sent(slot, slot.sender.request(payload, retry=retry))

    async def act(self, payload: Json) -> bool:
        """Deliver a command or a press, of which Slack tells once; whether it was acknowledged.
        Now and then the very same request arrives twice."""
        await self.herd.until_up()
        slots = [self.dice.choice(self.herd.up)]
        if self.dice.random() < TWICE:
            slots.append(self.dice.choice(self.herd.up))
        sender = slots[0].sender
        assert sender is not None
        request = sender.request(payload)
        taken = any(await asyncio.gather(*(self._sent(slot, request) for slot in slots)))
        self.acked += taken
        return taken

    async def _sent(self, slot: Slot, request: Request) -> bool:
        sender = slot.sender
        if sender is None:
            return False
        try:
            async with asyncio.timeout(IN_TIME):
                answer = await sender.send(request)
        except Unreached:
            return False
        if answer.status == 200:
            self.herd.answered(slot)
        return answer.status == 200
