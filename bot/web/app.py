"""Serving: the Application, and whether the process is alive and ready."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from aiohttp import web

from bot.protocol.adapter import Running
from bot.web.guard import Guard
from bot.web.listening import TRUSTS
from bot.web.listening import serving as serving

ALIVE = "/healthz"
READY = 1.5
"""Seconds that the database has to answer for ``/readyz``: whoever asks gives up soon after, and
should hear what is missing."""


def application(
    platforms: Sequence[Running],
    store_ready: Callable[[], Awaitable[bool]],
    pages: Iterable[web.RouteDef] = (),
    guard: Guard | None = None,
) -> web.Application:
    """All routes, ``pages`` among them, behind a guard. ``/healthz``: the process answers;
    ``/readyz``: so do the database and every platform's connection."""
    guard = guard or Guard(spared=(ALIVE,))
    app = web.Application(client_max_size=guard.limits.largest, middlewares=[guard.middleware()])
    app[TRUSTS] = guard.trusts

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        store = await store_ready()
        connected = all(each.ready() for each in platforms)
        state = {"database": store, "platforms": connected}
        return web.json_response(state, status=200 if store and connected else 503)

    app.router.add_get(ALIVE, healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_routes(pages)
    for each in platforms:
        app.router.add_routes(each.routes)
    return app
