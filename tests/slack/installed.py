"""Processes that serve several workspaces, and the browser of somebody who installs the app.

``processes(...)`` starts adapters on one database, as many as a test wants; each has a real vault,
and an ear that writes down what it hears.
"""

import asyncio
import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection

from adapters.slack.adapter import SlackAdapter
from adapters.slack.installing import COOKIE
from adapters.slack.settings import Distribution, Settings
from bot.engine.keyring import Keyring
from bot.engine.vault import StoreVault
from bot.protocol.adapter import Running
from bot.protocol.ports import Ear
from bot.store.database import Database
from tests.ears import WritingEar
from tests.slack.harness import SECRET, payload
from tests.slack.many import CLIENT_ID, CLIENT_SECRET, ManyWorkspaces
from tests.slack.sender import Answer, Sender

KEY = "RoundtableTestsOnlyKeyAAAAAAAAAAAAAAAAAAAAA="
SPRING, AUTUMN = "T0SPRING", "T0AUTUMN"


@dataclass(slots=True)
class Clock:
    """Seconds since 1970 that pass when a test says so."""

    seconds: float = 1772463600.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)


def vault_on(database: Database, clock: Clock, key: str = KEY) -> StoreVault:
    """A vault as ``run`` makes it, without its threads."""

    async def store(function: Callable[[Connection], Any]) -> Any:
        with database.transaction() as db:
            return function(db)

    return StoreVault("slack", Keyring([key]), store, clock.now)


@dataclass(slots=True)
class Browser:
    """Keeps its cookies, and goes where it is sent."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(self, verb: str, path: str) -> "Page":
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(
                verb, self.address + path, headers={"Cookie": kept}, allow_redirects=False
            ) as said,
        ):
            headers = {name.lower(): value for name, value in said.headers.items()}
            set_cookies = said.headers.getall("Set-Cookie", [])
            for each in SimpleCookie("; ".join(set_cookies)).values():
                self.cookies[each.key] = each.value
            return Page(said.status, await said.text(), headers, "; ".join(set_cookies))

    async def begins(self) -> str:
        """Press the button: the state with which Slack's page is opened."""
        page = await self.ask("GET", "/slack/install/begin")
        assert page.status == 303, page.text
        return parse_qs(urlsplit(page.headers["location"]).query)["state"][0]

    async def returns(self, state: str, **said: str) -> "Page":
        """Slack sends the browser back."""
        query = "&".join(f"{name}={value}" for name, value in {"state": state, **said}.items())
        return await self.ask("GET", f"/slack/oauth?{query}")

    async def installs(self, code: str) -> "Page":
        """The whole way, allowed by Slack with this code."""
        return await self.returns(await self.begins(), code=code)

    def forgets(self) -> None:
        self.cookies.pop(COOKIE, None)


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    text: str
    headers: dict[str, str]
    set_cookie: str


@dataclass(slots=True)
class Process:
    """One process of several."""

    running: Running
    ear: Ear
    address: str
    sender: Sender
    settings: Settings

    @property
    def heard(self) -> WritingEar:
        assert isinstance(self.ear, WritingEar)
        return self.ear

    def browser(self) -> Browser:
        return Browser(self.address)

    async def hears(self, name: str, team: str, **changes: Any) -> Answer:
        """A recorded payload, as Slack delivers it for another workspace."""
        return await self.sender.deliver(of_team(payload(name) | changes, team))


def of_team(body: dict[str, Any], team: str) -> dict[str, Any]:
    """A payload as if it came from that workspace."""
    body = dict(body)
    if "team_id" in body:
        body["team_id"] = team
    if "team" in body:
        body["team"] = {**body["team"], "id": team}
    if "authorizations" in body:
        body["authorizations"] = [{**each, "team_id": team} for each in body["authorizations"]]
    return body


def settings(
    slack: ManyWorkspaces, *, allowed: Sequence[str] = (), app_token: str = ""
) -> Settings:
    return Settings(
        distribution=Distribution(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            public_url="https://bot.example.org",
            workspaces=frozenset(allowed),
        ),
        signing_secret="" if app_token else SECRET,
        app_token=app_token,
        api_url=slack.api_url,
    )


@asynccontextmanager
async def process(
    slack: ManyWorkspaces,
    database: Database,
    clock: Clock,
    ear: Ear | None = None,
    **how: Any,
) -> AsyncIterator[Process]:
    """One process on a database; ``how`` is for the settings."""
    ear = ear or WritingEar()
    chosen = settings(slack, **how)
    running = await SlackAdapter(clock=clock, wall_clock=clock).start(
        chosen, ear, vault_on(database, clock)
    )
    assert running.open is not None and running.close is not None
    app = web.Application()
    app.add_routes(running.routes)
    async with TestServer(app) as server:
        await running.open()
        address = str(server.make_url("/")).rstrip("/")
        sender = Sender(f"{address}/slack/events", SECRET)
        try:
            yield Process(running, ear, address, sender, chosen)
        finally:
            await running.close()


@asynccontextmanager
async def processes(
    slack: ManyWorkspaces, database: Database, clock: Clock, number: int, **how: Any
) -> AsyncIterator[list[Process]]:
    """Several, on one database."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(process(slack, database, clock, **how))
            for _ in range(number)
        ]


Test = Callable[..., Awaitable[None]]


def dialogue_in(
    opened: Callable[[Database], AbstractAsyncContextManager[Any]], fixture: str = "memory"
) -> Callable[[Test], Callable[..., None]]:
    """Runs an async test whose first argument is what ``opened`` makes of a database: of one in
    memory, or of another ``fixture``'s."""

    def wrap(test: Test) -> Callable[..., None]:
        @functools.wraps(test)
        def run(**given: Any) -> None:
            database = given.pop(fixture)

            async def play() -> None:
                async with opened(database) as scene:
                    await test(scene, **given)

            asyncio.run(play())

        own = inspect.signature(test)
        first = inspect.Parameter(fixture, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        rest = list(own.parameters.values())[1:]
        run.__signature__ = own.replace(parameters=[first, *rest])  # type: ignore[attr-defined]
        return run

    return wrap
