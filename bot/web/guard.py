"""What stands before every request: nobody who has not shown who they are may cost much.

What is in hand at once is bounded, and answered 503 beyond, so that platforms deliver again. A body
has to come to its end in time, and is not read where its length or its door is wrong. So a request
that nobody signed costs a bounded read and a hash at most. A source of refused requests (401) is
cut off for a while, but for one request at a time.

Anyone can have a platform deliver to us for an app of their own, which is refused and comes from
the platform's own addresses. So a source that has shown lately who it is (a POST that was not
refused) is never cut off, and whoever does so while cut off is let in again. Neither is an address
outside the public Internet, where a proxy may stand before everyone; nothing that a client writes
into its headers counts as its address.
"""

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

log = logging.getLogger(__name__)

SUBNET = 64
"""Bits of an IPv6 address that tell a source: whoever has one address has all the rest."""
_REFUSED = 401
_SAYS_NOTHING = (_REFUSED, 404, 405, 408, 413, 429, 503)
"""Statuses with which strangers are answered, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``in_hand``: requests at once; ``unknown``: of one source that is not known, at once.
    ``refused`` requests within ``window`` seconds cut a source off for ``window``. ``body``:
    seconds for a body to come. ``known``: seconds for which a source stays known. ``sources`` are
    kept at most. ``largest``: bytes of a body."""

    in_hand: int = 1024
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
        self._shared = shared or _inside
        self._spared = frozenset(spared)
        self._sources: OrderedDict[str, _Source] = OrderedDict()
        self._in_hand = 0

    @property
    def sources(self) -> int:
        """How many sources are kept now."""
        return len(self._sources)

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
        if self._in_hand >= self.limits.in_hand:
            return _unread(503, after=1)
        source = self._source(request.remote)
        if source is not None and (after := self._turned_away(source)):
            return _unread(429, after=after)
        with self._held(source), _in_time(request, self.limits.body):
            answer = await handler(request)
        if source is not None and request.method == "POST":
            self._learn(source, answer.status)
        return answer

    @contextmanager
    def _held(self, source: _Source | None) -> Iterator[None]:
        """Count what is in hand, in all and of this source."""
        source = source or _Source()
        self._in_hand += 1
        source.in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1
            source.in_hand -= 1

    def _source(self, remote: str | None) -> _Source | None:
        """The source of a request; None for one that is never cut off."""
        name = _name(remote or "")
        if self._shared(remote or "") or self._passes_on(remote or ""):
            return None
        source = self._sources.setdefault(name, _Source())
        self._sources.move_to_end(name)
        if len(self._sources) > self.limits.sources:
            self._forget()
        return source

    def _passes_on(self, remote: str) -> bool:
        try:
            return any(ip_address(remote) in each for each in self._proxies)
        except ValueError:
            return False

    def _forget(self) -> None:
        """Forget the source that was heard of longest ago; one that is known, last of all: a flood
        from everywhere must not make strangers of the platforms."""
        now = self._clock()
        oldest = next(iter(self._sources))
        strangers = (name for name, each in self._sources.items() if each.known_until <= now)
        del self._sources[next(strangers, oldest)]

    def _turned_away(self, source: _Source) -> int:
        """After how many seconds a source may come again; 0 for one that is let in."""
        now = self._clock()
        if now < source.known_until:
            return 0
        if now < source.cut_off_until and source.in_hand:
            return math.ceil(source.cut_off_until - now)
        return 1 if source.in_hand >= self.limits.unknown else 0

    def _learn(self, source: _Source, status: int) -> None:
        """Note how a request was answered."""
        now = self._clock()
        if status not in _SAYS_NOTHING:
            source.known_until = now + self.limits.known
            source.cut_off_until = -math.inf
            source.refused = 0
        elif status == _REFUSED:
            if now - source.since > self.limits.window:
                source.since, source.refused = now, 0
            source.refused += 1
            if source.refused >= self.limits.refused and now >= source.cut_off_until:
                source.cut_off_until = now + self.limits.window
                log.warning("a source of refused requests is cut off for a while")


def _inside(remote: str) -> bool:
    """Whether an address is not one of the public Internet, or is none at all."""
    try:
        return not ip_address(remote).is_global
    except ValueError:
        return True


def _name(remote: str) -> str:
    """What a source is known by."""
    try:
        address = ip_address(remote)
    except ValueError:
        return remote
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ip_network((address, SUBNET), strict=False))
    return remote


@contextmanager
def _in_time(request: web.Request, seconds: float) -> Iterator[None]:
    """Within the block, reading the body ends with 408 when it has not come by then. What is done
    with a body that came is not hurried."""

    def late() -> None:
        if not request.content.is_eof() and not request.content.at_eof():
            request.content.set_exception(web.HTTPRequestTimeout(headers=_CLOSE))

    timer = asyncio.get_running_loop().call_later(seconds, late)
    try:
        yield
    finally:
        timer.cancel()


_CLOSE = {"Connection": "close"}


def _unread(status: int, *, after: int | None = None) -> web.Response:
    """An answer to a request whose body is not read: there is nothing more to say to each other."""
    answer = web.Response(status=status, headers=_CLOSE)
    if after is not None:
        answer.headers["Retry-After"] = str(after)
    answer.force_close()
    return answer
