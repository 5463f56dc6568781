"""Where an activity becomes events: they are handed to the engine, then replies are shown.

Free of any transport. ``receive`` returns when all that the activity stands for is committed; only
then may Teams be told that it was taken. What a reader must know besides the activity (who is
mentioned, which channels a team has) is asked for here, so that reading stays pure.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from adapters.teams import wire
from adapters.teams.addresses import (
    bare,
    channel_of,
    kind_of,
    place_of,
    team_of,
    tenant_of,
    user_of,
)
from adapters.teams.connector import Connector, ConnectorError
from adapters.teams.directory import Directory
from adapters.teams.doors import Doors
from adapters.teams.faults import fault
from adapters.teams.heard import Heard
from adapters.teams.listen import check, listen
from adapters.teams.names import PLATFORM
from adapters.teams.profiles import is_bot
from adapters.teams.replies import Replies, nothing
from bot.protocol.events import Changed, Event, Pressed, Submitted
from bot.protocol.ports import Ear
from bot.protocol.refs import Key, Profile, User

log = logging.getLogger(__name__)

Json = dict[str, Any]

LOOKING = 4.0
"""Seconds for the look-ups of one kind that an activity waits for: Teams wants its answer within
ten."""
ASKED = 10
"""Mentioned accounts that are looked up for one message; of more of them the names are kept."""

_NOBODY = ("19:", "28:")
"""What the ids of rooms and of bots begin with, which can be mentioned as well."""


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """``bot`` is our own account's id, ``28:`` and the app's."""

    def __init__(
        self,
        ear: Ear,
        directory: Directory,
        connector: Connector,
        replies: Replies,
        bot: str,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._ear = ear
        self._directory = directory
        self._connector = connector
        self._replies = replies
        self._bot = bot
        self._clock = clock
        self._commands: frozenset[str] | None = None

    async def receive(self, activity: Json) -> Json | None:
        """Take an activity that was let in; the body of an invoke's answer, None for an empty one.
        Raises if it could not be kept, so that Teams must deliver it again."""
        try:
            check(activity)
        except ValueError as error:
            _unread(error)
            return None
        await self._learn(activity)
        doors = Doors.of(activity)
        if isinstance(doors.deed, wire.Opens):
            return self._replies.opened(doors)
        try:
            elsewhere = await self._from_elsewhere(activity, doors)
        except Exception as error:
            # Whoever sent it is waiting, and Teams delivers no press a second time.
            log.warning("whether a form's sender is in its room is not known: %s", fault(error))
            return self._replies.postponed(doors)
        if elsewhere:
            log.warning("a form was sent for a room that its sender is not in")
            return self._replies.refused(doors)
        answer = nothing(doors)
        for event in _read(activity, await self._heard(activity)):
            if isinstance(event, Pressed) and doors.only:
                event = replace(event, ref=None)
            if isinstance(event, Submitted) and event.place.channel == channel_of(activity):
                event = replace(event, place=place_of(activity))  # "direct" is the sender's word
            outcome = await self._ear.take(event)
            answer = self._replies.answer(event, outcome, doors)
        self._farewell(activity)
        return answer

    async def _learn(self, activity: Json) -> None:
        """Learn what an activity tells in passing. A person's time zone is news for the engine."""
        news = self._directory.heard(activity)
        if news is None:
            return
        try:
            await self._ear.take(_changed(activity, news, self._clock()))
        except BaseException:
            # Else it would be known, and never told again.
            self._directory.forget_zone(news.user)
            raise

    async def _heard(self, activity: Json) -> Heard:
        if self._commands is None:
            # The engine knows its commands only once it runs.
            told = frozenset(_name(usage) for usage, _ in self._ear.completions())
            self._commands = told | {"next", "?"}
        return Heard(
            at=self._clock(),
            bot=str((activity.get("recipient") or {}).get("id") or self._bot),
            commands=self._commands,
            people=await self._mentioned(activity),
            channels=await self._channels(activity),
        )

    async def _mentioned(self, activity: Json) -> dict[str, User]:
        """Who is meant by the accounts that are mentioned. Of whom Teams does not say it, no more
        than the name is known; that is no reason not to take the message."""
        tenant, found = tenant_of(activity), dict[str, User]()
        unknown = dict[str, None]()
        for member in activity.get("membersRemoved") or ():
            # Who has gone cannot be asked for any more.
            if gone := self._directory.user(tenant, str(member.get("id"))):
                found[str(member.get("id"))] = gone
        for each in activity.get("entities") or ():
            account = each.get("mentioned") if isinstance(each, Mapping) else None
            id = str(account.get("id") or "") if isinstance(account, Mapping) else ""
            if not id or id.startswith(_NOBODY) or user_of(account or {}, tenant):
                continue
            if user := self._directory.user(tenant, id):
                found[id] = user
            else:
                unknown[id] = None
        if unknown:
            found |= await self._looked_up(activity, islice(unknown, ASKED))
        return found

    async def _looked_up(self, activity: Json, accounts: Iterable[str]) -> dict[str, User]:
        """Those of the accounts of whom Teams says in time who they are."""
        tenant, found = tenant_of(activity), dict[str, User]()
        conversation = bare(channel_of(activity))

        async def look_up(id: str) -> None:
            try:
                member = await self._connector.member(tenant, conversation, id)
            except Exception as error:
                log.info("a mentioned account could not be looked up: %s", fault(error))
                return
            self._directory.met(tenant, member)
            if user := user_of(member, tenant):
                found[id] = user

        try:
            async with asyncio.timeout(LOOKING):
                await asyncio.gather(*map(look_up, accounts))
        except TimeoutError:
            log.info("mentioned accounts could not be looked up in time")
        return found

    async def _channels(self, activity: Json) -> tuple[str, ...]:
        """The channels of the team that someone entered or left: Teams tells it of the team."""
        changed = activity.get("membersAdded") or activity.get("membersRemoved")
        if activity.get("type") != "conversationUpdate" or not changed:
            return ()
        if kind_of(activity) != "channel" or _of_one_channel(activity):
            return ()
        tenant, channel = tenant_of(activity), channel_of(activity)
        team = team_of(channel)
        if team is None or all(is_bot(each) for each in changed):
            return ()
        try:
            async with asyncio.timeout(LOOKING):
                told = await self._connector.channels(tenant, team)
            return tuple(str(each["id"]) for each in told if each.get("id"))
        except Exception as error:
            log.warning("a team's channels could not be asked for: %s", fault(error))
            known = [each for each in self._directory.rooms(tenant) if team_of(each) == team]
            return tuple(bare(each) for each in known)

    async def _from_elsewhere(self, activity: Json, doors: Doors) -> bool:
        """Whether a form is sent for a room that its sender is not in. The room came along with the
        form, so it could be any; Teams is asked where the form does not stand in it. Raises what
        the connector raises, and TimeoutError, if that is not known."""
        deed = doors.deed
        if not isinstance(deed, wire.Sends) or not deed.tag.channel:
            return False
        if deed.tag.channel == channel_of(activity):
            return False
        # A private chat's forms stand there and nowhere else. Of a room the whole name has to be
        # right: Teams would be asked for its last part alone.
        if deed.tag.direct or deed.tag.channel not in self._directory.rooms(doors.tenant):
            return True
        account = str(doors.account.get("id") or doors.account.get("aadObjectId") or "")
        room = bare(deed.tag.channel)
        try:
            async with asyncio.timeout(LOOKING):
                await self._connector.member(doors.tenant, room, account)
        except ConnectorError as error:
            if error.status not in (400, 403, 404):
                raise
            return True
        return False

    def _farewell(self, activity: Json) -> None:
        """The bot was taken out of a team or a chat: it cannot ask there any more."""
        if kind_of(activity) == "personal" or not self._taken_out(activity):
            return
        tenant, channel = tenant_of(activity), channel_of(activity)
        team = team_of(channel)
        rooms = self._directory.rooms(tenant)
        gone = [each for each in rooms if each == channel or (team and team_of(each) == team)]
        self._directory.left(tenant, gone)

    def _taken_out(self, activity: Json) -> bool:
        # Teams tells it twice, of the members and of the app, and either may come last.
        if activity.get("type") == "installationUpdate":
            return activity.get("action") == "remove"
        ours = {self._bot, (activity.get("recipient") or {}).get("id")}
        return any(each.get("id") in ours for each in activity.get("membersRemoved") or ())


