"""The Chat port on Teams: its Bot Connector to speak, and Microsoft Graph to read back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

from adapters.teams.addresses import (
    bare,
    conversation_of,
    conversation_of_ref,
    is_directory_id,
    is_room_id,
    team_of,
)
from adapters.teams.connector import Connector, ConnectorError, Sleep, patiently
from adapters.teams.directory import Directory
from adapters.teams.faults import UNREACHABLE, asking, fault, looking_up, refuses_us
from adapters.teams.graph import Graph, Message, as_activity, messages
from adapters.teams.heard import Heard
from adapters.teams.markup import from_message
from adapters.teams.names import PLATFORM
from adapters.teams.profiles import profile
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
ALONE = 60.0
"""Seconds to wait until the bot may have been met in a room."""
REACHING = 20.0
"""Seconds for finding somebody's private chat: well below the time for which a send is waited
for, since nothing has been said until then."""
ROOMS = 60
"""Rooms that are asked for a person at most, the newest ones: who is in none of them is hardly
waiting for us, and each costs a call."""

_NOT_THERE = frozenset({400, 403, 404})
_NO_ROOM = "BotNotInConversationRoster"  # what Teams calls a room of which we are to know nothing
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
                await self._change(ref, self._shown.activity(parcel.card))
                return ref
            case Parcel(kind="tell" | "publish", user=User() as user):
                # Teams has no page of the bot: what would stand there is said in the private chat.
                return await self._say(parcel, await self._reach(user), None)
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
        try:
            for part in rest:
                where = conversation_of(channel, thread_of_rest)
                await patiently(
                    lambda where=where, part=part: self._connector.send(tenant, where, part),
                    self._sleep,
                )
        except Exception as error:
            log.warning("a long message is cut short: %s", fault(error))
            await self._cut_short(parcel, ref)
        return ref

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
        except Exception as error:
            log.error("a message stands there without its rest: %s", fault(error))

    async def _change(self, ref: Ref, activity: Json) -> None:
        where = conversation_of_ref(ref)
        await self._connector.update(ref.workspace, where, ref.message, activity)

    # Private chats

    async def _reach(self, user: User) -> str:
        """A private chat to say something in; whatever passes is Later, nothing was said yet."""
        try:
            return await self.private(user)
        except Exception as error:
            why = fault(error)
            if isinstance(why, Unsure):
                why = Later(UNREACHABLE, str(why))
            raise why from error

    async def private(self, user: User) -> str:
        """The conversation of a person's private chat with the bot, opened if need be. Raises what
        the connector raises, and Later if nobody can be asked for the person's account, or if it
        takes too long."""
        try:
            async with asyncio.timeout(REACHING):
                return await self._private(user)
        except TimeoutError as error:
            raise Later(UNREACHABLE, "no private chat was opened in time") from error

    async def _private(self, user: User) -> str:
        if known := self._directory.chat(user):
            return known
        account = self._directory.account(user)
        try:
            return await self._open_chat(user, account or user.user)
        except ConnectorError as error:
            # By the directory's id only those are known who have the app themselves.
            if account is not None or error.status not in _NOT_THERE:
                raise
            member = await self._member(user)
            if member is None:
                raise
        return await self._open_chat(user, str(member["id"]))

    async def _open_chat(self, user: User, account: str) -> str:
        created = await self._connector.create(
            user.workspace,
            {
                "isGroup": False,
                "bot": {"id": self._bot},
                "members": [{"id": account}],
                "tenantId": user.workspace,
                "channelData": {"tenant": {"id": user.workspace}},
            },
        )
        self._directory.keep_chat(user, created.conversation)
        return created.conversation

    async def _member(self, user: User) -> Json | None:
        """Someone as a room tells of them, None if they are in none of the rooms that were asked.
        Raises Later if no room is known."""
        rooms = self._directory.rooms(user.workspace)
        chat = self._directory.chat(user)
        # A team knows all but those who share one of its channels from outside.
        teams = (team_of(room) or room for room in rooms)
        asked = dict.fromkeys([*([chat] if chat else ()), *teams, *map(bare, rooms)])
        if not asked:
            raise Later(ALONE, "no room is known where to ask for a person")
        known = self._directory.account(user) or user.user
        for conversation in islice(asked, ROOMS):
            try:
                member = await self._connector.member(user.workspace, conversation, known)
            except ConnectorError as error:
                if error.status not in _NOT_THERE or error.foreign:
                    raise
                continue
            self._directory.met(user.workspace, member)
            return member
        return None

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

    async def person(self, user: User) -> Profile | Absent:
        """``user.user`` may be what people are called by, an address such as ``ben@clinic.org``."""
        try:
            member = await self._member(user) or await self._at_home(user)
        except Exception as error:
            why = asking(error)
            if isinstance(why, ConnectorError):
                return Absent()
            raise why from error
        return Absent() if member is None else self._profile(member, user.workspace) or Absent()

    async def _at_home(self, user: User) -> Json | None:
        """Someone who is in no room of ours and has the app themselves, None if not even that."""
        if not is_directory_id(user.user):
            return None
        try:
            chat = await self._open_chat(user, user.user)
            member = await self._connector.member(user.workspace, chat, user.user)
        except ConnectorError as error:
            if error.status not in _NOT_THERE or error.foreign:
                raise
            return None
        self._directory.met(user.workspace, member)
        return member

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        """Raises ConnectorError where the bot may not ask, and also if only a part could be read:
        half a roster would pass for the whole. A room that is not there has nobody in it."""
        pages = self._connector.members(place.workspace, bare(place.channel))
        begun = False
        while True:
            try:
                page = await anext(pages, None)
            except Exception as error:
                why = asking(error)
                if not isinstance(why, ConnectorError):
                    raise why from error
                if begun or (why.status != 404 and why.code != _NO_ROOM):
                    raise
                return
            if page is None:
                return
            begun = True
            for member in page:
                self._directory.met(place.workspace, member)
                found = self._profile(member, place.workspace)
                if found is not None and not found.bot:
                    yield found

    def _profile(self, member: Mapping[str, Any], workspace: str) -> Profile | None:
        found = profile(member, workspace, None)
        if found is None:
            return None
        return profile(member, workspace, self._directory.zone(found.user))

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
