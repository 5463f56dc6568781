"""The Stage on Agents Playground: what the first of its people commands goes through its page, what
anyone presses and fills in through its invokes, and all else that people do are activities that it
passes on. What people see is what it shows.

It cannot give all: nobody enters or leaves its team, and it has no windows for forms.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams import wire
from adapters.teams.adapter import TeamsAdapter
from adapters.teams.credentials import Credentials
from adapters.teams.names import PATH
from adapters.teams.replies import TASK
from adapters.teams.settings import Settings
from bot.engine.scene import HandScene
from bot.protocol.adapter import Scene, SceneOptions
from bot.protocol.ports import Ear, Limits, StageError
from bot.protocol.refs import Profile
from tests.people import Person as Known
from tests.people import pieces
from tests.screen import BOT, Button, Message, OpenForm, Values
from tests.stages import ScreenStage, StageClock, stage_house
from tests.teams import gestures, sight
from tests.teams.cards import problems
from tests.teams.gestures import THREAD
from tests.teams.issuer import Issuer
from tests.teams.playground import Playground, Shown
from tests.teams.playground_process import SIX, Person
from tests.teams.signing_proxy import SigningProxy
from tests.teams.standin_state import APP, ROOM, TENANT

Json = dict[str, Any]

UNHURRIED = Limits(per_place=0, per_minute=100_000, certain_after=0)


class PlaygroundStage(ScreenStage):
    """``playground`` stands before the bot, whose own address is ``bot_url``. Forms open in the
    place of the cards that ask for them."""

    def __init__(self, playground: Playground, bot_url: str, clock: StageClock) -> None:
        super().__init__(clock)
        self.playground = playground
        self.bot_url = bot_url
        self._ids = itertools.count(1)
        self._asking: list[tuple[str, str, Json]] = []
        playground.watch = self._watch

    # What people do

    def _met(self, who: str, profile: Profile) -> str:
        known = self.playground.people.get(who)
        if known is None or known.name != profile.name:
            raise StageError(f"Playground knows nobody called {who}, {profile.name}")
        return known.id

    async def _on_enter(self, person: Known, *, silently: bool) -> None:
        if not silently:
            raise StageError("everyone is in Playground's team from the beginning")

    async def _on_leave(self, person: Known) -> None:
        raise StageError("nobody can leave Playground's team")

    def _written(
        self, person: Known, text: str, to: Literal["room", "dm"], above: Message | None
    ) -> Message:
        return Message(
            id=str(int(self.screen.now().timestamp() * 1000) + next(self._ids)),
            sender=person.handle,
            to="room" if to == "room" else f"dm:{person.handle}",
            text=text,
            thread=above.id if above else None,
            raw=self._words(text),
        )

    def _rewritten(self, message: Message, text: str) -> Message:
        return Message(
            id=message.id,
            sender=message.sender,
            to=message.to,
            text=text,
            thread=message.thread,
            raw=self._words(text),
        )

    async def _on_say(self, person: Known, message: Message) -> None:
        await self._happens(person, message, type="message", id=message.id, **message.raw)

    async def _on_edit(self, person: Known, message: Message, before: Message) -> None:
        edit: Json = {"type": "messageUpdate", "event": "editMessage", "id": message.id}
        await self._happens(person, message, **edit, **message.raw)

    async def _on_delete(self, person: Known, before: Message) -> None:
        gone: Json = {"type": "messageDelete", "event": "softDeleteMessage", "id": before.id}
        await self._happens(person, before, **gone)

    async def _on_react(self, person: Known, message: Message, emoji: str, *, added: bool) -> None:
        if message.sender != BOT:
            return  # Teams tells a bot of reactions to its own messages alone
        what = gestures.reaction(message.id, emoji, added=added)
        await self._happens(person, message, **what)

    async def _on_keep(self, person: Known, message: Message) -> None:
        raise StageError("the playground has no menus of messages")

    async def _on_command(self, person: Known, text: str, where: Literal["room", "dm"]) -> None:
        playground = self.playground
        said = gestures.words(pieces(text, self.people), to_bot=where == "room")
        room = ROOM if where == "room" else await playground.private(person.handle)
        if person.handle == playground.first.handle:
            await playground.writes(said["text"], room, said["entities"])
        else:
            id = str(next(self._ids))
            place = f"{room}{THREAD}{id}" if where == "room" else room
            await playground.happens(person.handle, place, type="message", id=id, **said)
        await self.caught_up()

    async def _on_press(self, person: Known, message: Message, button: Button) -> None:
        await self._executes(person.handle, message.id, button.raw, {})

    async def _on_fill(self, person: Known, form: OpenForm, values: Values) -> None:
        await self._executes(person.handle, form.id, form.raw, sight.typed(values))

    async def _executes(
        self, who: str, message: str, action: Json, typed: Mapping[str, str]
    ) -> None:
        await self.playground.executes(who, message, action, typed)
        await self.caught_up()

    async def _happens(self, person: Known, message: Message, **what: Any) -> None:
        if message.to == "room":
            where = f"{ROOM}{THREAD}{message.thread or message.id}"
        else:
            where = await self.playground.private(person.handle)
        at = self.screen.now().isoformat()
        await self.playground.happens(person.handle, where, timestamp=at, **what)
        await self.caught_up()

    def _words(self, text: str) -> Json:
        return gestures.words(pieces(text, self.people))

    # What people see

    async def caught_up(self) -> None:
        """Until the bot has shown its replies and all of them are seen; a form that can be filled
        in where it was asked for is opened there."""
        await self._replied()
        while self._asking:
            await self.playground.executes(*self._asking.pop())
            await self._replied()
        asked = (each for each in self.playground.exchanges if each.method != "GET")
        refused = [each for each in asked if each.status >= 300]
        if refused:
            told = [f"{each.method} {each.path}: {each.status} {each.answer}" for each in refused]
            raise StageError(f"not everything was taken: {told}")

    async def _replied(self) -> None:
        while waiting := [t for t in asyncio.all_tasks() if t.get_name() == TASK]:
            await asyncio.wait(waiting)
        await self.playground.caught_up()

    def _watch(self, shown: Shown) -> None:
        assert problems(shown.card) == []
        who = self.playground.owner(shown.conversation)
        buttons = sight.buttons(shown.card)
        if who is not None:
            if form := sight.form(shown.id, shown.card):
                self.screen.open(who, form)
                return
            if (open_form := self.screen.forms.get(who)) and open_form.id == shown.id:
                self.screen.close(who)
            for button in buttons:
                deed = wire.deed(button.raw.get("data"))
                if isinstance(deed, wire.Opens) and button.raw["type"] == "Action.Execute":
                    self._asking.append((who, shown.id, button.raw))
                    return
        opener = shown.conversation.partition(THREAD)[2]
        self.screen.show(
            Message(
                id=shown.id,
                sender=BOT,
                to="room" if who is None else f"dm:{who}",
                text=sight.text(shown.card),
                buttons=buttons,
                thread=opener if opener != shown.id else None,
                key=sight.key(shown.card),
                raw=shown,
            ),
            "edit" if shown.changed else "say",
        )


class SeenScene(Scene):
    """The engine's scene; what it has carried out is seen before anyone looks."""

    def __init__(self, scene: HandScene, stage: PlaygroundStage) -> None:
        self._scene = scene
        self._stage = stage
        self.database = scene.database

    @property
    def ear(self) -> Ear:
        return self._scene.ear

    def now(self) -> datetime:
        return self._scene.now()

    def next_due(self) -> datetime | None:
        return self._scene.next_due()

    async def advance(self, to: datetime) -> None:
        await self._scene.advance(to)
        await self._stage.caught_up()

    async def settle(self) -> None:
        await self._scene.settle()
        await self._stage.caught_up()


