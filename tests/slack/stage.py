"""The Stage on Slack: what people do reaches the adapter's route as Slack's own signed requests, and
what they see is read back from what arrived at the stand-in of Slack's Web API."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Literal

from adapters.slack.adapter import SlackAdapter
from adapters.slack.names import METADATA_EVENT
from adapters.slack.replies import TASK
from adapters.slack.settings import Settings
from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Limits, StageError
from bot.protocol.refs import Profile
from tests.filling import corrected
from tests.people import Person, pieces
from tests.screen import BOT, Button, Message, OpenForm, Values
from tests.slack import gestures, readers, sight
from tests.slack.gestures import BOT_USER, ROOM, private_chat
from tests.slack.sender import Answer, Sender
from tests.slack.standin import StandIn
from tests.stages import ScreenStage, StageClock, stage_house

Json = dict[str, Any]

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
UNHURRIED = Limits(per_place=0, per_minute=100_000, certain_after=0)


class SlackStage(ScreenStage):
    """``slack`` tells of what the bot shows, ``sender`` delivers what people do."""

    def __init__(self, slack: StandIn, sender: Sender, clock: StageClock) -> None:
        super().__init__(clock)
        self.slack = slack
        self._sender = sender
        self._events = gestures.Envelopes()
        self._homes: dict[str, Json] = {}
        self._visitors: set[str] = set()
        slack.members[ROOM] = [BOT_USER]
        slack.watch = self._watch

    # What people do

    def _met(self, who: str, profile: Profile) -> str:
        id = "U0" + re.sub(r"[^A-Z0-9]", "", who.upper())
        self.slack.users[id] = gestures.account(id, who, profile)
        return id

    async def _on_enter(self, person: Person, *, silently: bool) -> None:
        self.slack.members[ROOM].append(person.id)
        if not silently:
            await self._happens(gestures.came(person, self.slack.stamp()))

    async def _on_leave(self, person: Person) -> None:
        self.slack.members[ROOM].remove(person.id)
        await self._happens(gestures.went(person, self.slack.stamp()))

    def _written(
        self, person: Person, text: str, to: Literal["room", "dm"], above: Message | None
    ) -> Message:
        channel = gestures.channel_of(person, to)
        typed = list(pieces(text, self.people))
        message: Json = {"user": person.id, "team": gestures.TEAM, **gestures.words(typed)}
        if above is not None:
            message |= {"thread_ts": above.id, "parent_user_id": above.raw["user"]}
        kept = {"channel": channel} | self.slack.keep(channel, message)
        return Message(
            id=kept["ts"],
            sender=person.handle,
            to="room" if to == "room" else f"dm:{person.handle}",
            text=gestures.plain(typed),
            thread=above.id if above else None,
            raw=kept | {"client_msg_id": f"client-{kept['ts']}"},
        )

    def _rewritten(self, message: Message, text: str) -> Message:
        typed = list(pieces(text, self.people))
        edited = {"edited": {"user": message.raw["user"], "ts": self.slack.stamp()}}
        raw: Json = message.raw | gestures.words(typed) | edited
        self.slack.put(raw["channel"], message.id, raw)
        return Message(
            id=message.id,
            sender=message.sender,
            to=message.to,
            text=gestures.plain(typed),
            thread=message.thread,
            raw=raw,
        )

    async def _on_say(self, person: Person, message: Message) -> None:
        await self._happens(gestures.said(message))

    async def _on_edit(self, person: Person, message: Message, before: Message) -> None:
        await self._happens(gestures.changed(message, before.raw, self.slack.stamp()))

    async def _on_delete(self, person: Person, before: Message) -> None:
        channel, stamp = before.raw["channel"], self.slack.stamp()
        answers = [m for m in self.slack.messages[channel] if m.get("thread_ts") == before.id]
        if not answers:
            self.slack.put(channel, before.id, None)
            await self._happens(gestures.deleted(before, before.raw, stamp))
            return
        empty = gestures.tombstone(before.raw)
        self.slack.put(channel, before.id, empty)
        after = Message(id=before.id, sender=BOT, to=before.to, text=empty["text"], raw=empty)
        await self._happens(gestures.changed(after, before.raw, stamp))

    async def _on_react(self, person: Person, message: Message, emoji: str, *, added: bool) -> None:
        stamp = self.slack.stamp()
        await self._happens(gestures.reaction(person, message, emoji, stamp, added=added))

    async def _on_keep(self, person: Person, message: Message) -> None:
        door = self.slack.door(person.id, message.raw["channel"])
        trigger = self.slack.trigger(person.id)
        await self._deliver(gestures.shortcut(person, message, door, trigger))

    async def _on_command(self, person: Person, text: str, where: Literal["room", "dm"]) -> None:
        door = self.slack.door(person.id, gestures.channel_of(person, where))
        trigger = self.slack.trigger(person.id)
        typed = pieces(text, self.people)
        await self._deliver(gestures.command(person, where, typed, door, trigger))

    async def _on_press(self, person: Person, message: Message, button: Button) -> None:
        raw, trigger, stamp = message.raw, self.slack.trigger(person.id), self.slack.stamp()
        door = self.slack.door(person.id, raw["channel"], raw["ts"]) if "ts" in raw else ""
        await self._deliver(gestures.press(person, message, button, door, trigger, stamp))

    async def _on_fill(self, person: Person, form: OpenForm, values: Values) -> None:
        trigger = self.slack.trigger(person.id)
        said = await self._deliver(gestures.submission(person, form, values, trigger))
        match said.json() if said.body else {}:
            case {"response_action": "errors", "errors": errors}:
                self.screen.open(person.handle, corrected(form, errors, values))
            case {"response_action": "update", "view": view}:
                self._modal(person, {**view, "id": form.id})
            case _ if self.screen.forms.get(person.handle) == form:
                self.screen.close(person.handle)

    async def open_home(self, who: str) -> None:
        """Someone looks at their page of the bot."""
        self._visitors.add(who)
        self._show_home(who)
        person = self.people.known(who)
        await self._happens(gestures.home_opened(person, self.slack.stamp()))

    async def _happens(self, event: Json) -> None:
        await self._deliver(self._events.around(event))

    async def _deliver(self, payload: Mapping[str, Any]) -> Answer:
        """Deliver, and wait until all replies are shown."""
        answer = await self._sender.deliver(payload)
        while waiting := [t for t in asyncio.all_tasks() if t.get_name() == TASK]:
            await asyncio.wait(waiting)
        if answer.status != 200:
            raise StageError(f"the bot could not take this: it answered {answer.status}")
        return answer

    # What people see

    def _watch(self, what: str, shown: Json) -> None:
        match what:
            case "message" | "ephemeral":
                self._message(shown, "say")
            case "changed":
                self._message(shown, "edit")
            case "modal":
                person = self.people.by_id(shown["user"])
                assert person is not None
                self._modal(person, shown["view"])
            case _:
                readers.read_view({k: v for k, v in shown["view"].items() if k != "id"})
                person = self.people.by_id(shown["user"])
                assert person is not None
                self._homes[person.handle] = shown["view"]
                if person.handle in self._visitors:
                    self._show_home(person.handle)

    def _message(self, shown: Json, kind: Literal["say", "edit"]) -> None:
        readers.read_message(shown)
        payload = (shown.get("metadata") or {}).get("event_payload", {})
        assert not payload or shown["metadata"]["event_type"] == METADATA_EVENT
        message = Message(
            id=shown["ts"],
            sender=BOT,
            to=self._to(shown),
            text=sight.text(shown["blocks"], self._named),
            buttons=sight.buttons(shown["blocks"]),
            thread=shown.get("thread_ts"),
            key=payload.get("key", ""),
            raw=shown,
        )
        self.screen.show(message, kind)

    def _to(self, shown: Json) -> str:
        for person in self.people:
            if shown.get("only") == person.id:
                return f"only:{person.handle}"
            if shown["channel"] == private_chat(person.id):
                return f"dm:{person.handle}"
        return "room"

    def _modal(self, person: Person, view: Json) -> None:
        readers.read_view({name: v for name, v in view.items() if name != "id"})
        self.screen.open(person.handle, sight.form(view, self._named))

    def _show_home(self, who: str) -> None:
        if view := self._homes.get(who):
            words = sight.text(view["blocks"], self._named)
            there = sight.buttons(view["blocks"])
            page = Message(
                id=f"home:{who}", sender=BOT, to=f"only:{who}", text=words, buttons=there, raw=view
            )
            self.screen.show(page, "home")

    def _named(self, id: str) -> str:
        return self.slack.users[id]["profile"]["display_name"]


@asynccontextmanager
async def slack_stage(options: SceneOptions) -> AsyncIterator[tuple[SlackStage, HandScene]]:
    """A Stage before a Slack adapter before an engine."""
    clock = StageClock(options.starts)
    async with StandIn(now=lambda: clock().timestamp()) as slack:
        settings = Settings(bot_token="xoxb-1", signing_secret=SECRET, api_url=slack.api_url)
        adapter = SlackAdapter(limits=UNHURRIED)
        async with stage_house(adapter, settings, options, clock) as house:
            sender = Sender(str(house.server.make_url("/slack/events")), SECRET)
            yield SlackStage(slack, sender, clock), house.scene
        if slack.faults:
            raise slack.faults[0]
