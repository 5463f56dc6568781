"""The sandbox: its page's view and requests, on a platform in this process."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, get_args

from adapters.sandbox import listen
from adapters.sandbox.address import BOT, ROOM, dm, place, ref, user
from adapters.sandbox.body import Body
from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.clock import Clock
from adapters.sandbox.deeds import Deeds
from adapters.sandbox.platform import Platform
from adapters.sandbox.reading import Reading
from adapters.sandbox.server import PAGES
from adapters.sandbox.stage import create_stage
from adapters.sandbox.view import Setting, view
from bot.protocol.adapter import SceneOptions
from bot.protocol.cards import Card, Form, Kind
from bot.protocol.effects import Reply
from bot.protocol.events import Changed, Event, Installed, Moved, Uninstalled
from bot.protocol.ports import Chat, Parcel
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines
from tests.contract.recorded.sandbox import NOON, RECORDED, before
from tests.contract.rig import (
    PEOPLE,
    PRESENT,
    Json,
    Message,
    Question,
    Recorded,
    Run,
    Seen,
    Trouble,
    Typed,
)
from tests.contract.sentences import LETTERS
from tests.sandbox.pretend import PretendScene

SETTING = Setting(zone="Etc/UTC")
KNOWN = {
    *re.findall(r'case "(\w+)":', (PAGES / "nodes.js").read_text("utf-8")),
    "plain",
    "paragraph",
}
"""The kinds of nodes and blocks that the page makes elements of; all else would be a paragraph."""
STYLES = ("strong", "emphasis", "code")


class Attentive(PretendScene):
    """An engine that keeps what it hears and answers nothing."""

    def _replies(self, event: Event) -> tuple[Reply, ...]:
        return ()


class House:
    """A platform with everyone on it, the page's deeds, and an engine that listens."""

    def __init__(self) -> None:
        self.platform = Platform(lambda: NOON)
        for handle, name in PEOPLE.items():
            self.platform.meet(handle, Profile(user=user(handle), name=name))
        for handle in PRESENT:
            self.platform.enter(handle, silently=True)
        self.chat: Chat = SandboxChat(self.platform)
        self.scene = Attentive(SceneOptions(database=None, starts=NOON), self.chat)
        self.stage = create_stage(self.platform, self.scene)
        floor = asyncio.Lock()
        clock = Clock(self.scene, SETTING.zone, floor)
        self.deeds = Deeds(self.stage.gestures, self.scene, clock, Reading(), floor)

    def view(self, handle: str) -> Json:
        return view(self.platform, handle, Reading(), SETTING)

    def after(self, step: Awaitable[object]) -> tuple[Event, ...]:
        """What the engine hears of a step."""

        async def play() -> None:
            await step

        asyncio.run(play())
        return tuple(self.scene.events)


def _lines(block: Mapping[str, Any]) -> Iterator[Sequence[Json]]:
    if block["t"] == "bullets":
        yield from block["items"]
        return
    yield block["nodes"]
    yield block.get("by", ())


def _run(node: Mapping[str, Any]) -> Run:
    match node["t"]:
        case "mention":
            return Run(letters=f"@{node['text']}", pings=node["user"])
        case "link":
            return Run(letters=node["text"], url=node["url"])
        case "moment":
            return Run(letters=node["text"], at=datetime.fromisoformat(node["at"]))
        case kind if kind in STYLES:
            return Run(letters=node["text"], style=kind)
        case _:
            return Run(letters=node["text"])


@dataclass(slots=True)
class SandboxStandin:
    house: House
    chat: Chat

    async def meets(self, parcel: Parcel, trouble: Trouble) -> Parcel:
        """Somebody who is deactivated, and what is not there."""
        nobody, nowhere = user("nobody"), place("elsewhere")
        if trouble is Trouble.REFUSED and parcel.user is not None:
            platform = self.house.platform
            gone = replace(platform.person(parcel.user.user).profile, deactivated=True)
            platform.meet(parcel.user.user, gone)
            return parcel
        if parcel.thread is not None:
            return replace(parcel, thread="m999")
        return replace(
            parcel,
            user=parcel.user and nobody,
            place=parcel.place and nowhere,
            ref=parcel.ref and replace(parcel.ref, message="m999"),
        )

    async def meets_asking(self, question: Question, trouble: Trouble) -> None:
        raise AssertionError("no question meets a trouble here")

    def messages(self) -> Sequence[Message]:
        """Read from everyone's views."""
        shown: dict[str, Json] = {}
        for handle in PEOPLE:
            seen = self.house.view(handle)
            threads = (each for all in seen["threads"].values() for each in all)
            for each in (*seen["room"]["messages"], *seen["dm"]["messages"], *threads):
                if each["from"] == BOT:
                    shown[each["id"]] = each
        found = [(self.house.platform.message(id), each) for id, each in shown.items()]
        return [Message(ref=ref(there), shown=(each,)) for there, each in found if there]

    def page(self, handle: str) -> Sequence[Json]:
        home = self.house.view(handle)["home"]
        return [home] if home else []

    async def says(self, handle: str, words: str, thread: str | None = None) -> Ref:
        said = await self.house.stage.gestures.say(handle, ROOM, words, thread=thread)
        return ref(said)

    async def takes_back(self, ref: Ref) -> None:
        said = self.house.platform.message(ref.message)
        assert said is not None
        await self.house.stage.gestures.delete(said.sender, said.id)


