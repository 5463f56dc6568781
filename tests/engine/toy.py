"""A toy for tests of the engine: a platform that fails as told, and the engine on a clock moved by
hand, with whatever stories a test brings."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from random import Random
from typing import Any, TypeVar

from bot.engine.courier import Courier, Patience
from bot.engine.scene import Clock, HandScene
from bot.engine.story import Stories, Story
from bot.engine.work import Tools
from bot.protocol.cards import Card
from bot.protocol.events import CameDue, Commanded, Pressed, Said, Submitted
from bot.protocol.ports import Absent, Later, Limits, Never, Outcome, Parcel, Unknown, Unsure
from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.protocol.text import Inlines, Paragraph, Plain
from bot.store import cohorts, people
from bot.text.catalogue import Catalogue, shipped
from bot.text.library import Library, default_dir, load
from tests import emptied

T = TypeVar("T")
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ROOM = Place(platform="toy", workspace="w", channel="room")


def user(who: str) -> User:
    """How the toy platform knows someone."""
    return User(platform="toy", workspace="w", user=who)


def direct(who: str) -> Place:
    """Someone's private chat with the bot."""
    return Place(platform="toy", workspace="w", channel=f"dm-{who}", direct=True)


def card(text: str) -> Card:
    """A card with one line."""
    return Card(blocks=(Paragraph(nodes=(Plain(text=text),)),))


class LostAnswer(Exception):
    """To tell a ToyChat that it takes the parcel, while the engine never learns of it."""


class ToyChat:
    """A platform in memory. What stands in ``faults`` happens to the next sends, one each (None:
    nothing does); sends to a channel in ``hanging`` wait until its event is set."""

    def __init__(self, *, per_place: float = 0, per_minute: int = 100_000) -> None:
        self.limits = Limits(per_place=per_place, per_minute=per_minute, certain_after=10)
        self.taken: list[Parcel] = []
        self.tries: list[str] = []
        self.faults: list[Exception | None] = []
        self.hanging: dict[str, asyncio.Event] = {}
        self.blind = False
        """Whether nothing can be looked up."""
        self.found: list[str] = []
        self.profiles: dict[str, Profile] = {}
        self._ids = count(1)
        self._refs: dict[str, Ref] = {}

    def texts(self) -> list[str]:
        """The letters of all that arrived, in order."""
        return [each.card.text() for each in self.taken]

    async def send(self, parcel: Parcel) -> Ref:
        self.tries.append(parcel.key)
        channel = self.channel(parcel)
        if channel in self.hanging:
            await self.hanging[channel].wait()
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not isinstance(fault, LostAnswer):
            raise fault
        self.taken.append(parcel)
        ref = Ref(
            platform="toy", workspace=parcel.workspace, channel=channel,
            message=f"m{next(self._ids)}", thread=parcel.thread,
        )  # fmt: skip
        self._refs[parcel.key] = ref
        if isinstance(fault, LostAnswer):
            raise Unsure("the answer was lost")
        return ref

    def channel(self, parcel: Parcel) -> str:
        """Where a parcel goes."""
        if parcel.place is not None:
            return parcel.place.channel
        return f"dm-{parcel.user.user}" if parcel.user else parcel.ref.channel  # pyright: ignore

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        self.found.append(parcel.key)
        if self.blind:
            return Unknown()
        return self._refs.get(parcel.key) or Absent()

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        return Absent()

    async def person(self, user: User) -> Profile | Absent:
        return self.profiles.get(user.user) or Absent()

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        for each in self.profiles.values():
            yield each

    def link(self, ref: Ref) -> str | None:
        return None


@cache
def _texts() -> tuple[Catalogue, Library]:
    return shipped(), load(default_dir())


def tools(seed: int = 0) -> Tools:
    """Texts and dice."""
    catalogue, library = _texts()
    return Tools(catalogue=catalogue, library=library, dice=Random(seed), link=lambda _: None)


