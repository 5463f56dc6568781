"""The Chat port on the sandbox's platform: how the engine's courier speaks here.

The platform is in this process, so that a send is certain at once: nothing here raises Later or
Unsure.
"""

from collections.abc import AsyncIterator
from datetime import datetime

from adapters.sandbox.address import BOT, ROOM, WORKSPACE, dm, ref
from adapters.sandbox.address import NAME as PLATFORM
from adapters.sandbox.platform import Platform
from bot.protocol.cards import Card
from bot.protocol.ports import Absent, Limits, Never, Parcel, Unknown
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines


class SandboxChat:
    """Chat, on a Platform."""

    limits = Limits(per_place=0.0, per_minute=100_000, certain_after=0.0)

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    async def send(self, parcel: Parcel) -> Ref:
        """Carry out a parcel. Raises Never for people, places and messages that are gone."""
        match parcel.kind:
            case "post":
                return self._post(parcel)
            case "tell":
                handle = self._handle(parcel.user)
                message = self.platform.say(BOT, dm(handle), parcel.card, key=parcel.key)
                return ref(message)
            case "edit":
                return self._edit(parcel)
            case "publish":
                handle = self._handle(parcel.user)
                self.platform.write_home(handle, parcel.card)
                page = f"home:{handle}"
                return Ref(platform=PLATFORM, workspace=WORKSPACE, channel=page, message=page)

    def _post(self, parcel: Parcel) -> Ref:
        if parcel.place is None or parcel.place.channel != ROOM:
            raise Never("channel_not_found")
        if parcel.thread is not None:
            above = self.platform.message(parcel.thread)
            if above is None or above.deleted:
                raise Never("thread_not_found")
        message = self.platform.say(BOT, ROOM, parcel.card, thread=parcel.thread, key=parcel.key)
        return ref(message)

    def _edit(self, parcel: Parcel) -> Ref:
        message = self.platform.message(parcel.ref.message) if parcel.ref else None
        if message is None or message.deleted or not isinstance(message.body, Card):
            raise Never("message_not_found")
        return ref(self.platform.revise(message.id, parcel.card))

    def _handle(self, user: User | None) -> str:
        if user is None or not self.platform.knows(user.user):
            raise Never("user_not_found")
        if self.platform.person(user.user).profile.deactivated:
            raise Never("user_deactivated")
        return user.user

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        """Look a parcel up: an edit or a page by what stands there now, all else by its key."""
        if parcel.kind == "edit":
            message = self.platform.message(parcel.ref.message) if parcel.ref else None
            there = message is not None and message.body == parcel.card
            return ref(message) if message is not None and there else Absent()
        if parcel.kind == "publish":
            return Absent()
        message = self.platform.by_key(parcel.key)
        return ref(message) if message is not None else Absent()

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        """The words that stand in a member's message now."""
        message = self.platform.message(ref.message)
        if message is None or message.deleted or isinstance(message.body, Card):
            return Absent()
        return message.body

    async def person(self, user: User) -> Profile | Absent:
        """Who that is."""
        if not self.platform.knows(user.user):
            return Absent()
        return self.platform.person(user.user).profile

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        """Everyone who is in the room now."""
        if place.channel == ROOM:
            for person in self.platform.present():
                yield person.profile

    def link(self, ref: Ref) -> str | None:
        """An address within the sandbox's page that leads to the message."""
        return f"#{ref.message}" if self.platform.message(ref.message) else None