class SandboxRig:
    name = "sandbox"
    room: Place = place(ROOM)
    command = listen.COMMAND

    def user(self, handle: str) -> User:
        return user(handle)

    # Cards

    def showings(self, card: Card) -> Mapping[str, Sequence[Json]]:
        house = House()
        house.platform.say(BOT, ROOM, card)
        house.platform.say(BOT, dm("ana"), card)
        house.platform.write_home("ana", card)
        seen = house.view("ana")
        return {
            "room": seen["room"]["messages"],
            "private chat": seen["dm"]["messages"],
            "page": [seen["home"]],
        }

    def check(self, shown: Json) -> None:
        """The page has words for everything in it."""
        blocks = [*shown.get("blocks", shown.get("intro"))]
        for block in (*blocks, *(b for part in shown.get("parts", ()) for b in part["blocks"])):
            assert block["t"] in KNOWN
            assert all(node["t"] in KNOWN for line in _lines(block) for node in line)
        for field in shown.get("fields", ()):
            assert field["kind"] in get_args(Kind)
            several = field["kind"] in ("choices", "people")
            assert isinstance(field["value"], list if several else str)

    def seen(self, shown: Sequence[Json]) -> Seen:
        [each] = shown
        sections = [each, *each["parts"]]
        lines = (line for one in sections for block in one["blocks"] for line in _lines(block))
        return Seen(
            runs=tuple(_run(node) for line in lines for node in line),
            buttons=tuple(button["label"] for one in sections for button in one["buttons"]),
        )

    def presses(self, card: Card, number: int) -> Mapping[str, tuple[Event, ...]]:
        def on(house: House, shown: Json) -> tuple[Event, ...]:
            counted = dict(enumerate(shown["buttons"]))
            for part in shown["parts"]:
                counted |= dict(enumerate(part["buttons"], part["above"]))
            label = counted[number]["label"]
            body = {"who": "ana", "message": shown["id"], "button": number, "label": label}
            return house.after(house.deeds.do("press", Body(body)))

        room, page = House(), House()
        room.platform.say(BOT, ROOM, card)
        page.platform.write_home("ana", card)
        return {
            "room": on(room, room.view("ana")["room"]["messages"][0]),
            "page": on(page, page.view("ana")["home"]),
        }

    # Forms

    def forms(self, form: Form) -> Mapping[str, Json]:
        house = House()
        house.platform.open_form("ana", form, ROOM)
        return {"dialog": house.view("ana")["form"]}

    def fills(self, form: Form, typed: Typed, where: Place) -> Mapping[str, tuple[Event, ...]]:
        house = House()
        house.platform.open_form("ana", form, where.channel)
        return {"dialog": house.after(house.stage.fill("ana", typed))}

    # Words

    typed: Mapping[str, Sequence[str]] = {name: [letters] for name, letters in LETTERS.items()} | {
        "address": ["See https://example.org/a?b=1&c=2 first."],
        "mention": ["Ask @ben, please.", "Ask @Ben Okafor, please."],
    }
    untypable: Mapping[str, str] = {
        "bold": "the page's window knows no styles",
        "italic": "the page's window knows no styles",
        "code": "the page's window knows no styles",
        "link": "an address has no label there",
        "all at once": "neither styles nor labels",
    }

    def read(self, spelled: Json) -> Inlines:
        return listen.nodes(spelled, House().platform.people())

    # Payloads: what the page asks for. They are never delivered twice; where the same is asked
    # twice, it is meant twice.

    untold: Mapping[type, str] = {
        Moved: "the one room stays where it is",
        Changed: "nobody's profile changes while the page is open",
        Installed: "it is started for its engine alone",
        Uninstalled: "it ends with its engine",
    }

    def recorded(self) -> Mapping[str, Recorded]:
        return {
            name: Recorded(payload=payload, why=told)
            if isinstance(told, str)
            else Recorded(payload=payload, events=(told,))
            for name, (payload, told) in RECORDED.items()
        }

    def hear(self, payload: Json, at: datetime) -> tuple[Event, ...]:
        house = House()
        before(house.platform)
        house.platform.recount({"g": payload["counted"]})
        body = payload["body"]
        if payload["deed"] == "leave":
            return house.after(house.stage.leave(body["who"]))
        return house.after(house.deeds.do(payload["deed"], Body(body)))

    def again(self, payload: Json, nth: int) -> Json:
        return payload | {"counted": 10 * nth}

    # Sending

    unmet: Mapping[Trouble, str] = {
        trouble: "the platform is in this process: a send is certain at once"
        for trouble in Trouble
        if trouble not in (Trouble.REFUSED, Trouble.NOT_FOUND)
    }
    unfindable: Mapping[str, str] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[SandboxStandin]:
        house = House()
        yield SandboxStandin(house, house.chat)


RIG = SandboxRig()
