"""What Microsoft's connector does and Playground does not: it brings a token along.

Playground sends to this proxy as if it were the bot; what comes by goes on to the bot with a token
of the issuer on loopback, and the bot's answer goes back as it is.
"""

from typing import Self

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.names import PATH
from tests.teams.issuer import Issuer
from tests.teams.standin_state import APP


class SigningProxy:
    """``async with SigningProxy(bot_url, issuer) as proxy``: listens at ``proxy.url``."""

    def __init__(self, bot_url: str, issuer: Issuer) -> None:
        self._bot_url = bot_url
        self._issuer = issuer
        app = web.Application()
        app.add_routes([web.post(PATH, self._pass)])
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()
        await self._session.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url(PATH))

    async def _pass(self, request: web.Request) -> web.Response:
        body = await request.read()
        activity = await request.json()
        # The token holds for the address at which the connector of this activity is called.
        signed = self._issuer.headers(aud=APP, serviceurl=activity.get("serviceUrl"))
        headers = {"Content-Type": request.content_type, **signed}
        async with self._session.post(self._bot_url, data=body, headers=headers) as answer:
            return web.Response(
                status=answer.status,
                body=await answer.read(),
                content_type=answer.content_type,
            )
