"""Whose token is used: the one in the settings, or that of each workspace with the app."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import WorkspaceClient
from adapters.slack.faults import REPAIR, refused
from adapters.slack.install import Identity, Install
from adapters.slack.tokens import GONE, NAME, Tokens, Unrenewable
from bot.protocol.ports import Later, Never, Vault

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]


class Workspaces(Protocol):
    """The workspaces that are served. Calls raise what fails on the way; Later and Never are in
    the words of whoever wants to send."""

    async def installed(self) -> Sequence[tuple[Install, str]]:
        """Every installation that is served, with a mark that another one has not."""
        ...

    async def whose(self, payload: Payload) -> Install | None:
        """The installation that a payload of Slack's was sent for, None if there is none."""
        ...

    def serves(self, install: Install) -> bool:
        """Whether whoever runs Roundtable lets that workspace use it."""
        ...

    async def install(self, workspace: str) -> Install: ...

    def known(self, workspace: str) -> Install | None:
        """As ``install``, if it is known without asking anybody."""
        ...

    def client(self, workspace: str) -> AsyncWebClient:
        """The Web API as this workspace's bot. Its calls raise Later or Never, besides slack-sdk's
        errors, where there is no token."""
        ...

    async def still_here(self, install: Install) -> bool:
        """Ask Slack whether the app is installed there now."""
        ...

    async def forget(self, workspace: str) -> None:
        """The app was removed there: delete its tokens."""
        ...

    async def close(self) -> None: ...


class OneWorkspace(Workspaces):
    """The one whose bot token stands in the settings. ``token`` is only hashed: a new installation
    is known by its new token."""

    def __init__(self, client: AsyncWebClient, identity: Identity, token: str = "") -> None:
        self._client = client
        self._identity = identity
        self._mark = hashlib.sha256(token.encode()).hexdigest()

    async def installed(self) -> Sequence[tuple[Install, str]]:
        return [(await self._identity.get(), self._mark)]

    async def whose(self, payload: Payload) -> Install | None:
        return await self._identity.get()

    def serves(self, install: Install) -> bool:
        return True

    async def install(self, workspace: str) -> Install:
        return await self._identity.get()

    def known(self, workspace: str) -> Install | None:
        return self._identity.known

    def client(self, workspace: str) -> AsyncWebClient:
        return self._client

    async def still_here(self, install: Install) -> bool:
        try:
            await self._identity.ask()
        except Exception as error:
            if not refused(error):
                raise
            return False
        return True

    async def forget(self, workspace: str) -> None:
        """Nothing: the token stands in the settings, and Slack has ended it."""

    async def close(self) -> None:
        """Nothing to wait for."""


class ManyWorkspaces(Workspaces):
    """Those that installed the app from its page; ``allowed`` are their ids, empty for any."""

    def __init__(
        self,
        vault: Vault,
        tokens: Tokens,
        api_url: str,
        session: aiohttp.ClientSession,
        allowed: frozenset[str] = frozenset(),
    ) -> None:
        self._vault = vault
        self._tokens = tokens
        self._api_url = api_url
        self._session = session
        self._allowed = allowed
        self._clients: dict[str, AsyncWebClient] = {}

    async def installed(self) -> Sequence[tuple[Install, str]]:
        found: list[tuple[Install, str]] = []
        for workspace in await self._vault.workspaces(NAME):
            if not self._lets_in(workspace):
                log.warning(
                    "workspace %s has the app and is not in SLACK_WORKSPACES: it is not served",
                    workspace,
                )
                continue
            try:
                each = await self._tokens.find(workspace)
            except Exception as error:
                # One that cannot be read must not keep the others from being served.
                log.error("workspace %s cannot be read: %s", workspace, type(error).__name__)
                continue
            if each is not None:
                found.append((each.install, each.mark))
        return found

    async def whose(self, payload: Payload) -> Install | None:
        for workspace in named(payload):
            if (found := await self._tokens.find(workspace)) is not None:
                return found.install
        return None

    def serves(self, install: Install) -> bool:
        return self._lets_in(install.workspace)

    def _lets_in(self, workspace: str) -> bool:
        return not self._allowed or workspace in self._allowed

    async def install(self, workspace: str) -> Install:
        found = await self._tokens.find(workspace)
        if found is None:
            raise Never(GONE)
        return found.install

    def known(self, workspace: str) -> Install | None:
        found = self._tokens.known(workspace)
        return found.install if found else None

    def client(self, workspace: str) -> AsyncWebClient:
        if not self._lets_in(workspace):
            # Later, not Never: a list can be written wrongly, and what waits is not lost.
            raise Later(REPAIR, "the workspace is not in SLACK_WORKSPACES", workspace_wide=True)
        return self._client(workspace)

    def _client(self, workspace: str) -> AsyncWebClient:
        if workspace not in self._clients:
            self._clients[workspace] = WorkspaceClient(
                workspace, self._tokens, self._api_url, self._session
            )
        return self._clients[workspace]

    async def still_here(self, install: Install) -> bool:
        try:
            await self._client(install.workspace).auth_test()
        except (Never, Unrenewable):
            return False
        except Exception as error:
            if not refused(error):
                raise
            return False
        return True

    async def forget(self, workspace: str) -> None:
        await self._tokens.forget(workspace)
        self._clients.pop(workspace, None)

    async def close(self) -> None:
        await self._tokens.close()


def named(payload: Payload) -> Sequence[str]:
    """The ids of the workspaces that a payload may have been sent for, the surest first.

    In a room that organisations share, ``team`` is where whoever acts comes from. The message on
    which they act, and the form that they send, tell whose bot showed it.
    """
    grants = payload.get("authorizations")
    if isinstance(grants, list) and grants:
        ids = [_of(grant, "team_id") for grant in grants]
    else:
        ids = [
            _of(payload.get("view"), "app_installed_team_id"),
            _of(payload.get("message"), "team"),
            _of(payload.get("team"), "id"),
            payload.get("team_id"),
        ]
    return list(dict.fromkeys(each for each in ids if isinstance(each, str) and each))


def _of(found: Any, name: str) -> Any:
    return found.get(name) if isinstance(found, Mapping) else None
