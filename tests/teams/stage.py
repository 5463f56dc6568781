"""The Stage on Teams: what people do reaches the adapter's route as Teams' own activities, and what
they see is read back from what arrived at the stand-in of its Bot Connector.

Commands in the room come from the slash menu, as messages that the bot alone sees.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import aiohttp

from adapters.teams.adapter import TeamsAdapter
from adapters.teams.credentials import NoCredentials
from adapters.teams.names import CARD, PATH
from adapters.teams.replies import TASK
from adapters.teams.settings import Settings
from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Limits, StageError
from bot.protocol.refs import Profile
from tests.people import Person, pieces
from tests.screen import BOT as OURS
from tests.screen import Button, Message, OpenForm, Values
from tests.stages import ScreenStage, StageClock, stage_house
from tests.teams import cards, gestures, sight
from tests.teams.gestures import THREAD, chat_of
from tests.teams.standin import Call, StandIn
from tests.teams.standin_state import APP, BOT, CHAT, ROOM, TEAM, TENANT
from tests.teams.standin_state import Message as Kept

Json = dict[str, Any]

UNHURRIED = Limits(per_place=0, per_minute=100_000, certain_after=0)


class WatchedStandIn(StandIn):
    """Tells of each message that the bot sends or changes."""

    watch: Callable[[Kept, Literal["say", "edit"]], None]

    def _create(self, call: Call) -> Json:
        said = super()._create(call)
        if "activityId" in said:
            self.watch(self.messages[-1], "say")
        return said

    def _send(self, call: Call) -> Json:
        said = super()._send(call)
        self.watch(self.messages[-1], "say")
        return said

    def _update(self, call: Call) -> Json:
        said = super()._update(call)
        self.watch(next(each for each in self.messages if each.id == said["id"]), "edit")
        return said


class TeamsStage(ScreenStage):
    """``teams`` tells of what the bot shows; ``url`` is the adapter's route."""

    def __init__(
        self, teams: WatchedStandIn, session: aiohttp.ClientSession, url: str, clock: StageClock
    ) -> None:
        super().__init__(clock)
        self._teams = teams
        self._session = session
        self._url = url
        self._acts = 0
        self._openers: list[tuple[Person, Kept, Json]] = []
        teams.watch = self._watch
        teams.open_team()
        teams.open_chat()

    async def added_to_chat(self) -> None:
        """The bot comes into a group chat besides the team."""
        data = {"tenant": {"id": TENANT}}
        await self._deliver(
            {
                "type": "conversationUpdate",
                "id": "f:added",
                "channelId": "msteams",
                "serviceUrl": self._teams.service_url,
                "from": {"id": "29:admin"},
                "recipient": {"id": BOT},
                "conversation": {"id": CHAT, "conversationType": "groupChat", "tenantId": TENANT},
                "channelData": data,
                "membersAdded": [{"id": BOT}],
            }
        )

    # What people do

    def _met(self, who: str, profile: Profile) -> str:
        id = gestures.directory_id(who)
        tenant = "22222222-0000-0000-0000-000000000000" if profile.stranger else TENANT
        address = f"{who}@alpha.example"
        self._teams.meet(id, profile.name, reach="team", tenant=tenant, userPrincipalName=address)
        # A bot knows nobody who is in no room with it; everyone is in some other one.
        self._teams.members[CHAT] = list(self._teams.people)
        return id

    async def _on_enter(self, person: Person, *, silently: bool) -> None:
        self._teams.members[TEAM].append(person.id)
        if not silently:
            await self._act(person, TEAM, gestures.members(person, came=True))

    async def _on_leave(self, person: Person) -> None:
        self._teams.members[TEAM].remove(person.id)
        await self._act(person, TEAM, gestures.members(person, came=False))

    def _written(
        self, person: Person, text: str, to: Literal["room", "dm"], above: Message | None
    ) -> Message:
        typed = list(pieces(text, self.people))
        said = {"type": "message", **gestures.words(typed)}
        thread = above.id if above is not None and to == "room" else None
        id = self._keep(person, said, to, thread)
        return Message(
            id=id,
            sender=person.handle,
            to="room" if to == "room" else f"dm:{person.handle}",
            text=_plain(typed),
            thread=thread,
            raw=said,
        )

    def _keep(
        self, person: Person, said: Json, to: Literal["room", "dm"], thread: str | None = None
    ) -> str:
        where = ROOM if to == "room" else self._teams.open_personal(person.id)
        html = {"text": said["attachments"][0]["content"], "textFormat": "html"}
        return self._teams.say(where, person.id, {**said, **html}, thread)

    def _rewritten(self, message: Message, text: str) -> Message:
        typed = list(pieces(text, self.people))
        said = {"type": "message", **gestures.words(typed)}
        kept = self._kept(message.id)
        kept.activity = {
            **said,
            "text": said["attachments"][0]["content"],
            "textFormat": "html",
        }
        return replace(message, text=_plain(typed), raw=said)

    async def _on_say(self, person: Person, message: Message) -> None:
        await self._act(person, self._where(message), message.raw, id=message.id)

    async def _on_edit(self, person: Person, message: Message, before: Message) -> None:
        what = {
            **message.raw,
            "type": "messageUpdate",
            "channelData": {"eventType": "editMessage"},
        }
        await self._act(person, self._where(message), what, id=message.id)

    async def _on_delete(self, person: Person, before: Message) -> None:
        self._kept(before.id).deleted = True
        what = {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}}
        await self._act(person, self._where(before), what, id=before.id)

    async def _on_react(self, person: Person, message: Message, emoji: str, *, added: bool) -> None:
        if message.sender == OURS:  # of others' messages Teams tells no bot
            what = gestures.reaction(message.id, emoji, added=added)
            await self._act(person, self._where(message), what)

    async def _on_keep(self, person: Person, message: Message) -> None:
        kept = self._kept(message.id)
        what = gestures.menu(message.id, message.thread)
        answer = await self._act(person, _conversation(kept), what)
        assert answer is not None
        if answer["task"]["type"] == "message":
            told = Message(
                id=f"menu:{self._acts}",
                sender=OURS,
                to=f"only:{person.handle}",
                text=answer["task"]["value"],
            )
            self.screen.show(told)
        else:
            self._dialog(person, None, answer)

    async def _on_command(self, person: Person, text: str, where: Literal["room", "dm"]) -> None:
        typed = list(pieces(text, self.people))
        said = {"type": "message", **gestures.words(typed)}
        if where == "dm":
            id = self._keep(person, said, where)
            await self._act(person, chat_of(person), said, id=id)
            return
        id = self._keep(person, said, where)
        self._kept(id).targeted_to = BOT
        said |= {"recipient": {"id": BOT, "name": "Roundtable", "isTargeted": True}}
        await self._act(person, f"{ROOM}{THREAD}{id}", said, id=id)

    async def _on_press(self, person: Person, message: Message, button: Button) -> None:
        kept, action = self._kept(message.id), button.raw
        if action["type"] == "Action.OpenUrl":
            return
        answer = await self._act(person, _conversation(kept), gestures.press(action, kept.id))
        self._answered(person, kept, answer)

    async def _on_fill(self, person: Person, form: OpenForm, values: Values) -> None:
        kept, action, in_dialog = form.raw
        if kept is None:
            sent = {**action["data"], **sight.typed(values)}
            answer = await self._act(person, ROOM, gestures.menu_form(sent))
            if answer is not None:
                self._dialog(person, None, answer)
            elif self.screen.forms.get(person.handle) == form:
                self.screen.close(person.handle)
            return
        sent, where = sight.typed(values), _conversation(kept)
        if not in_dialog:
            answer = await self._act(person, where, gestures.press(action, kept.id, sent))
            self._answered(person, kept, answer)
            return
        what = gestures.dialog("task/submit", {**action["data"], **sent}, kept.id)
        answer = await self._act(person, where, what)
        if answer is not None:
            self._dialog(person, kept, answer)
        elif self.screen.forms.get(person.handle) == form:
            self.screen.close(person.handle)

    async def _act(
        self, person: Person, place: str, what: Json, *, id: str | None = None
    ) -> Json | None:
        """Deliver what someone did, and wait until all replies are shown; an invoke's answer. Forms
        that wait behind a button are opened, as whoever asked for them would."""
        self._acts += 1
        activity = gestures.around(
            person,
            place,
            what,
            id=id or f"f:{self._acts}",
            at=self.screen.now(),
            url=self._teams.service_url,
        )
        answer = await self._deliver(activity)
        while self._openers:
            whose, kept, action = self._openers.pop(0)
            what = gestures.dialog("task/fetch", action["data"], kept.id)
            opened = await self._act(whose, _conversation(kept), what)
            assert opened is not None
            self._dialog(whose, kept, opened)
        return answer

    async def _deliver(self, activity: Json) -> Json | None:
        async with self._session.post(self._url, json=activity) as said:
            if said.status != 200:
                raise StageError(f"the bot could not take this: it answered {said.status}")
            body = await said.read()
            answer = await said.json() if body else None
        while waiting := [t for t in asyncio.all_tasks() if t.get_name() == TASK]:
            await asyncio.wait(waiting)
        return answer

    # What people see

    def _watch(self, kept: Kept, kind: Literal["say", "edit"]) -> None:
        self._show(kept, kept.card, kind, self._to(kept))

    def _answered(self, person: Person, kept: Kept, answer: Json | None) -> None:
        """The answer to a press: a card stands in the pressed one's place, for this person."""
        assert answer is not None and answer["statusCode"] == 200
        if answer["type"] == CARD:
            assert answer["value"] == kept.card, "what one person sees is not what stands there"

    def _show(self, kept: Kept, card: Json, kind: Literal["say", "edit"], to: str) -> None:
        assert cards.problems(card) == []
        handle = to.partition(":")[2]
        form = sight.form(kept.id, card)
        if form is not None and handle:
            self._open(handle, form, kept, in_dialog=False)
            return
        if (there := self.screen.forms.get(handle)) and there.raw[0] is kept:
            self.screen.close(handle)
        buttons = sight.buttons(card)
        opener = [b.raw for b in buttons if (b.raw.get("data") or {}).get("msteams")]
        message = Message(
            id=kept.id,
            sender=OURS,
            to=to,
            text=sight.text(card),
            # It is opened at once, so that nobody sees it.
            buttons=() if opener else buttons,
            thread=kept.thread,
            key=sight.key(card),
            raw=card,
        )
        self.screen.show(message, kind)
        if opener and handle:
            self._openers.append((self.people.known(handle), kept, opener[0]))

    def _dialog(self, person: Person, kept: Kept | None, answer: Json) -> None:
        """A window was opened: by a message of the bot, or from a message's menu."""
        window = answer["task"]["value"]
        card = window["card"]["content"]
        assert cards.problems(card) == []
        form = sight.form(kept.id if kept is not None else "menu", card)
        assert form is not None
        self._open(person.handle, replace(form, title=window["title"]), kept, in_dialog=True)

    def _open(self, handle: str, form: OpenForm, kept: Kept | None, *, in_dialog: bool) -> None:
        self.screen.open(handle, replace(form, raw=(kept, form.raw, in_dialog)))

    def _to(self, kept: Kept) -> str:
        for person in self.people:
            if kept.targeted_to == f"29:{person.id}":
                return f"only:{person.handle}"
            if kept.conversation == chat_of(person):
                return f"dm:{person.handle}"
        assert kept.conversation == ROOM
        return "room"

    def _kept(self, id: str) -> Kept:
        return next(each for each in self._teams.messages if each.id == id)

    def _where(self, message: Message) -> str:
        return _conversation(self._kept(message.id))


def _conversation(kept: Kept) -> str:
    if kept.conversation != ROOM:
        return kept.conversation
    return f"{ROOM}{THREAD}{kept.thread or kept.id}"


def _plain(typed: list[Any]) -> str:
    return "".join(
        f"@{each.name}" if isinstance(each, Person) else getattr(each, "url", each)
        for each in typed
    )


@asynccontextmanager
async def teams_stage(
    options: SceneOptions, folder: Path
) -> AsyncIterator[tuple[TeamsStage, HandScene]]:
    """A Stage before a Teams adapter before an engine."""
    clock = StageClock(options.starts)
    async with WatchedStandIn(now=lambda: clock().timestamp()) as teams:
        settings = Settings(
            app_id=APP,
            service_url=teams.service_url,
            graph_url=teams.graph_url,
            memory=folder / "teams.db",
            development=True,
        )
        adapter = TeamsAdapter(limits=UNHURRIED, clock=clock, credentials=lambda _: NoCredentials())
        async with (
            stage_house(adapter, settings, options, clock) as house,
            aiohttp.ClientSession() as session,
        ):
            url = str(house.server.make_url(PATH))
            stage = TeamsStage(teams, session, url, clock)
            await stage.added_to_chat()
            yield stage, house.scene
