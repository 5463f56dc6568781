"""Reading back what stands in a room, from Microsoft Graph: our own message by its key, a member's
by its id.

The app may read there by the consent that a team or a chat gives when it is installed; private
chats are never covered by it. It is asked only when something is not certain.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.teams.addresses import bare, team_of
from adapters.teams.connector import Line, Sleep, patiently
from adapters.teams.credentials import Credentials
from adapters.teams.names import CARD
from bot.protocol.ports import Unknown
from bot.protocol.refs import Ref

Message = Mapping[str, Any]

PAGE = 50
"""Messages in a page; Graph gives no more."""
PAGES = 4
"""After so many pages the look-up gives up. Graph promises no order, so that one old message does
not mean that all the others are older."""
SKEW = timedelta(minutes=2)
"""By how much the clocks may differ."""


def messages(channel: str, group: str | None, thread: str | None = None) -> str:
    """The path of the messages of a place, or of the answers in a channel's thread; ``group`` is
    the id by which Graph knows a channel's team."""
    if team_of(channel) is None:
        return f"chats/{quote(bare(channel), safe='')}/messages"
    path = f"teams/{quote(str(group), safe='')}/channels/{quote(bare(channel), safe='')}/messages"
    return path if thread is None else f"{path}/{quote(thread, safe='')}/replies"


def as_activity(message: Message, tenant: str) -> dict[str, Any]:
    """A member's message as the activity by which Teams told of it, for the same reader."""
    body = message.get("body") or {}
    html = body.get("contentType") == "html"
    words = {"contentType": "text/html", "content": body.get("content")}
    mentions = sorted(message.get("mentions") or (), key=lambda each: each.get("id") or 0)
    return {
        "type": "message",
        "text": "" if html else body.get("content"),
        "attachments": [*([words] if html else ()), *(message.get("attachments") or ())],
        "entities": [_entity(each) for each in mentions],
        "channelData": {"tenant": {"id": tenant}},
    }


def _entity(mention: Message) -> dict[str, Any]:
    account = mention.get("mentioned") or {}
    person, app = account.get("user") or {}, account.get("application") or {}
    id = f"28:{app['id']}" if app else person.get("id")
    named = {"id": id, "name": mention.get("mentionText")}
    return {"type": "mention", "mentioned": named if app else {**named, "aadObjectId": id}}


class Graph:
    """Raises what ``Line.call`` raises. ``url`` is Graph's own, without a version."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: Credentials,
        url: str,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        url = url.rstrip("/")
        self._base = f"{url}/v1.0/"
        self._line = Line(session, credentials, f"{url}/.default")
        self._sleep = sleep

    async def message(self, ref: Ref, group: str | None) -> Message:
        """One message as it stands now."""
        path = messages(ref.channel, group, ref.thread)
        return await self._get(f"{self._base}{path}/{quote(ref.message, safe='')}")

    async def check(self, channel: str, group: str | None) -> None:
        """Raises as any call does if the messages of a place cannot be read."""
        await self._get(f"{self._base}{messages(channel, group)}?$top=1")

    async def by_key(self, path: str, key: str, since: datetime) -> str | Unknown | None:
        """The id of our message with this key, None if it is not there."""
        url, page = f"{self._base}{path}?$top={PAGE}", list[Message]()
        for _ in range(PAGES):
            said = await self._get(url)
            page = [each for each in said.get("value") or () if isinstance(each, dict)]
            for message in page:
                if _by_app(message) and key in _keys(message):
                    return str(message["id"])
            url = str(said.get("@odata.nextLink") or "")
            if not url:
                return None
            if not url.startswith(self._base):
                return Unknown()  # our token goes nowhere else
        return Unknown() if any(_since(each, since - SKEW) for each in page) else None

    async def _get(self, url: str) -> Message:
        return await patiently(lambda: self._line.call("GET", url), self._sleep)


def _by_app(message: Message) -> bool:
    return bool((message.get("from") or {}).get("application"))


def _keys(message: Message) -> set[str]:
    """The keys on the first elements of a message's cards."""
    found = set[str]()
    for each in message.get("attachments") or ():
        if each.get("contentType") != CARD:
            continue
        try:
            body = json.loads(each.get("content") or "{}").get("body") or [{}]
            found.add(str(body[0].get("id")).removeprefix("key:"))
        except (ValueError, AttributeError, TypeError, KeyError):
            continue  # a card of another app
    return found


def _since(message: Message, since: datetime) -> bool:
    try:
        return datetime.fromisoformat(str(message.get("createdDateTime"))) >= since
    except (ValueError, TypeError):
        return True
