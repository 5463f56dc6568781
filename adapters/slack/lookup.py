"""Reading back what stands in a room: our own message by its key, a member's by its id.

Slack limits these methods hard for apps sold outside of its Marketplace (15 messages, once a
minute), so they are asked only when something is not certain.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.names import METADATA_EVENT
from adapters.slack.times import to_ts
from bot.protocol.ports import Parcel, Unknown
from bot.protocol.refs import Place, Ref, User

Message = Mapping[str, Any]

PAGE = 100
PAGES = 20
"""After so many pages the look-up gives up: the room is too lively to say "not there"."""


class Lookup:
    """Raises what slack-sdk raises."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def channel(self, parcel: Parcel) -> str:
        """The channel that a parcel went to; a private chat has to be opened to learn its id."""
        match parcel:
            case Parcel(kind="post", place=Place() as place):
                return place.channel
            case Parcel(kind="tell", user=User() as user):
                said = await self._client.conversations_open(users=user.user)
                return str((said["channel"] or {})["id"])
            case _:
                raise ValueError(f"no address for {parcel.kind}")

    async def by_key(
        self, channel: str, thread: str | None, key: str, since: datetime
    ) -> str | Unknown | None:
        """The ``ts`` of our message with this key, None if it is not there."""
        left = PAGES
        async for page in self._pages(channel, thread, to_ts(since)):
            for message in page:
                data = message.get("metadata") or {}
                payload = data.get("event_payload") or {}
                if data.get("event_type") == METADATA_EVENT and payload.get("key") == key:
                    return str(message["ts"])
            left -= 1
            if not left:
                return Unknown()
        return None

    async def _pages(
        self, channel: str, thread: str | None, oldest: str
    ) -> AsyncIterator[list[Message]]:
        cursor = ""
        while True:
            span: dict[str, Any] = {
                "oldest": oldest,
                "inclusive": True,
                "limit": PAGE,
                "cursor": cursor,
                "include_all_metadata": True,
            }
            if thread:
                said = await self._client.conversations_replies(channel=channel, ts=thread, **span)
            else:
                said = await self._client.conversations_history(channel=channel, **span)
            yield said["messages"] or []
            cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def message(self, ref: Ref) -> Message | None:
        """One message as it stands now, None if it is not there."""
        span: dict[str, Any] = {
            "latest": ref.message,
            "oldest": ref.message,
            "inclusive": True,
        }
        if ref.thread:
            # A thread's answers come with its opening message in front.
            said = await self._client.conversations_replies(
                channel=ref.channel, ts=ref.thread, limit=2, **span
            )
        else:
            said = await self._client.conversations_history(channel=ref.channel, limit=1, **span)
        found: list[Message] = said["messages"] or []
        return next((m for m in found if m.get("ts") == ref.message), None)
