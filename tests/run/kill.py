"""The bot is killed, again and again, while a cohort talks; then everything is counted.

``python -m tests.run.kill --kills 40 --seed 7 [--postgres]`` prints figures as its last line, one
JSON object, and ends with 1 if something acknowledged was lost, or anything said twice or never.

Moments are drawn: before or after Slack accepts a call, right after it answers a delivery, or
while the process starts. Slack delivers what nobody answered three times more, the bot being up
again for the last two; a person whose command failed does not type it again.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from os import kill
from typing import Any

from bot.store.queue import OPEN
from bot.store.tables import discussion, identity, message, outgoing, person
from bot.text.library import default_dir
from tests import databases
from tests.run.process import PATIENCE, Bot, started
from tests.run.served import QUICK, keeps_quiet, prompted, rows, settings
from tests.run.workspace import NAMES, Unreached, Workspace, user_id
from tests.slack.standin import Json

WRITERS = 4
TRIES = 4
"""How often Slack delivers an event at most."""
KINDS = ("before a call", "after a call", "after an answer")
STARTING = "at the start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """``acked``: deliveries that were answered 200. ``lost``: those of them of which nothing is
    kept. ``doubled``: messages kept or said twice. ``never``: messages that the bot meant to say
    and that stand nowhere."""

    acked: int
    lost: int
    doubled: int
    never: int
    kills: int

    @property
    def whole(self) -> bool:
        return not (self.lost or self.doubled or self.never)


@dataclass(slots=True, kw_only=True)
class _Fate:
    """When the process that runs now will be killed."""

    kind: str
    after: int


@dataclass(slots=True, kw_only=True)
class _Acked:
    texts: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    prompts: Counter[str] = field(default_factory=Counter)


class Soak:
    """One run against one database."""

    def __init__(self, slack: Workspace, url: str, kills: int, seed: int) -> None:
        self.slack = slack
        self.url = url
        self.kills = kills
        self.done = 0
        self.dice = random.Random(seed)
        self.acked = _Acked()
        self.prompts = sorted(path.stem for path in (default_dir() / "library").glob("*.md"))
        self.thread = ""
        self.bot: Bot | None = None
        self.fate: _Fate | None = None
        self.up = asyncio.Event()
        slack.calling = self._called

    # The killer

    def _doom(self) -> None:
        self.fate = _Fate(kind=self.dice.choice(KINDS), after=self.dice.randrange(1, 12))

    def _moment(self, *kinds: str) -> None:
        """One of the moments at which the process may die."""
        if self.fate is None or self.bot is None or self.fate.kind not in kinds:
            return
        self.fate.after -= 1
        if self.fate.after == 0:
            self.done += 1
            again = self.done < self.kills and self.dice.random() < 0.25
            self.fate = _Fate(kind=STARTING, after=self.dice.randrange(1, 4)) if again else None
            self.up.clear()
            kill(self.bot.pid, signal.SIGKILL)

    def _called(self, method: str, done: bool) -> None:
        if method.startswith("chat."):
            self._moment("after a call" if done else "before a call")

    async def _keep_up(self) -> None:
        """Start the process anew whenever it was killed."""
        while True:
            async with started(settings(self.slack, self.url, LOG_LEVEL="info"), QUICK) as bot:
                self.bot = bot
                starting = asyncio.create_task(self._starting(bot))
                code = await bot.ended(None)
                starting.cancel()
                await asyncio.gather(starting, return_exceptions=True)
                self.slack.bots.clear()
            keeps_quiet(bot, self.slack)
            if code != -signal.SIGKILL:
                raise AssertionError(f"it ended by itself:\n{bot.log}")

    async def _starting(self, bot: Bot) -> None:
        if self.fate is not None and self.fate.kind == STARTING:
            await bot.says("listens on port")
            for _ in range(3):
                # Between them: nothing taken yet, migrated, the engine begun.
                await asyncio.sleep(self.dice.uniform(0.0, 0.15))
                self._moment(STARTING)
        self.slack.speaks_to(await bot.ready())
        self.up.set()

    # Slack

    async def _delivered(self, payload: Json) -> bool:
        """Whether an event was acknowledged, at first or when delivered again."""
        for attempt in range(TRIES):
            if attempt > 1:
                await self.up.wait()
            try:
                answer = await self.slack.deliver(payload, retry=attempt)
            except Unreached:
                continue
            if answer.status == 200:
                self._moment("after an answer")
                return True
        return False

    async def _write(self, number: int) -> None:
        """One writer: answers, people who come in, prompts, until all kills are done."""
        members = list(NAMES)
        count = 0
        while self.done < self.kills or count < 3:
            count += 1
            name = f"{number}-{count}"
            match self.dice.random():
                case luck if luck < 0.86:
                    text = f"What we tried at the front desk, number {name}."
                    who = self.dice.choice(members)
                    if await self._delivered(self.slack.message(who, text, self.thread)):
                        self.acked.texts.append(text)
                case luck if luck < 0.94:
                    who = f"new{number}{count}"
                    if await self._delivered(self.slack.joins(who)):
                        self.acked.joined.append(who)
                case _:
                    prompt = self.dice.choice(self.prompts)
                    await self.up.wait()
                    if await self._commanded(f"prompt {prompt} now"):
                        self.acked.prompts[prompt] += 1
            if self.fate is None and self.up.is_set() and self.done < self.kills:
                self._doom()

    async def _commanded(self, text: str) -> bool:
        try:
            return (await self.slack.command("ana", text)).status == 200
        except Unreached:
            return False

    # The count

    async def run(self) -> Figures:
        keeping = asyncio.create_task(self._keep_up())
        try:
            await self._or(keeping, self._talk())
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        return self._figures()

    async def _or(self, keeping: "asyncio.Task[None]", talk: Any) -> None:
        """Talk to the end, unless the process cannot be kept up."""
        talking = asyncio.create_task(talk)
        await asyncio.wait((keeping, talking), return_when=asyncio.FIRST_COMPLETED)
        if not talking.done():
            talking.cancel()
            await keeping
        await talking

    async def _talk(self) -> None:
        await self.up.wait()
        self.thread = await prompted(self.slack, list(NAMES))
        self._doom()
        await asyncio.gather(*(self._write(number) for number in range(WRITERS)))
        self.fate = None
        await self.up.wait()
        await self._settled()

    async def _settled(self) -> None:
        """Until nothing waits to be said and nobody is being looked up."""
        try:
            async with asyncio.timeout(PATIENCE):
                while self._waiting():
                    await asyncio.sleep(0.2)
        except TimeoutError:
            assert self.bot is not None
            raise AssertionError(
                f"this waits for ever: {self._waiting()}\n{self.bot.log}"
            ) from None

    def _waiting(self) -> list[Any]:
        told = {row["person"] for row in rows(self.url, outgoing) if row["state"] in OPEN}
        missing = [who for who in self.acked.joined if not self._noted(who)]
        return [*told, *missing]

    def _noted(self, who: str) -> bool:
        return any(f"{who.title()} " in card.text for card in self.slack.cards)

    def _figures(self) -> Figures:
        kept = Counter(row["text"] for row in rows(self.url, message))
        asked = Counter(row["prompt"]["name"] for row in rows(self.url, discussion))
        names = {row["id"]: row["user"] for row in _people(self.url)}
        known = set(names.values())
        said = Counter(self.slack.said_keys())
        meant = [
            row["key"]
            for row in rows(self.url, outgoing)
            if row["kind"] in ("post", "tell") and row["state"] != "dropped"
        ]
        acked = self.acked
        lost = sum(text not in kept for text in acked.texts)
        lost += sum(user_id(who) not in known or not self._noted(who) for who in acked.joined)
        lost += sum(max(count - asked[name], 0) for name, count in acked.prompts.items())
        return Figures(
            acked=len(acked.texts) + len(acked.joined) + acked.prompts.total(),
            lost=lost,
            doubled=sum(n > 1 for n in kept.values()) + sum(n > 1 for n in said.values()),
            never=sum(key not in said for key in meant),
            kills=self.done,
        )


def _people(url: str) -> list[Any]:
    named = {row["id"] for row in rows(url, person)}
    return [
        {"id": row["person"], "user": row["user"]}
        for row in rows(url, identity)
        if row["person"] in named
    ]


async def soak(url: str, kills: int, seed: int) -> Figures:
    """Kill the bot so many times; what became of everything."""
    async with Workspace() as slack:
        return await Soak(slack, url, kills, seed).run()


def main(arguments: list[str] | None = None, write: Callable[[str], Any] = sys.stdout.write) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.run.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args(arguments)
    write(f"seed {options.seed}, {'PostgreSQL' if options.postgres else 'SQLite'}\n")
    with tempfile.TemporaryDirectory() as folder:
        url = databases.postgres() if options.postgres else f"sqlite:///{folder}/kill.db"
        figures = asyncio.run(soak(url, options.kills, options.seed))
        if options.postgres:
            databases.drop(url)
    write(json.dumps(asdict(figures)) + "\n")
    return 0 if figures.whole else 1


if __name__ == "__main__":
    sys.exit(main())
