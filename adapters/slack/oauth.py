"""Slack's side of installing: the address where somebody allows it, and what a code is good for.

See https://docs.slack.dev/authentication/installing-with-oauth.
"""

import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any
from urllib.parse import urljoin

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import web_client
from adapters.slack.faults import fault
from adapters.slack.installation import Installation, granted
from adapters.slack.names import OAUTH_PATH, scopes
from adapters.slack.settings import Distribution

log = logging.getLogger(__name__)


class Refusal(Enum):
    """Why somebody's installing came to nothing; its value names the page that says so."""

    DENIED = "denied"
    CODE = "code"
    AWAY = "away"
    ORGANISATION = "organisation"
    NOT_LISTED = "not-listed"


class Refused(Exception):
    """Nothing was installed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class Slack:
    """``clock`` gives seconds since 1970."""

    def __init__(
        self,
        distribution: Distribution,
        api_url: str,
        session: aiohttp.ClientSession,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._distribution = distribution
        self._api_url = api_url
        self._session = session
        self.clock = clock
        self._client = web_client(None, api_url, session)
        self.redirect = f"{distribution.public_url}{OAUTH_PATH}"
        self._authorize = AuthorizeUrlGenerator(
            client_id=distribution.client_id,
            scopes=sorted(scopes()),
            redirect_uri=self.redirect,
            authorization_url=urljoin(api_url, "/oauth/v2/authorize"),
        )

    def authorize_url(self, state: str) -> str:
        """Where somebody allows the app in their workspace."""
        return self._authorize.generate(state)

    def sign(self, text: str) -> str:
        """The text's HMAC-SHA-256 by the client secret, in hexadecimal: the same in all processes
        of this app, and nobody else's."""
        secret = self._distribution.client_secret.encode()
        return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()

    async def exchange(self, refresh: str) -> Mapping[str, Any]:
        """New tokens for a refresh token: what Slack said. Raises what slack-sdk raises."""
        return await self._access(grant_type="refresh_token", refresh_token=refresh)

    async def install(self, code: str) -> Installation:
        """What a code is good for. Raises Refused; where whoever runs Roundtable does not let a
        workspace in, the app is taken out of it again."""
        try:
            said = await self._access(code=code, redirect_uri=self.redirect)
            await self._let_in(said)
            client = web_client(str(said["access_token"]), self._api_url, self._session)
            return granted(said, _told(await client.auth_test()), self.clock())
        except SlackApiError as error:
            trouble = fault(error)
            log.warning("an installation failed: %s", trouble)
            away = getattr(error.response, "status_code", 200) != 200
            raise Refused(Refusal.AWAY if away else Refusal.CODE) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("an installation failed: %s", type(error).__name__)
            raise Refused(Refusal.AWAY) from error

    async def _access(self, **grant: str) -> Mapping[str, Any]:
        who = self._distribution
        return _told(
            await self._client.oauth_v2_access(
                client_id=who.client_id, client_secret=who.client_secret, **grant
            )
        )

    async def _let_in(self, said: Mapping[str, Any]) -> None:
        if said.get("is_enterprise_install") or not said.get("team"):
            why, which = Refusal.ORGANISATION, (said.get("enterprise") or {}).get("id")
        elif (allowed := self._distribution.workspaces) and said["team"]["id"] not in allowed:
            why, which = Refusal.NOT_LISTED, said["team"]["id"]
        else:
            return
        log.warning("the app was not installed in %s: %s", which, why.value)
        await self._take_out(web_client(str(said["access_token"]), self._api_url, self._session))
        raise Refused(why)

    async def _take_out(self, client: AsyncWebClient) -> None:
        # auth.revoke would leave an app with token rotation where it is. The SDK's own method puts
        # the client secret into the address, where a proxy may write it down.
        who = self._distribution
        try:
            await client.api_call(
                "apps.uninstall",
                data={"client_id": who.client_id, "client_secret": who.client_secret},
            )
        except Exception as error:
            log.error("the app could not be taken out of there again: %s", fault(error))


def _told(response: Any) -> Mapping[str, Any]:
    # With slack-sdk's async client this is never bytes.
    return response.data
