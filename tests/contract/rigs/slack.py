"""Slack: its stand-in, the client that reads rich text and mrkdwn, and its recorded payloads."""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import aiohttp

from adapters.slack.adapter import words_shown
from adapters.slack.chat import SlackChat
from adapters.slack.client import web_client
from adapters.slack.install import Identity
from adapters.slack.listen import listen
from adapters.slack.names import COMMAND
from adapters.slack.workspaces import OneWorkspace
from bot.protocol.cards import Card, Form
from bot.protocol.events import Event, Installed, Said
from bot.protocol.ports import Chat, Parcel
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines
from tests.contract.rig import (
    PEOPLE,
    PRESENT,
    RETRY_AFTER,
    Message,
    Question,
    Recorded,
    Seen,
    Trouble,
    Typed,
)
from tests.contract.screens import slack as screen
from tests.contract.spelled.slack import SPELLED
from tests.filling import filled
from tests.people import People
from tests.screen import Button
from tests.screen import Message as Shown
from tests.slack import gestures, harness, sight, standin
from tests.slack.readers import read_message, read_view
from tests.slack.test_slack_listen import EXPECTED, HEARD, NOTHING

SHOWN = words_shown()
Json = dict[str, Any]
STAMP = "1772463600.123459"


def _id(handle: str) -> str:
    return f"U0{handle.upper()}"


def _people() -> People:
    people = People()
    for handle, name in PEOPLE.items():
        people.put(handle, _id(handle), Profile(user=harness.user(_id(handle)), name=name))
    return people


@dataclass(slots=True)
class SlackStandin:
    """Slack's Web API on loopback."""

    slack: standin.StandIn
    session: aiohttp.ClientSession
    hurried: aiohttp.ClientSession
    chat: Chat
    homes: dict[str, Json]

    async def meets(self, parcel: Parcel, trouble: Trouble) -> Parcel:
        if trouble is Trouble.GONE:
            await self.slack.close()
        elif trouble is Trouble.SILENT:
            self.chat = await _chat(self.slack, self.hurried)
        if trouble is not Trouble.GONE:
            self.slack.next(_METHODS[parcel.kind], _trouble(trouble, parcel.kind))
        return parcel

    async def meets_asking(self, question: Question, trouble: Trouble) -> None:
        self.slack.next(_METHODS[question], _trouble(trouble, question))

    def messages(self) -> Sequence[Message]:
        return [
            Message(
                ref=harness.ref(channel, kept["ts"], kept.get("thread_ts")),
                shown=({"text": kept["text"], "blocks": kept["blocks"]},),
            )
            for channel, all in self.slack.messages.items()
            for kept in all
            if kept["user"] == gestures.BOT_USER
        ]

    def page(self, handle: str) -> Sequence[Json]:
        return [self.homes[_id(handle)]] if _id(handle) in self.homes else []

    async def says(self, handle: str, words: str, thread: str | None = None) -> Ref:
        ts = self.slack.say(gestures.ROOM, _id(handle), gestures.escaped([words]), thread)
        return harness.ref(gestures.ROOM, ts, thread)

    async def takes_back(self, ref: Ref) -> None:
        self.slack.put(ref.channel, ref.message, None)


_METHODS = {
    "post": "chat.postMessage",
    "tell": "chat.postMessage",
    "edit": "chat.update",
    "publish": "views.publish",
    "find": "conversations.history",
    "words": "conversations.history",
    "person": "users.info",
    "roster": "conversations.members",
}
_NOT_FOUND = {"post": "channel_not_found", "edit": "message_not_found"}


def _trouble(trouble: Trouble, call: str) -> standin.Trouble:
    return {
        Trouble.LIMITED: standin.limited(int(RETRY_AFTER)),
        Trouble.LIMITED_UNTOLD: standin.limited(None),
        Trouble.BROKEN: standin.Trouble(status=500, error="internal_error"),
        Trouble.BROKEN_TAKEN: standin.broken(503, accepted=True),
        Trouble.HTML: standin.broken(200),
        Trouble.HUNG_UP: standin.hangs_up(),
        Trouble.HUNG_UP_TAKEN: standin.hangs_up(accepted=True),
        Trouble.SILENT: standin.SILENT,
        Trouble.REFUSED: standin.says("is_archived" if call == "post" else "user_disabled"),
        Trouble.NOT_FOUND: standin.says(_NOT_FOUND.get(call, "user_not_found")),
    }[trouble]


async def _chat(slack: standin.StandIn, session: aiohttp.ClientSession) -> SlackChat:
    client = web_client("xoxb-stand-in", slack.api_url, session)
    identity = Identity(client)
    await identity.get()
    return SlackChat(OneWorkspace(client, identity), SHOWN)


