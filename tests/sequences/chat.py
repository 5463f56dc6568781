"""A platform that takes, refuses, loses answers and accepts late, as its dice fall."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.protocol.ports import Absent, Later, Never, Parcel, Unknown, Unsure
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines
from tests.engine.toy import ToyChat
from tests.mortal import Killed

FATES = ("later", "never", "lost answer", "lost", "late", "die before", "die after", "mistake")
WEIGHTS = (6, 1, 4, 3, 2, 2, 2, 1)
LOOKS = ("later", "unknown", "die before", "die after", "mistake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One parcel that the platform took."""

    parcel: Parcel
    ref: Ref
    at: datetime


class FickleChat(ToyChat):
    """``trouble`` is the share of calls that go wrong. What it says of what it took is true."""

    def __init__(self, now: Callable[[], datetime], dice: Random) -> None:
        super().__init__()
        self.now = now
        self.dice = dice
        self.trouble = 0.0
        self.log: list[Taken] = []
        self.present: dict[str, list[Profile]] = {}
        self.standing: Callable[[Ref], Inlines | None] = lambda ref: None
        """The words that stand in a member's message now."""
        self._late: list[tuple[datetime, Parcel]] = []
        self._number = 0

    async def send(self, parcel: Parcel) -> Ref:
        self._arrive()
        fate = self._fate(FATES, WEIGHTS)
        if fate == "die before":
            raise Killed("before a send")
        if fate == "later":
            after = self.dice.choice((1, 30, 600))
            raise Later(after, "busy", workspace_wide=self.dice.random() < 0.2)
        if fate == "never":
            raise Never("user_deactivated")
        if fate == "lost":
            raise Unsure("the connection broke off")
        if fate == "mistake":
            raise ValueError("a mistake of the adapter's")
        if fate == "late":
            wait = timedelta(seconds=self.dice.randrange(1, int(self.limits.certain_after)))
            self._late.append((self.now() + wait, parcel))
            raise Unsure("no answer in time")
        ref = self._take(parcel, self.now())
        if fate == "lost answer":
            raise Unsure("the answer was lost")
        if fate == "die after":
            raise Killed("after a send")
        return ref

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        self._arrive()
        look = self._fate(LOOKS, (4, 1, 1, 1, 1))
        if look == "later":
            raise Later(30, "busy")
        if look == "unknown":
            return Unknown()
        if look == "mistake":
            raise ValueError("a mistake of the adapter's")
        if look == "die before":
            raise Killed("before a look-up")
        found = next((t.ref for t in self.log if t.parcel.key == parcel.key), None)
        if look == "die after":
            raise Killed("after a look-up")
        return found or Absent()

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        if self._fate(LOOKS, (1, 0, 0, 0, 0)) == "later":
            raise Later(30, "busy")
        return self.standing(ref) or Absent()

    async def person(self, user: User) -> Profile | Absent:
        if self._fate(LOOKS, (1, 0, 0, 0, 0)) == "later":
            raise Later(30, "busy")
        return self.profiles.get(user.user) or Absent()

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        for each in list(self.present.get(place.channel, ())):
            yield each

    def _fate(self, names: tuple[str, ...], weights: tuple[int, ...]) -> str:
        if self.dice.random() >= self.trouble:
            return "well"
        return self.dice.choices(names, weights)[0]

    def _arrive(self) -> None:
        """What was accepted late is there by now."""
        for each in [late for late in self._late if late[0] <= self.now()]:
            self._late.remove(each)
            self._take(each[1], each[0])

    def _take(self, parcel: Parcel, at: datetime) -> Ref:
        self._number += 1
        ref = Ref(
            platform="toy",
            workspace=parcel.workspace,
            channel=self.channel(parcel),
            message=f"b{self._number}",
            thread=parcel.thread,
        )
        self.log.append(Taken(parcel=parcel, ref=ref, at=at))
        return ref
