"""What the tests of replies and of the desk speak with: an engine that writes down, and a stand-in
of Teams.

``@dialogue`` runs a test with a started adapter: ``world.hears(...)`` is Teams delivering something
over real HTTP, ``world.teams`` what the adapter talks to. Recorded activities are told again in the
stand-in's own ids.
"""

import asyncio
import functools
import inspect
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.adapter import TeamsAdapter
from adapters.teams.addresses import bare
from adapters.teams.credentials import NoCredentials
from adapters.teams.names import PATH
from adapters.teams.replies import TASK
from adapters.teams.settings import Settings
from adapters.teams.wire import input_id
from bot.protocol.adapter import Running
from bot.protocol.cards import Field, Form
from bot.protocol.effects import Ask, Reply, Whisper
from bot.protocol.events import Changed, Event
from bot.protocol.ports import Parcel
from bot.protocol.refs import Place, User
from tests.cards import card
from tests.ears import WritingEar
from tests.screen import OpenForm, Value
from tests.teams import gestures, made, sight
from tests.teams.made import ANA, BEN, CAL, activity, in_channel, in_chat, in_private
from tests.teams.standin import StandIn
from tests.teams.standin_state import BOT, CHAT, ROOM, TEAM, TENANT, Message

Json = dict[str, Any]

CHANNEL = f"{TEAM}/{ROOM}"
GENERAL = f"{TEAM}/{TEAM}"
OPENER = "1772460000100"
PLACES = {"channel": in_channel(OPENER), "group chat": in_chat(), "private chat": in_private()}
COMMANDS = ("help", "invite [@NAME]", "not now", "prompt [NAME] [now|DATE]", "summary")
"""As the engine tells them."""

# The ids of recorded activities, and the stand-in's.
_IDS = {
    made.TENANT: TENANT,
    made.BOT: BOT,
    made.TEAM: TEAM,
    made.CHANNEL: ROOM,
    made.CHAT: CHAT,
    **{account: f"29:{person}" for person, account in made.ACCOUNTS.items()},
}


def user(person: str) -> User:
    return User(platform="teams", workspace=TENANT, user=person)


def place(channel: str, *, direct: bool = False) -> Place:
    return Place(platform="teams", workspace=TENANT, channel=channel, direct=direct)


def private_chat(person: str) -> str:
    return f"a:{person}"


def ask(*names: str, cohort: str = "c1", required: bool = True) -> Ask:
    """For a form with these fields."""
    fields = tuple(Field(name=name, label=name.title(), required=required) for name in names)
    form = Form(
        action="new-cohort", title="New cohort", submit="Create", fields=fields,
        args={"cohort": cohort},
    )  # fmt: skip
    return Ask(form=form)


def text(message: Message) -> str:
    """What people read in a message of the bot."""
    return sight.text(message.card)


