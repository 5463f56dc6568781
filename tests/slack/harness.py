"""What the tests of Slack speak with: an engine that writes down, and a stand-in of Slack.

``@dialogue`` runs a test with a started adapter: ``world.hears(...)`` is Slack delivering something
over real HTTP, ``world.slack`` the Web API that the real slack-sdk talks to.
"""

import asyncio
import functools
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack import ADAPTER
from adapters.slack.replies import TASK
from adapters.slack.settings import Settings
from bot.protocol.adapter import Running
from bot.protocol.refs import Place, Ref, User
from tests.ears import WritingEar
from tests.slack.sender import Answer, Sender
from tests.slack.standin import StandIn

TEAM = "T0TEAM"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PAYLOADS = Path(__file__).parent / "payloads"


def payload(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


def user(name: str) -> User:
    return User(platform="slack", workspace=TEAM, user=name)


def place(channel: str, *, direct: bool = False) -> Place:
    return Place(platform="slack", workspace=TEAM, channel=channel, direct=direct)


def ref(channel: str, message: str, thread: str | None = None) -> Ref:
    return Ref(platform="slack", workspace=TEAM, channel=channel, message=message, thread=thread)


class World:
    """A started adapter between the engine's stand-in and Slack's."""

    def __init__(self, slack: StandIn, ear: WritingEar, running: Running, sender: Sender) -> None:
        self.slack = slack
        self.ear = ear
        self.running = running
        self.chat = running.chat
        self.sender = sender

    async def hears(self, what: str | Mapping[str, Any], **how: Any) -> Answer:
        """Slack delivers a payload (a recorded one by its name), and all replies are shown."""
        body = payload(what) if isinstance(what, str) else dict(what)
        if "response_url" in body:
            body["response_url"] = self.slack.response_url
        answer = await self.sender.deliver(body, **how)
        await self.settled()
        return answer

    async def settled(self) -> None:
        """Until no reply is under way any more."""
        while waiting := [t for t in asyncio.all_tasks() if t.get_name() == TASK]:
            await asyncio.wait(waiting)


@asynccontextmanager
async def started(timeout: float | None = None) -> AsyncIterator[World]:
    async with StandIn() as slack:
        ear = WritingEar()
        settings = Settings(bot_token="xoxb-stand-in", signing_secret=SECRET, api_url=slack.api_url)
        running = await ADAPTER.start(settings, ear)
        app = web.Application()
        app.add_routes(running.routes)
        async with TestServer(app) as server:
            assert running.open is not None and running.close is not None
            await running.open()
            sender = Sender(str(server.make_url("/slack/events")), SECRET)
            yield World(slack, ear, running, sender)
            await running.close()


def dialogue(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Runs an async test whose first argument is a World."""

    @functools.wraps(test)
    def run(**given: Any) -> None:
        async def play() -> None:
            async with started() as world:
                await test(world, **given)

        asyncio.run(play())

    signature = inspect.signature(test)
    rest = list(signature.parameters.values())[1:]
    run.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
    return run
