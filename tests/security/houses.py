"""The real doors of each platform on loopback, with the real engine and a cohort behind them.

A ``House`` sends whatever it is told to, and says what came back, what the person who acted was
shown, and whether anything changed in the database.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from adapters.sandbox.server import application, set_table
from adapters.slack.replies import TASK as SLACK_TASK
from adapters.teams.adapter import TeamsAdapter
from adapters.teams.credentials import NoCredentials
from adapters.teams.names import PATH
from adapters.teams.replies import TASK as TEAMS_TASK
from adapters.teams.settings import Settings
from bot import compose
from bot.engine.scene import HandScene
from bot.protocol.adapter import Kit, SceneOptions
from bot.protocol.ports import Stage
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from tests.screen import Button, Message
from tests.security.gathered import OWN
from tests.security.trial import Row, dump, only_met
from tests.slack import gestures as slack
from tests.slack.sender import Request, Sender
from tests.slack.stage import SlackStage, slack_stage
from tests.stages import ScreenStage, StageClock, stage_house
from tests.teams import gestures as teams
from tests.teams.issuer import Issuer
from tests.teams.stage import UNHURRIED, TeamsStage, WatchedStandIn
from tests.teams.standin_state import APP, TENANT

Json = dict[str, Any]
SCRIPT = load(OWN / "at-the-door.yaml")
OPTIONS = SceneOptions(database=None, starts=SCRIPT.begins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What came of a request. ``told`` is what a person was shown of it."""

    status: int
    body: str
    told: str
    changed: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class House:
    """One platform's doors. ``scene`` is the engine, ``stage`` whoever acts for people."""

    url: str
    scene: HandScene
    stage: Any
    tasks: tuple[str, ...] = ()
    _read: int = field(default=0)

    async def sends(
        self,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "POST",
        path: str = "",
    ) -> Got:
        """Send a request, wait for all that follows at once, and look what it changed."""
        before = self.rows()
        self._read = len(self.stage.lines())
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.url + path, data=body, headers=headers or {}) as answer,
        ):
            status, text = answer.status, await answer.text()
        return await self._got(status, text, before)

    async def sends_raw(self, *lines: bytes) -> Got:
        """The same, letter by letter; a server that hangs up says nothing (status 0)."""
        before = self.rows()
        self._read = len(self.stage.lines())
        port = int(self.url.split(":")[2].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\r\n".join(lines))
        head = await reader.readline()
        writer.close()
        return await self._got(int(head.split()[1]) if head else 0, "", before)

    async def _got(self, status: int, body: str, before: frozenset[Row]) -> Got:
        while waiting := [t for t in asyncio.all_tasks() if t.get_name() in self.tasks]:
            await asyncio.wait(waiting)
        await self.scene.settle()
        after = self.rows()
        shown = [each.text for each in self.stage.lines()[self._read :] if each.sender == "bot"]
        changed = tuple(
            sorted({table for table, row in before ^ after if not only_met(table, row)})
        )
        return Got(status=status, body=body, told="\n".join(shown), changed=changed)

    def rows(self) -> frozenset[Row]:
        with self.scene.database.engine.connect() as connection:
            connection.rollback()
            return dump(connection.connection.driver_connection)

    def card(self, who: str, label: str) -> tuple[Message, Button]:
        """The newest card with a button of this label that someone was shown."""
        stage: ScreenStage = self.stage
        found = [(m, b) for m, b in stage.screen.buttons(who) if b.label == label]
        message, button = found[0]
        assert isinstance(message, Message)
        return message, button


@dataclass(slots=True, kw_only=True)
class SlackHouse(House):
    """``sender`` signs as Slack does."""

    sender: Sender
    stage: SlackStage

    async def brings(self, request: Request, **how: Any) -> Got:
        return await self.sends(request.body, request.headers, **how)

    def press(self, who: str, message: Message, button: Button) -> Json:
        """The payload of a press, whether or not this person could see the button."""
        person, at = self.stage.people.known(who), self.stage.slack
        door = at.door(person.id, message.raw["channel"], message.raw["ts"])
        return slack.press(person, message, button, door, at.trigger(person.id), at.stamp())


@dataclass(slots=True, kw_only=True)
class TeamsHouse(House):
    """``issuer`` signs as Microsoft does."""

    issuer: Issuer
    service_url: str
    stage: TeamsStage

    def headers(self, **how: Any) -> dict[str, str]:
        claims = {"serviceurl": self.service_url, "aud": APP, **how}
        return {"Content-Type": "application/json", **self.issuer.headers(**claims)}

    async def brings(self, activity: Mapping[str, Any], **how: Any) -> Got:
        return await self.sends(json.dumps(activity).encode(), self.headers(**how))

    def press(self, who: str, message: Message, button: Button, id: str) -> Json:
        person = self.stage.people.known(who)
        return teams.around(
            person,
            teams.chat_of(person),
            teams.press(button.raw, message.id),
            id=id,
            at=self.scene.now(),
            url=self.service_url,
        )


async def _set_up(stage: Stage, scene: HandScene) -> None:
    assert await perform(SCRIPT, stage, scene, lambda line: None) == []


@asynccontextmanager
async def slack_house() -> AsyncIterator[SlackHouse]:
    async with slack_stage(OPTIONS) as (stage, scene):
        await _set_up(stage, scene)
        sender = stage._sender
        yield SlackHouse(
            url=sender.url, scene=scene, stage=stage, sender=sender, tasks=(SLACK_TASK,)
        )


@asynccontextmanager
async def teams_house(folder: Path) -> AsyncIterator[TeamsHouse]:
    """As ``run`` starts it: with authentication, by an issuer of loopback's."""
    clock = StageClock(OPTIONS.starts)
    async with WatchedStandIn(now=lambda: clock().timestamp()) as there, Issuer() as issuer:
        settings = Settings(
            app_id=APP,
            tenant=TENANT,
            tenants=frozenset({TENANT}),
            keys_url=issuer.url,
            service_url=there.service_url,
            graph_url=there.graph_url,
            memory=folder / "teams.db",
        )
        adapter = TeamsAdapter(limits=UNHURRIED, clock=clock, credentials=lambda _: NoCredentials())
        signed = issuer.headers(serviceurl=there.service_url, aud=APP)
        async with (
            stage_house(adapter, settings, OPTIONS, clock) as house,
            aiohttp.ClientSession(headers=signed) as session,
        ):
            url = str(house.server.make_url(PATH))
            stage = TeamsStage(there, session, url, clock)
            await stage.added_to_chat()
            await _set_up(stage, house.scene)
            yield TeamsHouse(
                url=url,
                scene=house.scene,
                stage=stage,
                issuer=issuer,
                service_url=there.service_url,
                tasks=(TEAMS_TASK,),
            )


@asynccontextmanager
async def sandbox_house() -> AsyncIterator[House]:
    """The sandbox's page with the real engine, and the example's cohort."""

    async with AsyncExitStack() as stack:
        rehearsals = compose.default_dir() / "rehearsals"
        kit = Kit(scene=compose.open_scene, rehearsals=rehearsals, perform=_performed)
        table = await set_table(kit, stack, None)
        runner = web.AppRunner(application(table, ticking=False), shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
        assert isinstance(table.scene, HandScene)
        yield House(url=url, scene=table.scene, stage=table.platform)


async def _performed(path: Path, stage: Stage, scene: Any) -> list[str]:
    return [str(each) for each in await perform(load(path), stage, scene, lambda line: None)]
