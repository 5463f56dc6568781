"""Installing from the browser: ``/slack/install``, Slack's own page, and back to ``/slack/oauth``.

Whoever calls these pages has shown nobody who they are: all are asked for by GET, which no guard
takes for a sign of who it is, and only so many may begin in a minute.

What comes back is believed only with a state that we gave out less than ten minutes ago, in the
browser that got it, and once: else somebody could make others finish an installing of their own.
"""

import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.slack.installation import Installation
from adapters.slack.names import BEGIN_PATH, INSTALL_PATH, OAUTH_PATH
from adapters.slack.oauth import Refusal, Refused, Slack
from adapters.slack.pages import Pages
from adapters.slack.states import LASTS, States
from bot.protocol.ports import Vault

log = logging.getLogger(__name__)

COOKIE = "__Host-roundtable-install"
"""With this prefix browsers take it over https only, and from nobody but this host."""
A_MINUTE = 60
"""How many may begin to install in a minute, at one process: each makes a row in the database."""

_LONGEST = 1000
_STATUS = {
    Refusal.DENIED: 403,
    Refusal.CODE: 400,
    Refusal.AWAY: 503,
    Refusal.ORGANISATION: 403,
    Refusal.NOT_LISTED: 403,
}

Keep = Callable[[Installation], Awaitable[None]]


class Installing:
    """``keep`` is given each new installation; it raises if that could not be kept. ``clock``
    counts seconds from anywhere."""

    def __init__(
        self,
        slack: Slack,
        vault: Vault,
        pages: Pages,
        keep: Keep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._slack = slack
        self._states = States(vault, slack.sign, slack.clock)
        self._pages = pages
        self._keep = keep
        self._clock = clock
        self._begun: deque[float] = deque()
        self._open = True
        self.routes = (
            # Not by HEAD: whoever only looks where a link leads must not use a state up.
            web.get(INSTALL_PATH, self.show, allow_head=False),
            web.get(BEGIN_PATH, self.begin, allow_head=False),
            web.get(OAUTH_PATH, self.finish, allow_head=False),
        )

    def close(self) -> None:
        """From now on nobody can install."""
        self._open = False

    async def show(self, _: web.Request) -> web.Response:
        """What this is, and a button. Nothing is kept by looking."""
        return self._pages.page("install", button="install")

    async def begin(self, _: web.Request) -> web.Response:
        """To Slack's page, with a state of one's own."""
        if self._busy():
            return self._pages.page("busy", button="again", status=429)
        try:
            if not self._open:
                raise ConnectionError("the bot is stopping")
            state, cookie = await self._states.give()
        except Exception as error:
            return self._shut(error)
        answer = web.Response(
            status=303,
            headers={**self._pages.headers, "Location": self._slack.authorize_url(state)},
        )
        answer.set_cookie(
            COOKIE,
            cookie,
            max_age=int(LASTS.total_seconds()),
            path="/",
            secure=True,
            httponly=True,
            samesite="Lax",
        )
        return answer

    def _busy(self) -> bool:
        """Whether too many have begun in the last minute, this one not counted; else it is."""
        now = self._clock()
        while self._begun and self._begun[0] <= now - 60:
            self._begun.popleft()
        if len(self._begun) >= A_MINUTE:
            return True
        self._begun.append(now)
        return False

    async def finish(self, request: web.Request) -> web.Response:
        """Back from Slack, with a code or with its no."""
        answer = await self._finished(request)
        answer.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
        return answer

    async def _finished(self, request: web.Request) -> web.Response:
        try:
            if not self._open:
                raise ConnectionError("the bot is stopping")
            state, cookie = request.query.get("state", ""), request.cookies.get(COOKIE, "")
            if not await self._states.are_ours(state, cookie):
                return self._pages.page("stale", button="again", status=400)
        except Exception as error:
            return self._shut(error)
        try:
            installation = await self._slack.install(_code(request))
        except Refused as refused:
            page, status = refused.why.value, _STATUS[refused.why]
            return self._pages.page(page, button="again", status=status)
        except Exception as error:
            log.error("what Slack said cannot be read: %s", type(error).__name__)
            return self._pages.page("code", button="again", status=502)
        try:
            await self._keep(installation)
        except Exception as error:
            return self._shut(error)
        return self._pages.page("done", workspace=installation.install.name)

    def _shut(self, error: Exception) -> web.Response:
        log.warning("nothing can be installed now: %s", type(error).__name__)
        return self._pages.page("shut", button="again", status=503)


def _code(request: web.Request) -> str:
    """Raises Refused for Slack's no."""
    word, code = request.query.get("error"), request.query.get("code", "")
    if word is not None:
        # What stands there may come from anybody, and goes into no log.
        raise Refused(Refusal.DENIED if word == "access_denied" else Refusal.CODE)
    if not 0 < len(code) <= _LONGEST:
        raise Refused(Refusal.CODE)
    return code
