"""Slack and the real engine together: nothing between a signed request and the database is faked."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack import ADAPTER
from adapters.slack.settings import Settings
from bot import compose
from bot.engine.runtime import Runtime
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.ports import Ear, Outcome
from bot.store.database import Database
from tests.slack.harness import SECRET, payload
from tests.slack.sender import Sender
from tests.slack.standin import StandIn


class Door(Ear):
    """The adapter is started before the engine, since each needs the other."""

    engine: Runtime

    async def take(self, event: Event) -> Outcome:
        return await self.engine.take(event)

    async def unsaid(self, event: Event, reply: Reply) -> None:
        await self.engine.unsaid(event, reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return self.engine.completions()


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[StandIn, Sender, Database]]:
    async with StandIn() as slack:
        door = Door()
        settings = Settings(bot_token="xoxb-1", signing_secret=SECRET, api_url=slack.api_url)
        running = await ADAPTER.start(settings, door)
        assert running.open is not None and running.close is not None
        database = Database(f"sqlite:///{folder}/whole.db")
        database.migrate()
        chats = {ADAPTER.name: running.chat}
        engine = Runtime(
            database=database,
            tools=compose.tools(random.Random(1), chats),
            stories=compose.features(),
            chats=chats,
        )
        door.engine = engine
        await engine.start()
        app = web.Application()
        app.add_routes(running.routes)
        async with TestServer(app) as server:
            await running.open()
            yield slack, Sender(str(server.make_url("/slack/events")), SECRET), database
            await running.close()
        await engine.stop()
        database.close()


def test_a_command_is_answered_once_however_often_it_is_played(tmp_path: Path):
    async def play() -> None:
        async with served(tmp_path) as (slack, sender, _):
            body = payload("command") | {"text": "help", "response_url": slack.response_url}
            request = sender.request(body)
            answers = [await sender.send(request) for _ in range(3)]
            assert [a.status for a in answers] == [200, 200, 200]
        # The adapter is closed: every reply under way has been shown.
        [response] = slack.responses
        assert response["response_type"] == "ephemeral"
        assert "new" in response["text"]

    asyncio.run(play())


def test_a_form_opened_by_a_command_comes_back_to_the_room_where_it_was_asked_for(tmp_path: Path):
    async def play() -> None:
        async with served(tmp_path) as (slack, sender, _):
            await sender.deliver(payload("command") | {"text": "new"})
        [asked] = slack.asked("views.open")
        assert '"in":"C0ROOM"' in asked["view"]["private_metadata"]

    asyncio.run(play())


def test_while_the_database_is_away_slack_is_told_to_deliver_again(tmp_path: Path):
    async def play() -> None:
        async with served(tmp_path) as (_, sender, database):
            with database.transaction() as db:
                db.exec_driver_sql("ALTER TABLE seen RENAME TO seen_elsewhere")
            assert (await sender.deliver(payload("message"))).status == 500
            with database.transaction() as db:
                db.exec_driver_sql("ALTER TABLE seen_elsewhere RENAME TO seen")
            assert (await sender.deliver(payload("message"), retry=1)).status == 200

    asyncio.run(play())
