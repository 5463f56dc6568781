"""Teams: its stand-in, the client that reads Adaptive Cards, and its recorded activities."""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any

import aiohttp

from adapters.teams.adapter import words_shown
from adapters.teams.heard import Heard
from adapters.teams.listen import listen
from adapters.teams.names import NAME
from adapters.teams.wire import FormTag
from bot.protocol.cards import Card, Form
from bot.protocol.events import Changed, Event, Moved, Said, Uninstalled
from bot.protocol.ports import Chat, Parcel
from bot.protocol.refs import Place, Ref, User
from bot.protocol.text import Inlines
from tests.contract.reading import JOINER
from tests.contract.rig import (
    PEOPLE,
    PRESENT,
    RETRY_AFTER,
    Message,
    Question,
    Recorded,
    Run,
    Seen,
    Trouble,
    Typed,
)
from tests.contract.screens import teams as screen
from tests.contract.spelled.teams import SPELLED, person
from tests.filling import filled
from tests.people import People
from tests.screen import OpenForm
from tests.teams import cards, gestures, made, outbound, sight, standin
from tests.teams.standin_state import BOT, ROOM, TENANT
from tests.teams.standin_state import Message as Kept
from tests.teams.test_teams_listen import EXPECTED, NOTHING, TEAM_HEARD

SHOWN = words_shown()
Json = dict[str, Any]
NOON = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MESSAGE = "1772463600123"
HEARD = Heard(
    at=NOON,
    bot=BOT,
    people={
        f"29:{gestures.directory_id(handle)}": outbound.user(gestures.directory_id(handle))
        for handle in PEOPLE
    },
)


def _people() -> People:
    people = People()
    for handle in PEOPLE:
        each = person(handle)
        people.put(handle, each.id, each.profile)
    return people


# What a client sends


def _does(what: Json, *, direct: bool = False) -> tuple[Event, ...]:
    """Ana does something, in the channel or in her private chat."""
    ana = person("ana")
    place = gestures.chat_of(ana) if direct else f"{ROOM}{gestures.THREAD}{MESSAGE}"
    url = "https://teams.example/"
    activity = gestures.around(ana, place, what, id="f:1", at=NOON, url=url)
    return listen(activity, HEARD)


def _sent(action: Json, values: Mapping[str, str]) -> dict[str, tuple[Event, ...]]:
    """An action is run, and where it is one that old clients do not know, by an old client."""
    if action["type"] == "Action.OpenUrl":
        return {"opened": ()}
    ways = {
        "pressed in the channel": _does(gestures.press(action, MESSAGE, values)),
        "pressed in the private chat": _does(gestures.press(action, MESSAGE, values), direct=True),
    }
    if fallback := action.get("fallback"):
        value = {**fallback["data"], **values}
        submit = {"type": "message", "replyToId": MESSAGE, "value": value}
        ways["pressed in an old client"] = _does(submit)
    return ways


@dataclass(slots=True)
class TeamsStandin:
    """The Bot Connector and Graph on loopback."""

    teams: standin.StandIn
    hurried: aiohttp.ClientSession
    chat: Chat

    async def meets(self, parcel: Parcel, trouble: Trouble) -> Parcel:
        if trouble is Trouble.GONE:
            await self.teams.close()
            return parcel
        if trouble is Trouble.SILENT:
            self.chat = _world(self.teams, self.hurried).chat
        operation = {"edit": "update", "tell": "send", "publish": "send", "post": "create"}
        kind = "send" if parcel.thread else operation[parcel.kind]
        self.teams.next(kind, _TROUBLES[trouble])
        return parcel

    async def meets_asking(self, question: Question, trouble: Trouble) -> None:
        operation = {"find": "graph", "words": "graph", "person": "member", "roster": "members"}
        self.teams.next(operation[question], _TROUBLES[trouble])

    def messages(self) -> Sequence[Message]:
        found: list[list[Kept]] = []
        for kept in self.teams.messages:
            if kept.sender != BOT or kept.deleted:
                continue
            # The first part of a message carries its parcel's key.
            if sight.key(kept.card) or kept.edited:
                found.append([kept])
            else:
                found[-1].append(kept)
        return [Message(ref=_ref(first), shown=(first.activity, *(more.activity for more in rest)))
                for first, *rest in found]  # fmt: skip

    def page(self, handle: str) -> Sequence[Json]:
        """Teams has no pages: what would stand there is said in the private chat."""
        said = self.teams.said(gestures.chat_of(person(handle)))
        return [said[-1].activity] if said else []

    async def says(self, handle: str, words: str, thread: str | None = None) -> Ref:
        html = {"text": f"<p>{escape(words, quote=False)}</p>", "textFormat": "html"}
        id = self.teams.say(ROOM, gestures.directory_id(handle), html, thread)
        return outbound.ref(id, thread=thread)

    async def takes_back(self, ref: Ref) -> None:
        self.teams.message(ROOM, ref.message).deleted = True


