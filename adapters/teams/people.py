"""Whom the bot can speak to alone, and who is in its rooms.

Teams lets a bot open a private chat with whomever it shares a team or a group chat with, or who has
the app themselves; what it learns on the way stands in the directory. Nothing is said here.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from itertools import islice
from typing import Any

from adapters.teams.addresses import bare, is_directory_id, team_of
from adapters.teams.connector import Connector, ConnectorError
from adapters.teams.directory import Directory
from adapters.teams.faults import UNREACHABLE, asking, fault
from adapters.teams.profiles import profile
from bot.protocol.ports import Absent, Later, Unsure
from bot.protocol.refs import Place, Profile, User

Json = dict[str, Any]

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


class People:
    """Finds people by the Bot Connector. ``bot`` is our own account's id."""

    def __init__(self, connector: Connector, directory: Directory, bot: str) -> None:
        self._connector = connector
        self._directory = directory
        self._bot = bot

    # Alone with someone

    async def reach(self, user: User) -> str:
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

    # Who there is

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
