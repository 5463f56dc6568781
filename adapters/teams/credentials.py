"""Tokens for what the bot calls, fetched by the SDK and shared by all who wait for one."""

import asyncio
import logging
import re
import time
from collections.abc import Callable
from typing import Protocol

from botframework.connector.auth import (
    AppCredentials,
    ManagedIdentityServiceClientCredentialsFactory,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
    ServiceClientCredentialsFactory,
)
from cachetools import TTLCache
from msal import ConfidentialClientApplication

from adapters.teams.settings import Settings

log = logging.getLogger(__name__)

KEPT = 240.0
"""Seconds for which a token is used without asking the SDK again, which hands out no token that
expires within five minutes."""
REST = 5.0
"""Seconds for which nobody asks again after a failure."""
PATIENCE = 10.0
"""Seconds to wait for the login service."""

_SUFFIX = "/.default"
_WORD = re.compile(r"AADSTS\d+")


class NoToken(Exception):
    """The login service gave no token. ``str()`` is its code for why, or an exception's name;
    never its sentence, which quotes what was asked."""

    @property
    def refused(self) -> bool:
        """Whether the login service said no, which passes only when somebody repairs it; else it
        could not be asked."""
        return _WORD.fullmatch(str(self)) is not None


class Credentials(Protocol):
    """What stands behind our calls."""

    async def token(self, scope: str) -> str | None:
        """A token for what ``scope`` names; None if none is needed. Raises NoToken."""
        ...

    def forget(self, scope: str) -> None:
        """The token for this scope was refused: fetch another one next time."""
        ...


class NoCredentials(Credentials):
    """For development, against something on loopback that asks for none."""

    async def token(self, scope: str) -> str | None:
        return None

    def forget(self, scope: str) -> None:
        pass


class SdkCredentials(Credentials):
    """The app's own identity. The SDK blocks, so it is asked in a thread, by one at a time for each
    scope; ``clock`` counts seconds from anywhere, ``patience`` is for how long one waits."""

    def __init__(
        self,
        factory: ServiceClientCredentialsFactory,
        app_id: str,
        login: str,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._factory = factory
        self._app_id = app_id
        self._login = login
        self._patience = patience
        # What the SDK makes keeps its tokens to itself, so it is forgotten together with ours.
        self._sources: dict[str, AppCredentials] = {}
        self._tokens: TTLCache[str, str] = TTLCache(8, KEPT, timer=clock)
        self._failures: TTLCache[str, str] = TTLCache(8, REST, timer=clock)
        self._attempts: dict[str, asyncio.Task[str]] = {}

    async def token(self, scope: str) -> str:
        scope = scope.removesuffix(_SUFFIX)
        if token := self._tokens.get(scope):
            return token
        if why := self._failures.get(scope):
            raise NoToken(why)
        if scope not in self._attempts:
            self._attempts[scope] = asyncio.create_task(self._fetch(scope))
        try:
            # One who gives up waiting must not take the attempt away from the others.
            async with asyncio.timeout(self._patience):
                return await asyncio.shield(self._attempts[scope])
        except TimeoutError as error:
            raise NoToken("the login service keeps silent") from error

    def forget(self, scope: str) -> None:
        scope = scope.removesuffix(_SUFFIX)
        self._tokens.pop(scope, None)
        self._sources.pop(scope, None)

    async def _fetch(self, scope: str) -> str:
        try:
            source = self._sources.get(scope)
            if source is None:
                source = await self._factory.create_credentials(
                    self._app_id, scope, self._login, True
                )
                self._sources[scope] = source
            token = self._tokens[scope] = await asyncio.to_thread(_ask, source)
            return token
        except Exception as error:
            why = self._failures[scope] = _word(error)
            log.error("the login service gives the bot no token: %s", why)
            raise NoToken(why) from None
        finally:
            del self._attempts[scope]


def _ask(source: AppCredentials) -> str:
    if isinstance(source, MicrosoftAppCredentials) and source.app is None:
        # Left to itself the SDK makes one that waits for an answer without end.
        source.app = ConfidentialClientApplication(  # pyright: ignore[reportAttributeAccessIssue]
            source.microsoft_app_id,
            client_credential=source.microsoft_app_password,
            authority=source.oauth_endpoint,
            timeout=PATIENCE,
        )
    return source.get_access_token()


def _word(error: Exception) -> str:
    found = _WORD.search(str(error))
    return found[0] if found else type(error).__name__


def credentials_of(settings: Settings) -> Credentials:
    """What the settings name: a secret, the identity that Azure gave the machine, or nothing."""
    if not settings.app_id:
        return NoCredentials()
    if settings.kind == "UserAssignedMSI":
        factory = ManagedIdentityServiceClientCredentialsFactory(settings.app_id)
    else:
        factory = PasswordServiceClientCredentialFactory(
            settings.app_id, settings.password, settings.tenant
        )
    return SdkCredentials(factory, settings.app_id, settings.login)