def _ref(kept: Kept) -> Ref:
    channel = outbound.CHANNEL if kept.conversation == ROOM else kept.conversation
    return outbound.ref(kept.id, channel, kept.thread)


_TROUBLES = {
    Trouble.LIMITED: standin.limited(int(RETRY_AFTER)),
    Trouble.LIMITED_UNTOLD: standin.limited(None),
    Trouble.BROKEN: standin.says(500, "InternalServerError"),
    Trouble.BROKEN_TAKEN: standin.broken(503, accepted=True),
    Trouble.HTML: standin.broken(200),
    Trouble.HUNG_UP: standin.hangs_up(),
    Trouble.HUNG_UP_TAKEN: standin.hangs_up(accepted=True),
    Trouble.SILENT: standin.SILENT,
    Trouble.REFUSED: standin.refused(),
    Trouble.NOT_FOUND: standin.says(404, "ConversationNotFound"),
}


def _world(teams: standin.StandIn, session: aiohttp.ClientSession) -> outbound.World:
    world = outbound.World(teams, session)
    world.directory.room(TENANT, outbound.CHANNEL)
    return world


class TeamsRig:
    name = "teams"
    room: Place = outbound.place()
    command = f"@{NAME}"

    def user(self, handle: str) -> User:
        return outbound.user(gestures.directory_id(handle))

    # Cards

    def showings(self, card: Card) -> Mapping[str, Sequence[Json]]:
        return {"message": SHOWN.parts(card, "k1"), "changed message": [SHOWN.activity(card)]}

    def check(self, shown: Json) -> None:
        if "task" in shown:
            window = shown["task"]["value"]
            assert window["title"]
            found = cards.problems(window["card"]["content"])
        else:
            found = cards.activity_problems(shown)
        assert not found, found

    def seen(self, shown: Sequence[Json]) -> Seen:
        runs: list[Run] = []
        buttons: list[str] = []
        for activity in shown:
            card = activity["attachments"][0]["content"]
            runs += screen.runs(card)
            buttons += [button.label for button in sight.buttons(card)]
        notice = tuple(Run(letters=activity["summary"]) for activity in shown)
        return Seen(runs=tuple(runs), buttons=tuple(buttons), notice=notice)

    def presses(self, card: Card, number: int) -> Mapping[str, tuple[Event, ...]]:
        found = [
            button
            for activity in SHOWN.parts(card, "k1")
            for button in sight.buttons(activity["attachments"][0]["content"])
        ]
        return _sent(found[number].raw, {})

    # Forms

    def forms(self, form: Form) -> Mapping[str, Json]:
        tag = FormTag(form=form, channel=self.room.channel)
        return {
            "what asks": SHOWN.wrap(SHOWN.asked(tag)),
            "card": SHOWN.wrap(SHOWN.form(tag)),
            "window": SHOWN.dialog(tag),
        }

    def fills(self, form: Form, typed: Typed, where: Place) -> Mapping[str, tuple[Event, ...]]:
        tag = FormTag(form=form, channel=where.channel, direct=where.direct)
        card, opened = SHOWN.form(tag), SHOWN.dialog(tag)["task"]["value"]
        # A window's title stands above its card.
        title = {"type": "TextBlock", "text": opened["title"]}
        window = opened["card"]["content"]
        window = {**window, "body": [title, *window["body"]]}
        submit = sight.buttons(window)[0].raw
        sent = {**submit["data"], **_values(window, typed)}
        return {
            **_sent(sight.buttons(card)[0].raw, _values(card, typed)),
            "window": _does(gestures.dialog("task/submit", sent, MESSAGE)),
        }

    # Words

    typed = SPELLED
    untypable: Mapping[str, str] = {}

    def read(self, spelled: Json) -> Inlines:
        ben = person("ben")
        what = {"type": "message", **spelled}
        place = f"{ROOM}{gestures.THREAD}{MESSAGE}"
        url = "https://teams.example/"
        activity = gestures.around(ben, place, what, id=MESSAGE, at=NOON, url=url)
        [said] = listen(activity, HEARD)
        assert isinstance(said, Said)
        return said.nodes

    # Payloads

    untold: Mapping[type, str] = {
        Moved: "a conversation keeps its id",
        Changed: "Teams tells of no change of a profile",
        Uninstalled: "the app is taken out of one room or chat at a time; the tenant keeps the bot",
    }

    def recorded(self) -> Mapping[str, Recorded]:
        told = {
            name: Recorded(
                payload=made.payload(name), events=each if isinstance(each, tuple) else (each,)
            )
            for name, each in EXPECTED.items()
        }
        untold = {
            name: Recorded(payload=made.payload(name), why=why) for name, why in NOTHING.items()
        }
        assert told.keys() | untold.keys() == {p.stem for p in made.PAYLOADS.glob("*.json")}
        return told | untold

    def hear(self, payload: Json, at: datetime) -> tuple[Event, ...]:
        return listen(payload, replace(TEAM_HEARD, at=at))

    def again(self, payload: Json, nth: int) -> Json:
        """So many days later, by Teams' clock; ids of messages are times, others are random."""
        body = json.dumps(payload)
        day = date(2026, 3, 2) + timedelta(days=nth)
        body = body.replace("2026-03-02T", f"{day.isoformat()}T")
        body = re.sub(
            r"(?<!\d)177246\d{7}(?!\d)", lambda id: str(int(id[0]) + 86_400_000 * nth), body
        )
        body = re.sub(r'"f:(\w{4})6978-', rf'"f:\g<1>{nth:04x}-', body)
        return json.loads(body)

    # Sending

    unmet: Mapping[Trouble, str] = {}
    unfindable: Mapping[str, str] = {
        "tell": "no app may read private chats",
        "publish": "it is said in the private chat",
    }

    @asynccontextmanager
    async def open(self) -> AsyncIterator[TeamsStandin]:
        # Long enough for what comes before the silent call, on a machine that is busy.
        hurry = aiohttp.ClientTimeout(total=1)
        async with (
            standin.StandIn() as teams,
            aiohttp.ClientSession() as session,
            aiohttp.ClientSession(timeout=hurry) as hurried,
        ):
            for handle, name in PEOPLE.items():
                teams.meet(gestures.directory_id(handle), name)
            teams.open_team(*map(gestures.directory_id, PRESENT))
            teams.page = 2
            yield TeamsStandin(teams, hurried, _world(teams, session).chat)


def _values(card: Json, typed: Typed) -> dict[str, str]:
    """What stands in a form's fields when these are filled in, as a client sends it."""
    opened = sight.form("f1", card)
    if opened is None:
        return {}
    return sight.typed(filled(_as_read(opened), typed, _people()))


def _as_read(form: OpenForm) -> OpenForm:
    """Labels without letters that nobody sees."""
    inputs = tuple(
        replace(
            each,
            label=each.label.replace(JOINER, ""),
            options=tuple(
                replace(option, label=option.label.replace(JOINER, "")) for option in each.options
            ),
        )
        for each in form.inputs
    )
    return replace(form, inputs=inputs)


RIG = TeamsRig()