class CommandedEar(WritingEar):
    """Knows commands by name."""

    def completions(self) -> Sequence[tuple[str, str]]:
        return [(usage, "A line of help") for usage in COMMANDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Teams was answered."""

    status: int
    body: str

    @property
    def json(self) -> Json:
        return json.loads(self.body)

    @property
    def card(self) -> Json:
        """The Adaptive Card that stands in the pressed one's place, for who pressed."""
        assert self.json["statusCode"] == 200
        assert self.json["type"] == "application/vnd.microsoft.card.adaptive"
        return self.json["value"]

    @property
    def window(self) -> OpenForm:
        """The dialog that opens or stays open."""
        assert self.json["task"]["type"] == "continue"
        window = self.json["task"]["value"]
        content = window["card"]["content"]
        title = {"type": "TextBlock", "text": window["title"]}
        found = sight.form("", {**content, "body": [title, *content["body"]]})
        assert found is not None
        return found


class World:
    """A started adapter between the engine's stand-in and Teams'. ``pauses`` are the seconds that
    it waited for, in no time."""

    def __init__(
        self,
        teams: StandIn,
        ear: CommandedEar,
        running: Running,
        session: aiohttp.ClientSession,
        url: str,
        pauses: list[float],
    ) -> None:
        self.teams = teams
        self.ear = ear
        self.running = running
        self.chat = running.chat
        self.pauses = pauses
        self._session = session
        self._url = url
        self._numbers = itertools.count(1)

    # What Teams delivers

    async def hears(self, what: str | Mapping[str, Any]) -> Answer:
        """Teams delivers an activity (a recorded one by its name), and all replies are shown."""
        answer = await self.delivers(what)
        await self.settled()
        return answer

    async def delivers(self, what: str | Mapping[str, Any]) -> Answer:
        """The same, without waiting for replies."""
        told = self._told(made.payload(what) if isinstance(what, str) else what)
        self._keep_opener(told)
        async with self._session.post(self._url, json=told) as said:
            return Answer(status=said.status, body=await said.text())

    async def settled(self) -> None:
        """Until no reply is under way any more."""
        while waiting := [t for t in asyncio.all_tasks() if t.get_name() == TASK]:
            await asyncio.wait(waiting)

    def _told(self, recorded: Mapping[str, Any]) -> Json:
        sender = (recorded.get("from") or {}).get("aadObjectId", "nobody")
        # The address holds the tenant's id.
        own = {made.SERVICE: self.teams.service_url, made.PERSONAL: private_chat(sender)}
        text = json.dumps(recorded)
        for theirs, ours in {**own, **_IDS}.items():
            text = text.replace(theirs, ours)
        return json.loads(text)

    def _keep_opener(self, told: Json) -> None:
        """A thread has a message that opened it, so that the bot can answer there."""
        channel, _, id = str((told.get("conversation") or {}).get("id")).partition(gestures.THREAD)
        if not id or any(each.id == id for each in self.teams.messages):
            return
        sender = f"29:{ANA}"
        opener = Message(
            conversation=channel, id=id, sender=sender, activity={}, at=datetime.now(UTC)
        )
        self.teams.messages.append(opener)

    # What the bot shows

    async def shows(self, reply: Reply, where: str = "channel") -> Message:
        """Ben says something and is shown this; the message in which it stands."""
        self.ear.replies = (reply,)
        await self.says(made.BEN, "Hello", PLACES[where])
        self.ear.replies = ()
        return self.shown()[-1]

    async def posts(self, where: str) -> Message:
        """A card with the button Start, for all in a room, or for Ben in the private chat."""
        ready = card("Ready?", "Start")
        if where == "private chat":
            return await self.shows(Whisper(card=ready), where)
        room = place(CHANNEL if where == "channel" else CHAT)
        parcel = Parcel(key="k", kind="post", card=ready, workspace=TENANT, place=room)
        ref = await self.chat.send(parcel)
        return self.teams.message(bare(ref.channel), ref.message)

    # What people do

    async def says(self, who: str, text: str, where: Json, **parts: Any) -> Answer:
        return await self.hears(self.message(who, text, where, **parts))

    def message(self, who: str, text: str, where: Json, **parts: Any) -> Json:
        said = {"text": text, "textFormat": "plain", **where, **parts}
        return activity(sender=who, id=f"17724637{next(self._numbers):05}", **said)

    async def presses(self, who: str, on: Message, label: str, **typed: Value) -> Answer:
        """A press of Action.Execute, with what was typed into the card's fields, by their names."""
        what = gestures.press(_button(on.card, label), on.id, _values(typed))
        return await self._acts(who, on, what)

    async def presses_in_an_old_client(
        self, who: str, on: Message, label: str, **typed: Value
    ) -> Answer:
        """It knows no Action.Execute, and sends the data of its fallback as a message."""
        action = _button(on.card, label)
        data = action.get("fallback", action)["data"]
        value = {**data, **_values(typed)}
        return await self._acts(who, on, {"type": "message", "value": value, "replyToId": on.id})

    async def opens(self, who: str, on: Message, label: str = "Open the form") -> Answer:
        action = _button(on.card, label)
        assert action["data"]["msteams"] == {"type": "task/fetch"}
        return await self._acts(who, on, gestures.dialog("task/fetch", action["data"], on.id))

    async def sends(self, who: str, on: Message, window: OpenForm, **typed: Value) -> Answer:
        """A dialog that was opened by this message is sent."""
        data = {**window.raw["data"], **_values(typed)}
        return await self._acts(who, on, gestures.dialog("task/submit", data, on.id))

    async def _acts(self, who: str, on: Message, what: Json) -> Answer:
        where = in_private()
        if on.conversation == CHAT:
            where = in_chat()
        elif on.conversation == ROOM:
            where = in_channel(on.thread or on.id)
        done = activity(sender=who, id=f"f:{next(self._numbers)}", **where, **what)
        return await self.hears(done)

    # What people see

    def only(self, person: str) -> list[Message]:
        """What this person alone sees in rooms."""
        return [each for each in self.teams.messages if each.targeted_to == f"29:{person}"]

    def privately(self, person: str) -> list[Message]:
        return self.teams.said(private_chat(person))

    def events(self) -> list[Event]:
        """What the engine was told, without news of a person's time zone."""
        return [each for each in self.ear.new if not isinstance(each, Changed)]

    def shown(self) -> list[Message]:
        """All that the bot said, in the order in which it did."""
        return [each for each in self.teams.messages if each.sender == BOT]


def _button(shown: Json, label: str) -> Json:
    [found] = [each.raw for each in sight.buttons(shown) if each.label == label]
    return dict(found)


def _values(typed: Mapping[str, Value]) -> dict[str, str]:
    return sight.typed({input_id(name): value for name, value in typed.items()})


@asynccontextmanager
async def bot(
    teams: StandIn, memory: Path, *, targeted: bool = True, service_url: str | None = None
) -> AsyncIterator[World]:
    """An adapter that runs as long as the block."""
    ear, pauses = CommandedEar(), list[float]()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    settings = Settings(
        app_id=BOT.removeprefix("28:"),
        service_url=service_url or teams.service_url,
        graph_url=teams.graph_url,
        memory=memory,
        targeted=targeted,
        development=True,
    )
    adapter = TeamsAdapter(credentials=lambda _: NoCredentials(), sleep=sleep)
    running = await adapter.start(settings, ear)
    app = web.Application()
    app.add_routes(running.routes)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        yield World(teams, ear, running, session, str(server.make_url(PATH)), pauses)
        assert running.close is not None
        await running.close()


@asynccontextmanager
async def team() -> AsyncIterator[StandIn]:
    """Teams with Ana and Ben in a team and a group chat; Cal is in the tenant."""
    async with StandIn() as teams:
        for person in (ANA, BEN, CAL):
            teams.meet(person, made.NAMES[person])
            teams.open_personal(person)
        teams.open_team(ANA, BEN)
        teams.open_chat(ANA, BEN)
        yield teams


def dialogue(
    test: Callable[..., Awaitable[None]] | None = None, *, targeted: bool = True
) -> Callable[..., Any]:
    """Runs an async test whose first argument is a World."""
    if test is None:
        return functools.partial(dialogue, targeted=targeted)

    @functools.wraps(test)
    def run(**given: Any) -> None:
        async def play() -> None:
            with TemporaryDirectory() as folder:
                memory = Path(folder) / "teams.db"
                async with team() as teams, bot(teams, memory, targeted=targeted) as world:
                    await test(world, **given)

        asyncio.run(play())

    signature = inspect.signature(test)
    rest = list(signature.parameters.values())[1:]
    run.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
    return run
