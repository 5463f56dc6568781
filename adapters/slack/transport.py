"""Slack's two roads to us, by Slack's own SDK: HTTP requests, or Socket Mode.

This is the one file that knows slack-bolt. Both roads end in one bolt app whose only listener is a
middleware: it answers 200 when the engine has committed, and 500 (which in Socket Mode is no answer
at all) when it could not. What we do not know is answered 200 too: to Slack a 404 is a failure that
it would repeat.
"""

import asyncio
import hashlib
import json
import logging
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import sdk_log
from adapters.slack.desk import Desk
from adapters.slack.names import PATH
from bot.protocol.adapter import shown

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024
"""Bytes of a request's body. A message of 40,000 letters takes a quarter of that at most."""
_FINGERPRINT = "fingerprint"


def bolt_app(desk: Desk, client: AsyncWebClient) -> AsyncApp:
    """The bolt app behind both roads. ``client`` needs no token."""

    async def authorize(**_: object) -> AuthorizeResult:
        # By default bolt asks auth.test for every start and answers 200, taken, when that fails.
        # Whose a request is, and whether the app is installed there, the desk finds out.
        return AuthorizeResult(enterprise_id=None, team_id=None)

    async def dispatch(req: AsyncBoltRequest) -> BoltResponse:
        try:
            answer = await desk.receive(req.body, req.context.get(_FINGERPRINT) or _print(req.body))
        except Exception as error:
            log.error("a request could not be taken: %s", type(error).__name__)
            return BoltResponse(status=500, body="")
        return BoltResponse(status=200, body=answer or "")

    app = AsyncApp(
        name="roundtable",
        logger=sdk_log,
        client=client,
        authorize=authorize,
        process_before_response=True,
        # Both are done before bolt and by ``listen``, where they can be tested as pure functions.
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.use(dispatch)
    return app


def _print(body: Any) -> str:
    # In Socket Mode nothing is signed; a payload's own trigger and action times make it unlike
    # any other.
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


class OverHttp:
    """Signed requests to ``/slack/events``: events, commands and interactions alike."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._open = True
        self.routes = (web.post(PATH, self.handle),)

    def ready(self) -> bool:
        return self._open

    async def open(self) -> None:
        """Nothing to do: the Application listens."""

    async def close(self) -> None:
        self._open = False

    async def handle(self, request: web.Request) -> web.Response:
        if not self._open:
            return web.Response(status=503)
        body = await _read(request)
        if body is None:
            return web.Response(status=413)
        signature = request.headers.get("X-Slack-Signature", "")
        if not self._signed(body, request.headers.get("X-Slack-Request-Timestamp", ""), signature):
            # Slack tries a command's certificate with a request that need not be signed.
            return web.Response(status=200 if _certificate_check(body) else 401)
        shown.get()()
        try:
            payload = _parsed(body.decode())
        except (ValueError, TypeError, RecursionError):
            return web.Response(status=400)
        fingerprint = hashlib.sha256(signature.encode() + b":" + body).hexdigest()
        # bolt's own parser takes a command that holds the word "payload" for something else, so
        # it is given the parsed request.
        bolt_request = AsyncBoltRequest(
            body=json.dumps(payload),
            headers={"content-type": "application/json"},
            context={_FINGERPRINT: fingerprint},
        )
        return await to_aiohttp_response(await self._app.async_dispatch(bolt_request))

    def _signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
            return False  # the verifier would raise
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except ValueError:
            return False  # a timestamp of thousands of digits, or a body that is no UTF-8


async def _read(request: web.Request) -> bytes | None:
    """The body, or None if it is too large. Stops reading there."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _certificate_check(body: bytes) -> bool:
    return body.startswith(b"ssl_check=1") or body.endswith(b"&ssl_check=1")


def _parsed(body: str) -> dict[str, Any]:
    """JSON for events; a form for commands; JSON in a form's ``payload`` for interactions."""
    if body.startswith("{"):
        payload = json.loads(body)
    else:
        payload = dict(parse_qsl(body, keep_blank_values=True))
        if "command" not in payload and "payload" in payload:
            payload = json.loads(payload["payload"])
    if not isinstance(payload, dict):
        raise TypeError("not an object")
    return payload


class OverSocket:
    """Socket Mode: a web socket that we open, so that no public address is needed."""

    routes = ()

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, logger=sdk_log, web_client=client)
        self._connecting: asyncio.Task[None] | None = None

    def ready(self) -> bool:
        session = self._handler.client.current_session
        return session is not None and not session.closed

    async def open(self) -> None:
        # Connecting tries until it works, which must not keep everything else from starting.
        self._connecting = asyncio.create_task(self._handler.connect_async())

    async def close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        await self._handler.close_async()
