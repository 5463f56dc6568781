"""A sandbox with an engine that says what a test tells it to say."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.platform import Platform
from adapters.sandbox.stage import create_stage
from bot.protocol.cards import Card
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.ports import Outcome
from bot.protocol.refs import Profile, User
from tests.cards import card

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


class PlayedEar:
    """Keeps the events it hears, and answers as it was told to."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.unsaids: list[Reply] = []
        self.answer: Callable[[Event], Sequence[Reply]] = lambda event: ()

    async def take(self, event: Event) -> Outcome:
        self.heard.append(event)
        return Outcome(new=True, replies=tuple(self.answer(event)))

    async def unsaid(self, event: Event, reply: Reply) -> None:
        self.unsaids.append(reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return ()


class World:
    """A platform with Ana and Ben in the room and Cal outside."""

    def __init__(self) -> None:
        self.time = MONDAY
        self.platform = Platform(lambda: self.time, title="#spring")
        self.ear = PlayedEar()
        self.stage = create_stage(self.platform, self.ear)
        self.chat = SandboxChat(self.platform)
        for handle, name in (("ana", "Ana Ruiz"), ("ben", "Ben Okafor"), ("cal", "Cal Ito")):
            user = User(platform="", workspace="", user=handle)
            self.platform.meet(handle, Profile(user=user, name=name))
            if handle != "cal":
                self.platform.enter(handle, silently=True)

    def do(self, step: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(step)

    def replies(self, *replies: Reply) -> None:
        """The engine answers whatever comes next with these, and nothing after that."""
        waiting = list(replies)

        def answer(event: Event) -> Sequence[Reply]:
            now, waiting[:] = list(waiting), []
            return now

        self.ear.answer = answer

    def shown(self, who: str) -> list[str]:
        """What the bot has shown to this person, as they saw it come."""
        return [
            line.text
            for line in self.platform.lines()
            if line.sender == "bot" and self.platform.was_shown(who, line)
        ]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def make_card() -> Callable[..., Card]:
    return card
