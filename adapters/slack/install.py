"""Who we are on Slack: the workspace that the token belongs to and our own user there."""

import asyncio
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """``url`` is the workspace's own address, ending in ``/``; ``enterprise`` the organisation's
    id on Enterprise Grid."""

    workspace: str
    user: str
    bot: str = ""
    name: str = ""
    url: str = ""
    enterprise: str = ""


class Identity:
    """Learns the Install by one ``auth.test`` and keeps it. Slack may be out of reach when the bot
    starts, so it is learned when first needed."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._lock = asyncio.Lock()
        self.known: Install | None = None

    async def get(self) -> Install:
        """Raises what slack-sdk raises if ``auth.test`` fails."""
        async with self._lock:
            if self.known is None:
                self.known = await self.ask()
        return self.known

    async def ask(self) -> Install:
        """Ask Slack now, whatever is known."""
        said = await self._client.auth_test()
        return Install(
            workspace=str(said["team_id"]),
            user=str(said["user_id"]),
            bot=said.get("bot_id") or "",
            name=said.get("team") or "",
            url=said.get("url") or "",
            enterprise=said.get("enterprise_id") or "",
        )
