"""What stands before every request: the sandbox has no log-in, so it answers this machine alone.

It listens on loopback. A page of another site can still send requests there, with its own name as
Origin, or with a name of its own that points to 127.0.0.1 as Host; both are turned away.
"""

import json
import logging

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.protocol.ports import StageError

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_NAMES = ("127.0.0.1", "localhost", "[::1]")

log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that cannot be done: the status, and a sentence for the person."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn strangers away, and give every problem as JSON with a sentence."""
    try:
        _own(request)
        return await handler(request)
    except Refused as refused:
        return _problem(refused.status, refused.problem)
    except StageError as why:
        return _problem(409, _sentence(str(why)))
    except web.HTTPRequestEntityTooLarge:
        return _problem(413, "That is too much at once. Send it in parts.")
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        return _problem(answer.status, f"{answer.reason}.")
    except Exception:
        log.exception("a request to the sandbox failed")
        return _problem(500, "The sandbox could not do that. Its log says why.")


async def dress(request: web.Request, response: web.StreamResponse) -> None:
    """Give every answer the headers that keep the page to itself."""
    response.headers.update(HEADERS)


def _own(request: web.Request) -> None:
    hosts = _hosts(request)
    if request.host.lower() not in hosts:
        raise Refused(421, "The sandbox answers on 127.0.0.1 and localhost alone.")
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() not in {f"http://{host}" for host in hosts}:
        raise Refused(403, "The sandbox takes nothing from other pages.")


def _hosts(request: web.Request) -> set[str]:
    address = request.get_extra_info("sockname")
    port = address[1] if isinstance(address, tuple) else 0
    hosts = {f"{name}:{port}" for name in _NAMES}
    return hosts | set(_NAMES) if port == 80 else hosts


def _problem(status: int, problem: str) -> web.Response:
    return web.Response(
        status=status,
        text=json.dumps({"problem": problem}, ensure_ascii=False),
        content_type="application/json",
    )


def _sentence(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."
