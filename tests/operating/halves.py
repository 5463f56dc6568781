"""A rehearsal in two halves: between them its engine ends, something is done to its database, and
another engine goes on where the first one stopped, on the same platform."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.platform import Platform
from adapters.sandbox.stage import create_stage
from bot.compose import open_hand_scene
from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.ports import Outcome
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from bot.text.library import default_dir

FIRST_WEEK = default_dir() / "rehearsals" / "first-week.yaml"

Between = Callable[[HandScene], Awaitable[str]]
"""What is done between the halves, while the first engine still has its database open or after it
has closed it; returns the URL of the database on which to go on."""


class Halves:
    """Scene and Ear of a rehearsal, whichever engine stands behind it now."""

    def __init__(self, options: SceneOptions, at: datetime, between: Between) -> None:
        """``between`` happens when the clock is first to move on to ``at`` or beyond."""
        self.ear = self
        self.platform = Platform(self.now)
        self.chat = SandboxChat(self.platform)
        self._options = options
        self._at = at
        self._between: Between | None = between
        self._stack = AsyncExitStack()
        self._scene: HandScene | None = None

    @property
    def scene(self) -> HandScene:
        assert self._scene is not None
        return self._scene

    async def open(self, url: str) -> None:
        """An engine on this database."""
        options = SceneOptions(database=url, starts=self.now(), seed=self._options.seed)
        self._scene = await self._stack.enter_async_context(
            open_hand_scene(options, {"sandbox": self.chat})
        )

    async def close(self) -> None:
        """The engine lets go of its database."""
        await self._stack.aclose()

    def now(self) -> datetime:
        return self._options.starts if self._scene is None else self._scene.now()

    def next_due(self) -> datetime | None:
        return self.scene.next_due()

    async def advance(self, to: datetime) -> None:
        if self._between is not None and to >= self._at:
            between, self._between = self._between, None
            url = await between(self.scene)
            await self.close()
            await self.open(url)
        await self.scene.advance(to)

    async def settle(self) -> None:
        await self.scene.settle()

    async def take(self, event: Event) -> Outcome:
        return await self.scene.take(event)

    async def unsaid(self, event: Event, reply: Reply) -> None:
        await self.scene.unsaid(event, reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return self.scene.completions()


async def played(url: str, at: str, between: Between) -> tuple[list[str], list[Any]]:
    """Play the first week; what failed in it, and all that was said. ``at``: local time at which
    ``between`` happens."""
    script = load(FIRST_WEEK)
    moment = datetime.fromisoformat(at).replace(tzinfo=script.cohort.zone)
    halves = Halves(SceneOptions(database=url, starts=script.begins), moment, between)
    await halves.open(url)
    stage = create_stage(halves.platform, halves)
    try:
        failures = await perform(script, stage, halves, lambda line: None)
        assert halves._between is None, "the rehearsal was over before that moment"
        return [str(each) for each in failures], list(stage.lines())
    finally:
        await halves.close()
