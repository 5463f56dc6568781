"""Slack's Web API by Slack's own SDK: with one token, or as one workspace whose token changes."""

import logging
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.faults import refused
from adapters.slack.installation import Installation

# slack-sdk and bolt log whole requests, people's words included, at INFO and DEBUG.
sdk_log = logging.getLogger(f"{__name__}.sdk")
sdk_log.setLevel(logging.ERROR)


def web_client(token: str | None, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    # By default slack-sdk posts again after a dropped connection, so that a message stands twice.
    return AsyncWebClient(
        token=token, base_url=api_url, session=session, retry_handlers=[], logger=sdk_log
    )


class TokenSource(Protocol):
    """Where a workspace's token comes from. Both calls raise Later or Never if there is none."""

    async def get(self, workspace: str) -> Installation:
        """The installation with a token that is good now."""
        ...

    async def instead_of(self, refused: Installation, word: str) -> Installation:
        """The installation to use after Slack refused this one's token with that word; the same
        one if there is no better."""
        ...


class WorkspaceClient(AsyncWebClient):
    """One workspace's Web API: every call carries the token that is good then. Raises what
    slack-sdk raises; and Later or Never where there is no token, so that nothing was sent."""

    def __init__(
        self, workspace: str, tokens: TokenSource, api_url: str, session: aiohttp.ClientSession
    ) -> None:
        super().__init__(base_url=api_url, session=session, retry_handlers=[], logger=sdk_log)
        self._workspace = workspace
        self._tokens = tokens

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        installation = await self._tokens.get(self._workspace)
        try:
            return await self._with(installation, api_method, how)
        except SlackApiError as error:
            word = refused(error)
            if word is None:
                raise
            other = await self._tokens.instead_of(installation, word)
            if other.token == installation.token:
                raise
        # Slack did nothing for the token that it refused, so this is no second message.
        return await self._with(other, api_method, how)

    async def _with(
        self, installation: Installation, api_method: str, how: dict[str, Any]
    ) -> AsyncSlackResponse:
        # slack-sdk reads it before it first waits, so calls side by side cannot mix tokens up.
        self.token = installation.token
        return await super().api_call(api_method, **how)