class Badge(Credentials):
    """Stands in for the login service: what the bot calls carries ``stand-in``."""

    async def token(self, scope: str) -> str:
        return "stand-in"

    def forget(self, scope: str) -> None:
        raise AssertionError("Playground refuses no token")


@asynccontextmanager
async def playground_stage(
    options: SceneOptions,
    folder: Path,
    issuer: Issuer | None = None,
    people: Sequence[Person] = SIX,
) -> AsyncIterator[tuple[PlaygroundStage, SeenScene]]:
    """A Stage before the adapter before an engine; with an ``issuer`` everyone is authenticated, as
    in production, and else nobody, as in development. ``folder`` holds the adapter's memory."""
    clock = StageClock(options.starts)
    async with AsyncExitStack() as stack:
        graph = await stack.enter_async_context(TestServer(_no_consent()))
        common: Json = {"graph_url": str(graph.make_url("/")), "memory": folder / "teams.db"}
        if issuer is None:
            settings = Settings(development=True, targeted=False, **common)
            adapter = TeamsAdapter(UNHURRIED, clock)
        else:
            tenants = frozenset({TENANT})
            settings = Settings(
                app_id=APP, tenant=TENANT, tenants=tenants, keys_url=issuer.url,
                service_url="http://localhost/", **common,
            )  # fmt: skip
            adapter = TeamsAdapter(UNHURRIED, clock, lambda _: Badge())
        house = await stack.enter_async_context(stage_house(adapter, settings, options, clock))
        url = str(house.server.make_url(PATH))
        door = url
        if issuer is not None:
            door = (await stack.enter_async_context(SigningProxy(url, issuer))).url
        playground = await stack.enter_async_context(Playground(door, people))
        stage = PlaygroundStage(playground, url, clock)
        yield stage, SeenScene(house.scene, stage)


def _no_consent() -> web.Application:
    """Microsoft Graph as an app meets it that was not allowed to read: Playground has none."""

    async def refuse(_: web.Request) -> web.Response:
        return web.json_response({"error": {"code": "Forbidden"}}, status=403)

    app = web.Application()
    app.router.add_get("/{any:.*}", refuse)
    return app
