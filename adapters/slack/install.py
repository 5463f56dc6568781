"""Who we are on Slack: the workspace that the token belongs to and our own user there."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

REST = 5.0
"""Seconds for which Slack is not asked again after a failure."""


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
    starts, so it is learned when first needed. ``clock`` counts seconds from anywhere."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._attempt: asyncio.Task[Install] | None = None
        self._failure: Exception | None = None
        self._rests_until = 0.0
        self.known: Install | None = None

    async def get(self) -> Install:
        """Raises what slack-sdk raises if ``auth.test`` fails.

        Whoever asks meanwhile shares the attempt, and for ``REST`` seconds its failure: while
        Slack is silent, each request would else wait for those before it to time out."""
        if self.known is not None:
            return self.known
        if self._attempt is None:
            if self._failure is not None and self._clock() < self._rests_until:
                raise self._failure.with_traceback(None)  # or it would grow with each raise
            self._attempt = asyncio.create_task(self._learn())
        # One who gives up waiting must not take the attempt away from the others.
        return await asyncio.shield(self._attempt)

    async def _learn(self) -> Install:
        try:
            self.known = await self.ask()
            return self.known
        except Exception as error:
            self._failure = error
            self._rests_until = self._clock() + REST
            raise
        finally:
            self._attempt = None

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
