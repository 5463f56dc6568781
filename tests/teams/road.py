"""The adapter's road from HTTP to the desk, with an issuer who signs for Teams at its beginning.

``@dialogue`` runs a test with a World: ``world.brings(...)`` is Teams bringing something over real
HTTP, ``world.taken`` what the desk was given.
"""

import asyncio
import functools
import inspect
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.gate import Gate
from adapters.teams.names import PATH
from adapters.teams.sdk import TeamsSdk
from adapters.teams.settings import Settings
from adapters.teams.transport import OverHttp
from tests.teams.issuer import APP, SERVICE_URL, Issuer

Json = dict[str, Any]

TENANT = "11111111-1111-4111-8111-111111111111"
STRANGERS = "33333333-3333-4333-8333-333333333333"
SECRET = "secret words"

MESSAGE: Json = {
    "type": "message",
    "id": "1772463600123",
    "timestamp": "2026-03-02T15:00:00.1234567Z",
    "localTimestamp": "2026-03-02T10:00:00.1234567-05:00",
    "serviceUrl": SERVICE_URL,
    "channelId": "msteams",
    "from": {"id": "29:1-ana", "name": "Ana Ruiz", "aadObjectId": "a"},
    "recipient": {"id": f"28:{APP}", "name": "Roundtable"},
    "conversation": {"conversationType": "personal", "id": "a:1-ana", "tenantId": TENANT},
    "channelData": {"tenant": {"id": TENANT}},
    "text": SECRET,
}
INVOKE = MESSAGE | {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: str


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Notes:
    """The connector, as far as the SDK needs it: writes down what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    async def send(self, tenant: str, conversation: str, activity: Json) -> str:
        self.asked.append(("send", tenant, conversation, activity.get("text")))
        return "sent-1"

    async def update(self, tenant: str, conversation: str, id: str, activity: Json) -> None:
        self.asked.append(("update", tenant, conversation, id, activity.get("text")))

    async def delete(self, tenant: str, conversation: str, id: str) -> None:
        self.asked.append(("delete", tenant, conversation, id))


class World:
    """A road that is open, an issuer who signs for Teams, and a desk that writes down. ``fault`` is
    what the desk raises, ``says`` what it answers, ``goes_on`` when."""

    def __init__(self, settings: Settings, issuer: Issuer, session: aiohttp.ClientSession) -> None:
        self.issuer = issuer
        self.clock = Clock()
        self.taken: list[Json] = []
        self.fault: Exception | None = None
        self.says: Json | None = None
        self.arrived, self.goes_on = asyncio.Event(), asyncio.Event()
        self.goes_on.set()
        self.notes = Notes()
        self.gate = Gate(settings, session, self.clock)
        self.sdk = TeamsSdk(self.gate, self.notes)
        self.road = OverHttp(self.sdk, self._receive)
        self.url = ""
        self._session = session

    async def _receive(self, activity: Json) -> Json | None:
        if self.fault is not None:
            raise self.fault
        self.arrived.set()
        await self.goes_on.wait()
        self.taken.append(activity)
        return self.says

    async def brings(
        self,
        body: Mapping[str, Any] | bytes | AsyncIterator[bytes] = MESSAGE,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Teams brings this, with a good token unless told otherwise."""
        data = json.dumps(body).encode() if isinstance(body, Mapping) else body
        given = self.issuer.headers() if headers is None else headers
        async with self._session.post(self.url, data=data, headers=given) as said:
            return Answer(status=said.status, body=await said.text())


@asynccontextmanager
async def opened(*, development: bool = False) -> AsyncIterator[World]:
    async with Issuer() as issuer, aiohttp.ClientSession() as session:
        settings = Settings(
            app_id=APP, tenant=TENANT, tenants=frozenset({TENANT}), keys_url=issuer.url
        )
        if development:
            settings = Settings(development=True)
        world = World(settings, issuer, session)
        app = web.Application()
        app.add_routes(world.road.routes)
        async with TestServer(app) as server:
            world.url = str(server.make_url(PATH))
            yield world


def dialogue(
    test: Callable[..., Awaitable[None]] | None = None, *, development: bool = False
) -> Callable[..., Any]:
    """Runs an async test whose first argument is a World."""
    if test is None:
        return functools.partial(dialogue, development=development)

    @functools.wraps(test)
    def run(**given: Any) -> None:
        async def play() -> None:
            async with opened(development=development) as world:
                await test(world, **given)

        asyncio.run(play())

    signature = inspect.signature(test)
    rest = list(signature.parameters.values())[1:]
    run.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
    return run


@pytest.fixture(autouse=True)
def nothing_is_told(caplog: pytest.LogCaptureFixture):
    """Whatever happens, no log holds anything of a token, a message, or who wrote it."""
    caplog.set_level(logging.DEBUG)
    yield
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):
            told = logging.Formatter().format(record)
            for hidden in ("eyJ", "Bearer", SECRET, "Ana Ruiz", "29:1-ana"):
                assert hidden not in told
