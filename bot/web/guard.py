"""What stands before every request: nobody who has not shown who they are may cost much.

What is in hand at once is bounded, and answered 503 beyond, so that platforms deliver again. A body
has to come to its end in time, makes room when too many are on their way, and is not read where its
length or its door is wrong. So a request that nobody signed costs a bounded read and a hash at
most. A source of refused requests (401) is cut off for a while, but for one request at a time.

Anyone can have a platform deliver to us for an app of their own, which is refused and comes from
the platform's own addresses. So a source that has shown lately who it is is never cut off, and
whoever does so while cut off is let in again. Adapters say so of a request (``shown``); what it was
answered proves nothing. Neither is an address outside the public Internet cut off, where a proxy
may stand before everyone; nothing that a client writes into its headers counts as its address.
"""

import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.protocol.adapter import shown
from bot.web.addresses import address, inside, source_of
from bot.web.bodies import CLOSE, Bodies

log = logging.getLogger(__name__)

_REFUSED = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``in_hand``: requests at once whose body has come; ``bodies``: those on their way, at once;
    ``unknown``: requests of one source that is not known, at once. ``refused`` requests within
    ``window`` seconds cut a source off for ``window``. ``body``: seconds for a body to come.
    ``known``: seconds for which a source stays known. ``sources`` are kept at most. ``largest``:
    bytes of a body."""

    in_hand: int = 1024
    bodies: int = 1024
    unknown: int = 256
    refused: int = 20
    window: float = 60.0
    body: float = 10.0
    known: float = 24 * 3600.0
    sources: int = 4096
    largest: int = 1024 * 1024


@dataclass(slots=True)
class _Source:
    """What came from one address. ``since`` is when ``refused`` began to be counted."""

    in_hand: int = 0
    refused: int = 0
    since: float = -math.inf
    cut_off_until: float = -math.inf
    known_until: float = -math.inf


class Guard:
    """``proxies``: networks of the public Internet that stand before everyone. ``clock`` counts
    seconds from anywhere. ``shared`` tells addresses that may be many clients' at once; paths that
    are ``spared`` are answered whatever is in hand."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        proxies: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
        shared: Callable[[str], bool] | None = None,
        spared: Sequence[str] = (),
    ) -> None:
        self.limits = limits or Limits()
        self._proxies = [ip_network(each) for each in proxies]
        self._clock = clock
        self._shared = shared or inside
        self._spared = frozenset(spared)
        self._sources: OrderedDict[str, _Source] = OrderedDict()
        self._bodies = Bodies(self.limits.bodies, self.limits.body)
        self._in_hand = 0

    @property
    def sources(self) -> int:
        """How many sources are kept now."""
        return len(self._sources)

    def trusts(self, remote: str) -> bool:
        """Whether any number of connections may come from an address: a proxy's, or a source's
        that is known."""
        if self._stands_before_others(remote):
            return True
        source = self._sources.get(source_of(remote))
        return source is not None and self._is_known(source)

    def middleware(self) -> Middleware:
        """For an Application; the outermost one."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._take(request, handler)

        return guard

    async def _take(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if (problem := request.match_info.http_exception) is not None:
            return _unread(problem.status)
        if (request.content_length or 0) > self.limits.largest:
            return _unread(413)
        if request.path in self._spared:
            return await handler(request)
        if self._in_hand - len(self._bodies) >= self.limits.in_hand:
            return _unread(503, after=1)
        source = self._source(request.remote or "")
        if source is not None and (after := self._turned_away(source)):
            return _unread(429, after=after)
        with self._held(source), self._bodies.awaited(request):
            answer = await _handled(request, handler)
        if source is not None and request.method == "POST" and answer.status == _REFUSED:
            self._refused(source)
        return answer

    @contextmanager
    def _held(self, source: _Source | None) -> Iterator[None]:
        """Count what is in hand, in all and of this source, and learn who it is if that is shown
        meanwhile."""
        source = source or _Source()
        self._in_hand += 1
        source.in_hand += 1
        before = shown.set(partial(self._known, source))
        try:
            yield
        finally:
            shown.reset(before)
            self._in_hand -= 1
            source.in_hand -= 1

    def _source(self, remote: str) -> _Source | None:
        """The source of a request; None for one that is never cut off."""
        if self._stands_before_others(remote):
            return None
        name = source_of(remote)
        source = self._sources.setdefault(name, _Source())
        self._sources.move_to_end(name)
        if len(self._sources) > self.limits.sources:
            self._forget()
        return source

    def _stands_before_others(self, remote: str) -> bool:
        found = address(remote)
        passes_on = found is not None and any(found in each for each in self._proxies)
        return passes_on or self._shared(remote)

    def _forget(self) -> None:
        """Forget the source that was heard of longest ago; one that is known, last of all: a flood
        from everywhere must not make strangers of the platforms."""
        oldest = next(iter(self._sources))
        strangers = (name for name, each in self._sources.items() if not self._is_known(each))
        del self._sources[next(strangers, oldest)]

    def _turned_away(self, source: _Source) -> int:
        """After how many seconds a source may come again; 0 for one that is let in."""
        if self._is_known(source):
            return 0
        now = self._clock()
        if now < source.cut_off_until and source.in_hand:
            return math.ceil(source.cut_off_until - now)
        return 1 if source.in_hand >= self.limits.unknown else 0

    def _is_known(self, source: _Source) -> bool:
        return self._clock() < source.known_until

    def _known(self, source: _Source) -> None:
        """Note that a source has shown who it is."""
        source.known_until = self._clock() + self.limits.known
        source.cut_off_until = -math.inf
        source.refused = 0

    def _refused(self, source: _Source) -> None:
        """Note that a request was refused."""
        if self._is_known(source):
            return
        now = self._clock()
        if now - source.since > self.limits.window:
            source.since, source.refused = now, 0
        source.refused += 1
        if source.refused >= self.limits.refused and now >= source.cut_off_until:
            source.cut_off_until = now + self.limits.window
            log.warning("a source of refused requests is cut off for a while")


async def _handled(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The handler's answer. A body that ends midway, or is not what it says, is no error of ours
    and not worth a line: anyone can send one."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        if error is not request.content.exception():
            raise
        return _unread(400)


def _unread(status: int, *, after: int | None = None) -> web.Response:
    """An answer to a request whose body is not read: there is nothing more to say to each other."""
    answer = web.Response(status=status, headers=CLOSE)
    if after is not None:
        answer.headers["Retry-After"] = str(after)
    answer.force_close()
    return answer
