"""The processes: kept alive, killed at chosen moments, stopped gently, and known by name."""

import asyncio
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from tests.run.nursery import Nursery
from tests.run.process import Bot
from tests.run.served import BOT_TOKEN, settings
from tests.slack.harness import SECRET
from tests.slack.sender import Sender
from tests.soak.launch import CLOCK
from tests.soak.trouble import TroubledSlack

STARTING = "at the start"
KINDS = ("before a call", "after a call", "after an answer", "any time")
PATIENT = 1.5
"""Seconds for which the chosen moment is waited for; then any will do."""
STOPS = 0.12
"""The share of ends that are gentle ones."""
STOPPING = 30.0
NEVER_UP = 180.0
"""Seconds after which processes that are started again and again count as never getting up."""
SPARED = 1.0
"""Seconds for which each may work before it is chosen, or on a busy machine none would."""


@dataclass(slots=True)
class Fate:
    """At which of the moments of a kind a process dies."""

    kind: str
    after: int


class Slot:
    """A process and whoever comes after it; ``sender`` while it can be spoken to."""

    def __init__(self, name: str, clock: Path) -> None:
        self.name = name
        self.clock = clock
        self.bot: Bot | None = None
        self.sender: Sender | None = None
        self.fate: Fate | None = None
        self.since = 0.0

    def age(self) -> float:
        """Seconds for which it can be spoken to."""
        return time.monotonic() - self.since

    def set_clock(self, seconds: float) -> None:
        """Let it be wrong by so much from now on."""
        new = self.clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.rename(self.clock)


class Herd:
    """``marks``: what must never stand in a log. ``logs``: a folder in which all logs are kept, each
    process's by its name and number."""

    def __init__(
        self,
        slack: TroubledSlack,
        nursery: Nursery,
        url: str,
        folder: Path,
        count: int,
        dice: random.Random,
        marks: tuple[str, ...],
        logs: Path | None = None,
    ) -> None:
        self.slack = slack
        self.nursery = nursery
        self.url = url
        self.dice = dice
        self.logs = logs
        self.marks = (*marks, BOT_TOKEN, SECRET)
        self.slots = [Slot(f"p{n}", folder / f"clock-{n}") for n in range(count)]
        for slot in self.slots:
            slot.set_clock(0)
        self.kills = self.stops = 0
        self.ended: list[str] = []
        """What processes wrote that ended although nobody had told them to."""
        self.told: list[str] = []
        """Marks that stood in a log."""
        self._changed = asyncio.Event()
        self._keeping: list[asyncio.Task[None]] = []
        self._closing = False
        slack.calling = self._called

    # Keeping them up

    def start(self) -> None:
        self._keeping = [asyncio.create_task(self._keep_up(slot)) for slot in self.slots]

    async def stop(self) -> None:
        """Stop all of them gently and for good."""
        self._closing = True
        for slot in self.slots:
            slot.fate = None
            if slot.bot is not None:
                slot.bot.terminate()
        await asyncio.gather(*self._keeping)

    async def _keep_up(self, slot: Slot) -> None:
        while not self._closing:
            env = settings(self.slack, self.url, LOG_LEVEL="info",
                           SLACK_API_URL=self.slack.api_of(slot.name),
                           **{CLOCK: str(slot.clock)})  # fmt: skip
            slot.bot = await self.nursery.bot(env)
            starting = asyncio.create_task(self._starting(slot, slot.bot))
            code = await slot.bot.ended(None)
            self._hung_up(slot)
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            if self.logs is not None:
                (self.logs / f"{slot.name}-{slot.bot.pid}.log").write_text(slot.bot.log)
            self.told += [mark for mark in self.marks if mark in slot.bot.log]
            if code not in (-signal.SIGKILL, 0) or (code == 0 and not slot.bot.stopping):
                self.ended.append(_last_words(code, slot.bot))

    async def _starting(self, slot: Slot, bot: Bot) -> None:
        port = await bot.port()
        if slot.fate is not None and slot.fate.kind == STARTING:
            for _ in range(3):
                # Between them: nothing taken yet, the schema looked at, the engine begun.
                await asyncio.sleep(self.dice.uniform(0.0, 0.1))
                self._moment(slot, STARTING)
        await bot.says(": ready")
        slot.sender = Sender(f"http://127.0.0.1:{port}/slack/events", SECRET)
        slot.since = time.monotonic()
        self.slack.bots.append(slot.sender)
        self._changed.set()

    def _hung_up(self, slot: Slot) -> None:
        if slot.sender in self.slack.bots:
            self.slack.bots.remove(slot.sender)
        slot.sender = None

    @property
    def up(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.sender is not None]

    async def until_up(self, count: int = 1) -> None:
        """Wait until so many can be spoken to. Raises TimeoutError if that takes too long."""
        async with asyncio.timeout(NEVER_UP):
            while len(self.up) < count:
                self._changed.clear()
                await self._changed.wait()

    # Killing them

    async def doom(self, every: float) -> None:
        """Again and again, end one of them."""
        while True:
            await asyncio.sleep(every * self.dice.uniform(0.6, 1.4))
            free = [slot for slot in self.up if slot.fate is None and slot.age() > SPARED]
            if not free:
                continue
            slot = self.dice.choice(free)
            if self.dice.random() < STOPS:
                asyncio.get_running_loop().create_task(self._stop_gently(slot))
                continue
            kind = self.dice.choice(KINDS)
            slot.fate = Fate(kind, self.dice.randrange(1, 5))
            asyncio.get_running_loop().call_later(PATIENT, self._at_last, slot, slot.fate)
            if kind == "any time":
                await asyncio.sleep(self.dice.uniform(0, PATIENT))
                self._at_last(slot, slot.fate)

    async def _stop_gently(self, slot: Slot) -> None:
        bot = slot.bot
        assert bot is not None
        self.stops += 1
        bot.terminate()
        try:
            await bot.ended(STOPPING)
        except TimeoutError:
            self.ended.append(f"it did not stop when told to:\n{bot.log[-3000:]}")
            bot.kill()

    def _at_last(self, slot: Slot, fate: Fate | None) -> None:
        if fate is not None and slot.fate is fate and fate.kind != STARTING:
            self._kill(slot)

    def _moment(self, slot: Slot, kind: str) -> None:
        """One of the moments at which a process may die."""
        if slot.fate is None or slot.fate.kind != kind:
            return
        slot.fate.after -= 1
        if slot.fate.after <= 0:
            self._kill(slot)

    def _kill(self, slot: Slot) -> None:
        again = self.dice.random() < 0.2
        slot.fate = Fate(STARTING, self.dice.randrange(1, 4)) if again else None
        if slot.bot is not None and slot.bot.running:
            self.kills += 1
            self._hung_up(slot)
            slot.bot.kill()

    def _called(self, method: str, done: bool) -> None:
        if not method.startswith("chat."):
            return
        for slot in self.slots:
            if slot.name == self.slack.caller:
                self._moment(slot, "after a call" if done else "before a call")

    def answered(self, slot: Slot) -> None:
        """Slack has its answer from this one."""
        self._moment(slot, "after an answer")

    def spare(self) -> None:
        """Nobody dies any more."""
        for slot in self.slots:
            slot.fate = None


def _last_words(code: int, bot: Bot) -> str:
    """How a process ended: what it wrote in its last moments, without the libraries' frames."""
    kept = [line for line in bot.lines if "site-packages" not in line and "    " not in line[:4]]
    return "\n".join((f"exit code {code}", *kept[-30:]))