class Toy:
    """An engine with some stories, on a database, with the toy platform."""

    def __init__(
        self,
        url: str,
        *stories: Story,
        chat: ToyChat | None = None,
        now: datetime = NOW,
    ) -> None:
        self.database = emptied.opened(url)
        self.clock = Clock(now)
        self.chat = chat or ToyChat()
        self.tools = tools()
        self.scene = HandScene(
            database=self.database,
            tools=self.tools,
            stories=Stories(stories),
            chats={"toy": self.chat},
            clock=self.clock,
        )
        self.scene.courier.patience = Patience(quick=0.2, closing=0.05)
        self.dispatcher = self.scene.dispatcher
        self.courier: Courier = self.scene.courier
        self._runner = asyncio.Runner()
        self._numbers = count(1)

    def close(self) -> None:
        """Let everything go."""
        self._runner.close()
        self.database.close()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run to the end."""
        return self._runner.run(coroutine)

    # Who there is

    def person(self, who: str) -> None:
        """Someone whom the store knows; their id is their handle."""
        with self.database.transaction() as db:
            profile = Profile(user=user(who), name=who.title(), zone="UTC")
            people.meet(db, profile, who, self.clock())

    def cohort(
        self,
        *members: str,
        moderators: Sequence[str] = ("ana",),
        agreed: Sequence[str] | None = None,
        id: str = "spring",
        channel: str = "room",
        state: str = "running",
    ) -> None:
        """A cohort with a room, whose people all agreed unless told otherwise."""
        for who in (*moderators, *members):
            with self.database.transaction() as db:
                known = people.get(db, who)
            if known is None:
                self.person(who)
        now = self.clock()
        with self.database.transaction() as db:
            cohorts.add(
                db, id=id, name=id.title(), theme="", purpose="", zone="UTC",
                starts=date(2026, 3, 2), programme="first-weeks", state=state, created_at=now,
                settings={},
            )  # fmt: skip
            cohorts.add_room(
                db, id=f"{id}-room", cohort=id, platform="toy", workspace="w", channel=channel
            )
            for who in (*moderators, *members):
                role = "moderator" if who in moderators else "member"
                cohorts.enrol(
                    db, id=f"{id}-{who}", cohort=id, person=who, role=role, state="present",
                    since=now,
                )  # fmt: skip
        for who in (*moderators, *members) if agreed is None else agreed:
            self.agree(who, id)

    def agree(self, who: str, cohort: str = "spring") -> None:
        """Someone agrees that their words are kept."""
        with self.database.transaction() as db:
            cohorts.consent_to(
                db, id=self.tools.new_id(), cohort_id=cohort, person_id=who, kind="agreement",
                value="yes", version="1", now=self.clock(),
            )  # fmt: skip

    def withdraw(self, who: str, cohort: str = "spring") -> None:
        """Someone takes their agreement back."""
        with self.database.transaction() as db:
            cohorts.end_consent(db, cohort, who, "agreement", self.clock())

    # What happens

    def said(self, who: str, text: str, *keys: str, place: Place = ROOM) -> Said:
        """An event: someone writes. ``keys`` are such as ``event:7``."""
        number = next(self._numbers)
        return Said(
            at=self.clock(),
            keys=_keys(keys) or (Key(kind="event", value=f"said {number}"),),
            who=user(who),
            place=place,
            ref=Ref(platform="toy", workspace="w", channel=place.channel, message=f"s{number}"),
            nodes=(Plain(text=text),),
        )

    def commanded(self, who: str, text: str, *keys: str, place: Place = ROOM) -> Commanded:
        """An event: someone gives a command."""
        return Commanded(at=self.clock(), keys=_keys(keys), who=user(who), place=place, text=text)

    def pressed(self, who: str, action: str, place: Place = ROOM, **args: str) -> Pressed:
        """An event: someone presses a button."""
        return Pressed(
            at=self.clock(), keys=(), who=user(who), place=place, action=action, args=args
        )

    def submitted(
        self, who: str, action: str, values: dict[str, Any], *, sealed: bool = False
    ) -> Submitted:
        """An event: someone sends a form."""
        return Submitted(
            at=self.clock(), keys=(), who=user(who), place=ROOM, action=action,
            args={"cohort": "spring"}, values=values, sealed=sealed,
        )  # fmt: skip

    def came_due(self, kind: str, subject: str = "x") -> CameDue:
        """An event: something came due."""
        now = self.clock()
        return CameDue(at=now, keys=(), kind=kind, subject=subject, cohort="spring", due=now)

    def take(self, event: Any) -> Outcome:
        """The engine takes an event; raises what it could not keep it for."""
        return self.run(self.scene.take(event))

    def answered(self, event: Any) -> str:
        """What the person who acts is shown at once."""
        return "\n".join(_shown(reply) for reply in self.take(event).replies)

    def settle(self) -> None:
        """Everything that can be done now is done."""
        self.run(self.scene.settle())

    def advance(self, **span: float) -> None:
        """Time goes on."""
        self.run(self.scene.advance(self.clock() + timedelta(**span)))

    def rows(self, table: Any) -> list[dict[str, Any]]:
        """All rows of a table."""
        with self.database.transaction() as db:
            return [dict(row) for row in db.execute(table.select()).mappings()]

    def states(self) -> dict[str, str]:
        """What became of each speech, by key."""
        from bot.store.tables import outgoing

        return {row["key"]: row["state"] for row in self.rows(outgoing)}


def _keys(names: Sequence[str]) -> tuple[Key, ...]:
    pairs = (name.split(":", 1) for name in names)
    return tuple(Key(kind=kind, value=value) for kind, value in pairs)


def _shown(reply: Any) -> str:
    shown = getattr(reply, "card", None)
    if shown is None:
        return type(reply).__name__
    return "\n".join((shown.text(), *(f"[{each.label}]" for each in shown.buttons)))


__all__ = ["NOW", "ROOM", "Later", "LostAnswer", "Never", "Toy", "ToyChat", "Unsure"]
