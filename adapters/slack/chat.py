"""The Chat port on Slack's Web API."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import wire
from adapters.slack.faults import asking, fault, looking_up, refused
from adapters.slack.lookup import Lookup
from adapters.slack.markup import from_message
from adapters.slack.names import METADATA_EVENT, PLATFORM
from adapters.slack.profiles import profile
from adapters.slack.show import Shown
from adapters.slack.workspaces import Workspaces
from bot.protocol.ports import Absent, Chat, Later, Limits, Never, Parcel, Unknown
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines

log = logging.getLogger(__name__)

LIMITS = Limits(per_place=1.0, per_minute=200, certain_after=60.0)
PAGE = 200
STOPPING = 1.0
"""Seconds for which a process that stops lets a message wait: for the next one to send."""


class SlackChat(Chat):
    """Sends, looks up and asks, each as the bot of the workspace that it is about. The clients
    retry nothing: a dropped connection may have been a message that Slack took, so the courier
    decides."""

    def __init__(self, workspaces: Workspaces, shown: Shown, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._workspaces = workspaces
        self._shown = shown
        self._under_way: set[asyncio.Future[None]] = set()
        self._closing = False

    async def close(self) -> None:
        """Send nothing more, and wait for what is being sent: cut off now, nobody would know
        whether Slack took it."""
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
        except wire.TooLarge as error:
            raise Never(f"too_large: {error}") from error
        except Never:
            raise
        except Exception as error:
            if word := refused(error):
                log.error(
                    "Slack refuses what the bot sends to %s, which waits meanwhile: %s",
                    parcel.workspace,
                    word,
                )
            raise fault(error) from error
        finally:
            self._under_way.discard(done)
            done.set_result(None)

    async def _send(self, parcel: Parcel) -> Ref:
        client = self._workspaces.client(parcel.workspace)
        match parcel:
            case Parcel(kind="edit", ref=Ref() as ref):
                said = await client.chat_update(
                    channel=ref.channel, ts=ref.message, **self._shown.message(parcel.card)
                )
                return _ref(parcel, said, ref.thread)
            case Parcel(kind="publish", user=User() as user):
                said = await client.views_publish(
                    user_id=user.user, view=self._shown.home(parcel.card)
                )
                view = str((said.get("view") or {}).get("id", ""))
                return _at(parcel.workspace, user.user, view)
            case Parcel(kind="tell", user=User() as user):
                return await self._post(client, parcel, user.user, None)
            case Parcel(kind="post", place=Place() as place):
                return await self._post(client, parcel, place.channel, parcel.thread)
            case _:
                raise Never(f"no address for {parcel.kind}")

    async def _post(
        self, client: AsyncWebClient, parcel: Parcel, channel: str, thread: str | None
    ) -> Ref:
        said = await client.chat_postMessage(
            channel=channel,
            thread_ts=thread,
            metadata={"event_type": METADATA_EVENT, "event_payload": {"key": parcel.key}},
            unfurl_links=False,
            unfurl_media=False,
            **self._shown.message(parcel.card),
        )
        return _ref(parcel, said, thread)

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        """Raises Later where the look-up itself has to wait."""
        if parcel.kind in ("edit", "publish"):
            return Absent()  # the same card in the same place again changes nothing
        try:
            lookup = self._lookup(parcel.workspace)
            channel = await lookup.channel(parcel)
            message = await lookup.by_key(channel, parcel.thread, parcel.key, since)
        except Exception as error:
            why = looking_up(error)
            if isinstance(why, str):
                return Unknown()
            raise why from error
        if message is None:
            return Absent()
        return (
            message
            if isinstance(message, Unknown)
            else _at(parcel.workspace, channel, message, parcel.thread)
        )

    def _lookup(self, workspace: str) -> Lookup:
        return Lookup(self._workspaces.client(workspace))

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        try:
            message = await self._lookup(ref.workspace).message(ref)
        except Exception as error:
            why = looking_up(error)
            if isinstance(why, str):
                return Absent() if why in ("thread_not_found", "message_not_found") else Unknown()
            raise why from error
        if message is None or message.get("subtype") == "tombstone":
            return Absent()
        return from_message(message, ref.workspace)

    async def person(self, user: User) -> Profile | Absent:
        try:
            install = await self._workspaces.install(user.workspace)
            said = await self._workspaces.client(user.workspace).users_info(user=user.user)
        except Exception as error:
            why = asking(error)
            if isinstance(why, str):
                return Absent()
            raise why from error
        return profile(said["user"] or {}, install)

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        cursor = ""
        while True:
            try:
                install = await self._workspaces.install(place.workspace)
                client = self._workspaces.client(place.workspace)
                said = await client.conversations_members(
                    channel=place.channel, cursor=cursor, limit=PAGE
                )
            except Exception as error:
                why = asking(error)
                if isinstance(why, str):
                    return
                raise why from error
            for member in said["members"] or ():
                if member == install.user:
                    continue
                user = User(platform=PLATFORM, workspace=place.workspace, user=member)
                if isinstance(found := await self.person(user), Profile):
                    yield found
            cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def link(self, ref: Ref) -> str | None:
        """None as long as Slack has not told us the workspace's own address."""
        install = self._workspaces.known(ref.workspace)
        if install is None or not install.url:
            return None
        address = f"{install.url}archives/{ref.channel}/p{ref.message.replace('.', '')}"
        return f"{address}?thread_ts={ref.thread}&cid={ref.channel}" if ref.thread else address


def _ref(parcel: Parcel, said: Any, thread: str | None) -> Ref:
    return _at(parcel.workspace, str(said["channel"]), str(said["ts"]), thread)


def _at(workspace: str, channel: str, message: str, thread: str | None = None) -> Ref:
    return Ref(
        platform=PLATFORM, workspace=workspace, channel=channel, message=message, thread=thread
    )
