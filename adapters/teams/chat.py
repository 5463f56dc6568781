"""The Chat port on Teams: its Bot Connector to speak, and Microsoft Graph to read back."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from adapters.teams.addresses import (
    bare,
    conversation_of,
    conversation_of_ref,
    is_room_id,
    team_of,
)
from adapters.teams.connector import Connector, ConnectorError, Sleep, patiently
from adapters.teams.directory import Directory
from adapters.teams.faults import fault, looking_up, refuses_us
from adapters.teams.graph import Graph, Message, as_activity, messages
from adapters.teams.heard import Heard
from adapters.teams.markup import from_message
from adapters.teams.names import PLATFORM
from adapters.teams.people import People
from adapters.teams.rest import Rest
from adapters.teams.show import Shown
from bot.protocol.ports import Absent, Chat, Later, Limits, Never, Parcel, Unknown, Unsure
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines

log = logging.getLogger(__name__)

Json = dict[str, Any]

# Teams takes 60 messages in 30 seconds from a bot in one thread, and 1,800 in an hour.
LIMITS = Limits(per_place=0.6, per_minute=1500, certain_after=60.0)
STOPPING = 1.0
"""Seconds for which a process that stops lets a message wait: for the next one to send."""

_SITE = "https://teams.microsoft.com/l/message"


class TeamsChat(Chat):
    """Sends, looks up and asks. ``bot`` is our own account's id, ``28:`` and the app's. What says
    something is tried once: a dropped connection may have been a message that Teams took, so the
    courier decides."""

    def __init__(
        self,
        connector: Connector,
        graph: Graph,
        directory: Directory,
        shown: Shown,
        bot: str,
        limits: Limits = LIMITS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.limits = limits
        self._sleep = sleep
        self._connector = connector
        self._graph = graph
        self._directory = directory
        self._people = People(connector, directory, bot)
        self.rest = Rest(connector, directory.memory, sleep)
        self._shown = shown
        self._bot = bot
        self._under_way: set[asyncio.Future[None]] = set()
        self._closing = False

    async def close(self) -> None:
        """Send nothing more, and wait for what is being sent: cut off now, nobody would know
        whether Teams took it."""
        self._closing = True
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def send(self, parcel: Parcel) -> Ref:
        if self._closing:
            raise Later(STOPPING, "the bot is stopping")
        done = asyncio.get_running_loop().create_future()
        self._under_way.add(done)
        try:
            return await self._send(parcel)
        except (Later, Never, Unsure):
            raise
        except Exception as error:
            why = fault(error, findable=_findable(parcel))
            if refuses_us(error):
                log.error("Teams refuses the bot's token, and what it says waits meanwhile")
            raise why from error
        finally:
            self._under_way.discard(done)
            done.set_result(None)

    async def _send(self, parcel: Parcel) -> Ref:
        match parcel:
            case Parcel(kind="edit", ref=Ref() as ref):
                await self._edit(ref, parcel)
                return ref
            case Parcel(kind="tell" | "publish", user=User() as user):
                # Teams has no page of the bot: what would stand there is said in the private chat.
                return await self._say(parcel, await self._people.reach(user), None)
            case Parcel(kind="post", place=Place() as place):
                thread = parcel.thread if team_of(place.channel) else None
                return await self._say(parcel, place.channel, thread)
            case _:
                raise Never(f"no address for {parcel.kind}")

    async def _say(self, parcel: Parcel, channel: str, thread: str | None) -> Ref:
        """Say a card; one that is too long for a message goes on in those that follow it."""
        tenant = parcel.workspace
        first, *rest = self._shown.parts(parcel.card, parcel.key)
        if team_of(channel) and thread is None:
            message = await self._open_thread(tenant, bare(channel), first)
            thread_of_rest = message
        else:
            where = conversation_of(channel, thread)
            message = await self._connector.send(tenant, where, first)
            thread_of_rest = thread
        ref = Ref(
            platform=PLATFORM, workspace=tenant, channel=channel, message=message, thread=thread
        )
        where = conversation_of(channel, thread_of_rest)
        said: list[str] = []
        try:
            for part in rest:
                sent = await patiently(
                    lambda part=part: self._connector.send(tenant, where, part), self._sleep
                )
                said.append(sent)
                self.rest.keep(tenant, where, message, said)
        except Exception as error:
            log.warning("a long message is cut short: %s", fault(error))
            await self._cut_short(parcel, ref)
        return ref

    async def _edit(self, ref: Ref, parcel: Parcel) -> None:
        """Change a message and those in which it goes on. What has grown beyond them is cut off:
        more of them would stand below what was said since."""
        where = conversation_of_ref(ref)
        number = self.rest.number(ref.workspace, where, ref.message)
        first, *rest = self._shown.parts(parcel.card, most=number + 1)
        await self._change(ref, first)
        await self.rest.change(ref.workspace, where, ref.message, rest)

    async def _open_thread(self, tenant: str, channel: str, activity: Json) -> str:
        created = await self._connector.create(
            tenant,
            {
                "isGroup": True,
                "bot": {"id": self._bot},
                "tenantId": tenant,
                "channelData": {"channel": {"id": channel}, "tenant": {"id": tenant}},
                "activity": activity,
            },
        )
        if created.activity is None:
            raise Unsure("no id of a message")
        return created.activity

    async def _cut_short(self, parcel: Parcel, ref: Ref) -> None:
        """The rest of a long card did not arrive, or may not have: let its beginning hold as much
        as fits, with all the buttons."""
        try:
            shorter = self._shown.activity(parcel.card, parcel.key)
            await patiently(lambda: self._change(ref, shorter), self._sleep)
            await self.rest.change(ref.workspace, conversation_of_ref(ref), ref.message)
        except Exception as error:
            log.error("a message stands there without its rest: %s", fault(error))

    async def _change(self, ref: Ref, activity: Json) -> None:
        where = conversation_of_ref(ref)
        await self._connector.update(ref.workspace, where, ref.message, activity)

    # Reading back

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        """Raises Later where the look-up itself has to wait."""
        if parcel.kind == "edit":
            return Absent()  # the same card in the same place again changes nothing
        place = parcel.place
        if place is None or not _findable(parcel):
            return Unknown()  # no app may read private chats
        thread = parcel.thread if team_of(place.channel) else None
        try:
            group = await self._group(place.workspace, place.channel)
            path = messages(place.channel, group, thread)
            message = await self._graph.by_key(path, parcel.key, since)
        except Exception as error:
            why = looking_up(error)
            if isinstance(why, ConnectorError):
                return Unknown()
            raise why from error
        if not isinstance(message, str):
            return message or Absent()
        ref = Ref(
            platform=PLATFORM,
            workspace=place.workspace,
            channel=place.channel,
            message=message,
            thread=thread,
        )
        if len(self._shown.parts(parcel.card, parcel.key)) > 1:
            await self._cut_short(parcel, ref)
        return ref

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        if _personal(ref.channel):
            return Unknown()
        try:
            group = await self._group(ref.workspace, ref.channel)
            message = await self._read(ref, group)
        except Exception as error:
            why = looking_up(error)
            if isinstance(why, ConnectorError):
                return Unknown()
            raise why from error
        if message is None or message.get("deletedDateTime"):
            return Absent()
        heard = Heard(at=datetime.now(UTC), bot=self._bot)
        return from_message(as_activity(message, ref.workspace), heard)

    async def _read(self, ref: Ref, group: str | None) -> Message | None:
        """None if the message is gone. Of a channel that it may not see, too, Graph says that the
        message is not there."""
        try:
            return await self._graph.message(ref, group)
        except ConnectorError as error:
            if error.status != 404 or error.foreign:
                raise
            await self._graph.check(ref.channel, group)
            return None

    async def _group(self, tenant: str, channel: str) -> str | None:
        """The id by which Graph knows a channel's team, None for a chat."""
        team = team_of(self._directory.whole(tenant, channel))
        if team is None:
            return None
        if known := self._directory.group(team):
            return known
        group = str((await self._connector.team(tenant, team)).get("aadGroupId") or "")
        if not group:
            raise ConnectorError(403, "NoGroup")
        self._directory.keep_group(team, group)
        return group

    # People

    async def private(self, user: User) -> str:
        """The conversation of a person's private chat with the bot (see ``People``)."""
        return await self._people.private(user)

    async def person(self, user: User) -> Profile | Absent:
        return await self._people.person(user)

    def roster(self, place: Place) -> AsyncIterator[Profile]:
        return self._people.roster(place)

    def link(self, ref: Ref) -> str | None:
        """None for a private chat, where Teams has no links to messages."""
        if _personal(ref.channel):
            return None
        team = team_of(ref.channel)
        about = {"tenantId": ref.workspace}
        if team is None:
            about["context"] = '{"contextType":"chat"}'
        else:
            if group := self._directory.group(team):
                about["groupId"] = group
            about["parentMessageId"] = ref.thread or ref.message
        path = f"{quote(bare(ref.channel), safe='')}/{quote(ref.message, safe='')}"
        return f"{_SITE}/{path}?{urlencode(about, quote_via=quote)}"


def _findable(parcel: Parcel) -> bool:
    """Whether Graph can tell what became of a message. An edit needs no telling."""
    place = parcel.place
    return parcel.kind == "post" and place is not None and not _personal(place.channel)


def _personal(channel: str) -> bool:
    """Whether a place is a private chat."""
    return team_of(channel) is None and not is_room_id(channel)