def _of_one_channel(activity: Json) -> bool:
    """Whether it is news of a private or shared channel alone, which has members of its own."""
    event = str((activity.get("channelData") or {}).get("eventType") or "")
    return event.startswith("channelMember")


def _name(usage: str) -> str:
    """A command's own words, without those that stand for what may follow: ``not now``."""
    words: list[str] = []
    for word in usage.split():
        if not word.isalpha() or not word.islower():
            break
        words.append(word)
    return " ".join(words)


def _changed(activity: Json, profile: Profile, at: datetime) -> Changed:
    key = f"{tenant_of(activity)}/{activity['conversation']['id']}/{activity.get('id')}"
    return Changed(at=at, keys=(Key(kind=f"{PLATFORM}:zone", value=key),), profile=profile)


def _read(activity: Json, heard: Heard) -> tuple[Event, ...]:
    """The activity's events; none if it cannot be read. Reading asks nobody, so what fails once
    fails each time: that Teams delivers it again would be of no use."""
    try:
        return listen(activity, heard)
    except Exception as error:
        _unread(error)
        return ()


def _unread(error: Exception) -> None:
    # Not the error's own words: they may quote the activity.
    at = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(at.filename).name}:{at.lineno}"
    log.error("an activity could not be read: %s at %s", type(error).__name__, where)
