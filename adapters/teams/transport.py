"""Teams' road to us: signed requests to ``/api/messages``.

What is answered says what Teams shall do: 200 when the engine has committed; 503 for what could not
be taken now, so that it is delivered again; 4xx for what will never be taken.
"""

import asyncio
import json
import logging
import traceback
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.teams.gate import Forbidden
from adapters.teams.keys import KeysAway
from adapters.teams.names import PATH
from adapters.teams.sdk import Json, Receive, TeamsSdk, Unreadable
from adapters.teams.tokens import Refused
from bot.protocol.adapter import shown

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024
"""Bytes of a request's body. A message has at most 100 kB in UTF-16, comes as text and as HTML, and
a letter may take three bytes or six on the way."""
STOPPING = 10.0
"""Seconds for which a process that stops waits for what it is taking."""

# They tell what they send and receive, tokens included, below this level.
for _name in ("botbuilder", "botframework", "msal", "msrest", "requests", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class _Wordless(logging.Filter):
    """aiohttp quotes a request that it cannot parse, such as one whose token is too long."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
            record.exc_info = None
        return True


logging.getLogger("aiohttp.server").addFilter(_Wordless())


class OverHttp:
    """The route. ``receive`` returns when all that an activity stands for is committed, with the
    body of an invoke's answer; it raises if that could not be done, and Unreadable for what no
    repeating mends."""

    def __init__(self, sdk: TeamsSdk, receive: Receive) -> None:
        self._sdk = sdk
        self._receive = receive
        self._open = True
        self._taking: set[asyncio.Task[Any]] = set()
        self.routes = (web.post(PATH, self.handle),)

    def ready(self) -> bool:
        return self._open

    async def close(self) -> None:
        """Take nothing new, and finish what is being taken: its replies have to be shown yet."""
        self._open = False
        if self._taking:
            await asyncio.wait(self._taking, timeout=STOPPING)

    async def handle(self, request: web.Request) -> web.Response:
        if not self._open:
            return web.Response(status=503)
        task = asyncio.current_task()
        assert task is not None
        self._taking.add(task)
        try:
            return await self._taken(request)
        finally:
            self._taking.discard(task)

    async def _taken(self, request: web.Request) -> web.Response:
        try:
            # Before the body: of a stranger nothing is read.
            caller = await self._sdk.gate.caller(request.headers, request.remote)
            shown.get()()
            body = await _body(request)
            if body is None:
                log.warning("a request of more than %d bytes was refused", LARGEST)
                return web.Response(status=413)
            answer = await self._sdk.take(caller, _parsed(body), self._receive)
        except Refused as error:
            log.info("a request was refused: %s", error)
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        except Forbidden:
            return web.Response(status=403)
        except Unreadable as error:
            log.warning("a request was not understood: %s", error)
            return web.Response(status=400)
        except KeysAway:
            return web.Response(status=503)
        except Exception as error:
            if error is request.content.exception():
                raise  # a body that does not come to its end, of which the guard knows the rest
            log.error("an activity could not be taken: %s", _where(error))
            return web.Response(status=503)
        return web.Response() if answer is None else web.json_response(answer)


async def _body(request: web.Request) -> bytes | None:
    """The body, or None if it is too large. Stops reading there."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _parsed(body: bytes) -> Json:
    try:
        # The parser by itself would take UTF-16 as well.
        raw = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Unreadable("the body is no JSON") from None
    if not isinstance(raw, dict):
        raise Unreadable("the body is no object")
    return raw


def _where(error: Exception) -> str:
    """The type and place of an error. Its message may quote the activity."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}"
