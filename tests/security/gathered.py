"""Every button and form that people are shown while the rehearsals are played, each with the
database as it stood then."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from adapters.sandbox import ADAPTER
from adapters.sandbox.address import ROOM, dm, place, user
from bot.compose import open_hand_scene
from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.cards import Button, Card, Form
from bot.protocol.effects import Ask, Reply, Swap, Whisper
from bot.protocol.events import KEEP, ByPerson, Event, Pressed
from bot.protocol.ports import Chat, Outcome, Parcel, Unknown, Unsure
from bot.protocol.refs import Place, Ref, User
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from bot.store.database import MEMORY
from tests import databases
from tests.played import SCRIPTS

OWN = Path(__file__).parent / "rehearsals"
ENOUGH = 3
"""Specimens of one action with the same names of args, each from another rehearsal."""

LOST = {"in-doubt": "prompt:"}
"""In these rehearsals the platform's answer to such speech is lost, and cannot be looked up."""

OLDER = ("agreed-before",)
"""In these rehearsals members agreed to another version of the agreement than today's."""

Kind = Literal["button", "form"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A database at one moment: the file's bytes, and the time."""

    data: bytes
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A button or form as it was shown. ``who`` saw it (None: everyone in the room)."""

    kind: Kind
    action: str
    args: Mapping[str, str]
    who: User | None
    place: Place
    ref: Ref | None
    form: Form | None
    script: str
    state: State

    def __str__(self) -> str:
        return f"{self.kind} {self.action} of {self.script}"


class _Album:
    """What was shown in one rehearsal, and how the database looked when all had come to rest."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.scene: HandScene | None = None
        self.found: list[Specimen] = []
        self._new: list[dict[str, Any]] = []
        self._known: set[object] = set()

    def card(self, card: Card, who: User | None, where: Place, ref: Ref | None) -> None:
        for each in card.all_buttons():
            if each.url is None and each.action != "command":
                self._note("button", each, who, where, ref, None)

    def menu(self, event: Pressed) -> None:
        """What stands in the menu of every message is shown on no card."""
        button = Button(label="", action=event.action, args=event.args)
        self._note("button", button, event.who, event.place, None, None)
        self.rest()

    def reply(self, event: ByPerson, reply: Reply) -> None:
        match reply:
            case Ask(form=form):
                self._note("form", form, event.who, event.place, None, form)
            case Whisper(card=card):
                self.card(card, event.who, event.place, None)
            case Swap(card=card):
                self.card(card, event.who, event.place, getattr(event, "ref", None))
            case _:
                pass

    def _note(
        self, kind: Kind, what: Button | Form, who: User | None, where: Place, ref: Ref | None,
        form: Form | None,
    ) -> None:  # fmt: skip
        alike = (kind, what.action, *sorted(what.args))
        if alike not in self._known:
            self._known.add(alike)
            self._new.append(
                {"kind": kind, "action": what.action, "args": dict(what.args), "who": who, "place": where,
                     "ref": ref, "form": form, "script": self.script}
            )  # fmt: skip

    def rest(self) -> None:
        """Everything has come to rest: this is the state in which people see what is new."""
        if not self._new or self.scene is None:
            return
        state = State(data=taken(self.scene), now=self.scene.now())
        self.found += [Specimen(state=state, **each) for each in self._new]
        self._new.clear()


def taken(scene: HandScene) -> bytes:
    """A scene's database in memory, as a file would hold it."""
    with scene.database.engine.connect() as connection:
        connection.rollback()
        return connection.connection.driver_connection.serialize()  # pyright: ignore


class _WatchedEar:
    """The engine, with someone who looks at what it replies."""

    def __init__(self, scene: HandScene, album: _Album) -> None:
        self._scene = scene
        self._album = album

    async def take(self, event: Event) -> Outcome:
        self._album.rest()
        if isinstance(event, Pressed) and event.action == KEEP:
            self._album.menu(event)
        outcome = await self._scene.take(event)
        if isinstance(event, ByPerson):
            for each in outcome.replies:
                self._album.reply(event, each)
        return outcome

    async def unsaid(self, event: Event, reply: Reply) -> None:
        await self._scene.unsaid(event, reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return self._scene.completions()


class _WatchedChat:
    """The sandbox's Chat, with someone who looks at what is sent."""

    def __init__(self, chat: Chat, album: _Album) -> None:
        self._chat = chat
        self._album = album

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)

    async def find(self, parcel: Parcel, since: datetime) -> Unknown:
        return Unknown()

    async def send(self, parcel: Parcel) -> Ref:
        ref = await self._chat.send(parcel)
        if parcel.key.startswith(LOST.get(self._album.script, "nothing at all")):
            raise Unsure("the answer was lost")
        if parcel.user is not None:
            self._album.card(parcel.card, parcel.user, place(dm(parcel.user.user)), ref)
        elif ref.channel == ROOM:
            self._album.card(parcel.card, None, place(ROOM), ref)
        else:
            whose = user(ref.channel.removeprefix("dm:"))
            self._album.card(parcel.card, whose, place(ref.channel), ref)
        return ref


@cache
def played() -> tuple[tuple[Specimen, ...], Mapping[str, State]]:
    """What every rehearsal showed, and the state in which each ended."""
    found: list[Specimen] = []
    ends: dict[str, State] = {}
    for path in [*SCRIPTS, *sorted(OWN.glob("*.yaml"))]:
        album, ends[path.stem] = asyncio.run(_play(path))
        found += album.found
    return tuple(found), ends


async def _play(path: Path) -> tuple[_Album, State]:
    script, album = load(path), _Album(path.stem)
    house = ADAPTER.playhouse(lambda: album.scene.now() if album.scene else script.begins)
    chats: dict[str, Any] = {house.name: _WatchedChat(house.chat, album)}
    options = SceneOptions(database=None, starts=script.begins)
    async with open_hand_scene(options, chats, databases.opened(MEMORY)) as scene:
        album.scene = scene
        settle = scene.settle

        async def settled() -> None:
            await settle()
            if path.stem in OLDER:
                with scene.database.transaction() as db:
                    db.exec_driver_sql("UPDATE consent SET version = '0' WHERE kind = 'agreement'")
            album.rest()

        scene.settle = settled
        failures = await perform(script, house.stage(_WatchedEar(scene, album)), scene, _silent)
        assert failures == [], failures
        album.rest()
        return album, State(data=taken(scene), now=scene.now())


def _silent(_: object) -> None:
    """A rehearsal is played, and nobody reads along."""


def specimens(kind: Kind, action: str) -> list[Specimen]:
    """A few of one action: of each set of args, the first of some rehearsals. What makes a cohort
    is tried where there is one."""
    found: list[Specimen] = []
    counts: dict[tuple[str, ...], int] = {}
    for each in played()[0]:
        names = tuple(sorted(each.args))
        if (each.kind, each.action) == (kind, action) and counts.get(names, 0) < ENOUGH:
            counts[names] = counts.get(names, 0) + 1
            end = played()[1][each.script]
            found.append(each if "cohort" in each.args else replace(each, state=end))
    return found
