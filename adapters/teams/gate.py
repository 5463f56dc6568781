"""Who may come in: Microsoft's connector with a token for our app, from a tenant that is allowed.

It takes the place of the SDK's own authentication, which answers bad tokens with server errors and
lets other bots ("skills") and emulators in.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

import aiohttp
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
)
from botframework.connector.auth.endorsements_validator import EndorsementsValidator

from adapters.teams.keys import Keys
from adapters.teams.settings import Settings, host_of, on_loopback
from adapters.teams.tokens import Refused, Tokens

log = logging.getLogger(__name__)

# What proxies, tunnels and browsers' pages add. None of them is a client of this machine alone,
# even if the connection comes from here.
_FROM_ELSEWHERE = ("Forwarded", "X-Forwarded-For", "Origin")


class Forbidden(PermissionError):
    """The caller is known, and its tenant may not use this bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose token it is, and the channels for which its key may speak (None: any)."""

    identity: ClaimsIdentity
    endorsements: tuple[str, ...] | None


class Gate(BotFrameworkAuthentication):
    """``clock`` counts seconds from anywhere."""

    def __init__(
        self,
        settings: Settings,
        session: aiohttp.ClientSession,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        keys = Keys(session, settings.keys_url, clock)
        self._tokens = Tokens(keys, settings.app_id, settings.issuer)
        self._turned_away: set[str] = set()

    async def caller(self, headers: Mapping[str, str], peer: str | None) -> Caller:
        """Who calls, by a request's headers and the address it comes from. Raises Refused, or
        KeysAway if that cannot be told now."""
        if self._settings.development:
            if not on_loopback(peer or "") or any(name in headers for name in _FROM_ELSEWHERE):
                raise Refused("in development only this machine may speak")
            anonymous = ClaimsIdentity({}, True, AuthenticationConstants.ANONYMOUS_AUTH_TYPE)
            return Caller(identity=anonymous, endorsements=None)
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Refused("no token")
        read = await self._tokens.read(token)
        identity = ClaimsIdentity(dict(read.claims), True)
        return Caller(identity=identity, endorsements=read.key.endorsements)

    def admit(self, caller: Caller, activity: Activity) -> AuthenticateRequestResult:
        """What the SDK wants to know of a caller who may bring this activity. Raises Refused if it
        may not, and Forbidden for a tenant that is not allowed."""
        if caller.endorsements is not None:
            if not EndorsementsValidator.validate(activity.channel_id, [*caller.endorsements]):
                raise Refused("the key is not endorsed for this channel")
            claim = caller.identity.get_claim_value(AuthenticationConstants.SERVICE_URL_CLAIM)
            # Answers, and our tokens with them, go to that address.
            if claim != activity.service_url:
                raise Refused("the token is for another service URL")
            self._check_host(activity.service_url)
            self._allow(str(getattr(activity.conversation, "tenant_id", None) or ""))
        else:
            self._check_host(activity.service_url)
        result = AuthenticateRequestResult()
        result.claims_identity = caller.identity
        result.audience = self._settings.scope
        return result

    def _check_host(self, url: object) -> None:
        if self._settings.trusts(str(url)):
            return
        host = host_of(str(url))
        if host not in self._turned_away:
            self._turned_away.add(host)
            log.warning("the service host %.100r is not Teams' own nor TEAMS_SERVICE_URL's", host)
        raise Refused("our tokens do not go to this service URL")

    def _allow(self, tenant: str) -> None:
        if tenant in self._settings.tenants:
            return
        if tenant not in self._turned_away:
            self._turned_away.add(tenant)
            log.warning("the tenant %.40r is not in TEAMS_TENANTS and is turned away", tenant)
        raise Forbidden("this tenant is not allowed")

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        """As the SDK calls it."""
        return self.admit(await self.caller({"Authorization": auth_header}, None), activity)

    # The SDK's clients, which it makes anew for each turn: none is ever made.

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> NoReturn:
        raise NotImplementedError("Teams does not stream")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> NoReturn:
        raise NotImplementedError("what is sent goes through our own connector")

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> NoReturn:
        raise NotImplementedError("nobody signs in with the bot")