class SlackRig:
    name = "slack"
    room: Place = harness.place(gestures.ROOM)
    command = COMMAND

    def user(self, handle: str) -> User:
        return harness.user(_id(handle))

    # Cards

    def showings(self, card: Card) -> Mapping[str, Sequence[Json]]:
        return {"message": [SHOWN.message(card)], "page": [SHOWN.home(card)]}

    def check(self, shown: Json) -> None:
        (read_view if "type" in shown else read_message)(shown)

    def seen(self, shown: Sequence[Json]) -> Seen:
        [each] = shown
        return Seen(
            runs=screen.runs(each["blocks"]),
            buttons=tuple(button.label for button in sight.buttons(each["blocks"])),
            notice=tuple(screen.notice(each.get("text", ""))),
        )

    def presses(self, card: Card, number: int) -> Mapping[str, tuple[Event, ...]]:
        message = {"channel": gestures.ROOM, "ts": STAMP, **SHOWN.message(card)}
        home = {"id": "V1", **SHOWN.home(card)}
        return {
            "message": self._press(message, number),
            "answer in a thread": self._press(message | {"thread_ts": "1772460000.000100"}, number),
            "message for one": self._press(message | {"only": _id("ana")}, number),
            "page": self._press(home, number),
        }

    def _press(self, raw: Json, number: int) -> tuple[Event, ...]:
        button = Button(label="", raw=sight.buttons(raw["blocks"])[number].raw)
        message = Shown(id=STAMP, sender="bot", to="room", text="", raw=raw)
        ana = _people().known("ana")
        return listen(gestures.press(ana, message, button, "", "1.2.3", STAMP), HEARD)

    # Forms

    def forms(self, form: Form) -> Mapping[str, Json]:
        return {"modal": SHOWN.modal(form, gestures.ROOM)}

    def fills(self, form: Form, typed: Typed, where: Place) -> Mapping[str, tuple[Event, ...]]:
        people = _people()
        view = {"id": "V1", **SHOWN.modal(form, where.channel, direct=where.direct)}
        opened = sight.form(view, str)
        values = filled(opened, typed, people)
        sent = gestures.submission(people.known("ana"), opened, values, "1.2.3")
        return {"modal": listen(sent, HEARD)}

    # Words

    typed = SPELLED
    untypable: Mapping[str, str] = {}

    def read(self, spelled: Json) -> Inlines:
        payload = harness.payload("message")
        payload["event"] = payload["event"] | {"text": "", "blocks": None} | spelled
        [said] = listen(payload, HEARD)
        assert isinstance(said, Said)
        return said.nodes

    # Payloads: a request's body, and the fingerprint that its signature and body make.

    untold: Mapping[type, str] = {
        Installed: "Slack tells nobody: it is known from a token that works"
    }

    def recorded(self) -> Mapping[str, Recorded]:
        told = {
            name: Recorded(payload=_request(name), events=(EXPECTED[name],)) for name in EXPECTED
        }
        untold = {name: Recorded(payload=_request(name), why=why) for name, why in NOTHING.items()}
        assert told.keys() | untold.keys() == {p.stem for p in harness.PAYLOADS.glob("*.json")}
        return told | untold

    def hear(self, payload: Json, at: datetime) -> tuple[Event, ...]:
        heard = replace(HEARD, at=at, fingerprint=payload["fingerprint"])
        return listen(payload["body"], heard)

    def again(self, payload: Json, nth: int) -> Json:
        """So many hours later, by Slack's clock; its ids count on."""
        body = json.dumps(payload["body"])
        body = re.sub(
            r'"(17\d{8})\.(\d{6})"', lambda ts: f'"{int(ts[1]) + 3600 * nth}.{ts[2]}"', body
        )
        body = re.sub(r'"(Ev0001|0c5a-1)"', rf'"\1-{nth}"', body)
        return {"body": json.loads(body), "fingerprint": f"print-{nth}"}

    # Sending

    unmet: Mapping[Trouble, str] = {}
    unfindable: Mapping[str, str] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[SlackStandin]:
        # Long enough for what comes before the silent call, on a machine that is busy.
        hurry = aiohttp.ClientTimeout(total=1)
        async with (
            standin.StandIn() as slack,
            aiohttp.ClientSession() as session,
            aiohttp.ClientSession(timeout=hurry) as hurried,
        ):
            homes: dict[str, Json] = {}

            def watch(what: str, shown: Json) -> None:
                if what == "home":
                    homes[shown["user"]] = {k: v for k, v in shown["view"].items() if k != "id"}

            slack.watch = watch
            slack.page = 2
            for person in _people():
                slack.users[person.id] = gestures.account(person.id, person.handle, person.profile)
            slack.users["U0BUILDS"] = {"id": "U0BUILDS", "name": "builds", "is_bot": True}
            slack.members[gestures.ROOM] = [*map(_id, PRESENT), gestures.BOT_USER, "U0BUILDS"]
            yield SlackStandin(slack, session, hurried, await _chat(slack, session), homes)


def _request(name: str) -> Json:
    return {"body": harness.payload(name), "fingerprint": HEARD.fingerprint}


RIG = SlackRig()
