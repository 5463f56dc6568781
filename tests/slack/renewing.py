"""Several processes' tokens on one vault, and what happens while one of them waits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from adapters.slack.client import WorkspaceClient
from adapters.slack.installation import Installation
from adapters.slack.oauth import Slack
from adapters.slack.tokens import Tokens
from bot.store.database import Database
from tests.slack.installed import SPRING, Clock, dialogue_in, settings, vault_on
from tests.slack.many import HOURS_12, ManyWorkspaces


@dataclass(slots=True)
class Renewing:
    """Several processes' tokens, on one vault. Whenever one pauses, ``meanwhile`` happens."""

    slack: ManyWorkspaces
    clock: Clock
    database: Database
    session: aiohttp.ClientSession
    meanwhile: Callable[[], Awaitable[None]]
    pauses: int = 0

    def process(self) -> Tokens:
        distribution = settings(self.slack).distribution
        assert distribution is not None
        slack = Slack(distribution, self.slack.api_url, self.session, self.clock)
        vault = vault_on(self.database, self.clock)
        return Tokens(vault, slack.exchange, self.clock, self.clock, self._pause)

    async def _pause(self, seconds: float) -> None:
        self.pauses += 1
        self.clock.seconds += seconds
        await self.meanwhile()

    async def installed(self, tokens: Tokens, team: str = SPRING) -> Installation:
        distribution = settings(self.slack).distribution
        assert distribution is not None
        slack = Slack(distribution, self.slack.api_url, self.session, self.clock)
        found = await slack.install(self.slack.allow(team))
        await tokens.keep(found)
        return found

    async def expired(self, tokens: Tokens) -> Installation:
        """Installed so long ago that its token is of no use any more."""
        found = await self.installed(tokens)
        self.clock.seconds += HOURS_12 + 1
        return found

    def exchanges(self) -> int:
        asked = self.slack.asked("oauth.v2.access")
        return len([each for each in asked if each.get("grant_type") == "refresh_token"])

    def client(self, tokens: Tokens, team: str = SPRING) -> WorkspaceClient:
        return WorkspaceClient(team, tokens, self.slack.api_url, self.session)


async def nothing() -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def renewing(database: Database) -> AsyncIterator[Renewing]:
    clock = Clock()
    async with ManyWorkspaces(clock, rotates=True) as slack, aiohttp.ClientSession() as session:
        yield Renewing(slack, clock, database, session, nothing)


renewal = dialogue_in(renewing)
renewal_on_both = dialogue_in(renewing, "database")
