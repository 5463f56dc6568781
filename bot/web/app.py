"""Serving: the Application, and whether the process is alive and ready."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.protocol.adapter import Running, SettingsError

LARGEST = 1024 * 1024
"""Bytes of a request's body; platforms send far less."""


def application(
    platforms: Sequence[Running], store_ready: Callable[[], Awaitable[bool]]
) -> web.Application:
    """All routes. ``/healthz``: the process answers; ``/readyz``: so do the database and every
    platform's connection."""
    app = web.Application(client_max_size=LARGEST)

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        store = await store_ready()
        connected = all(each.ready() for each in platforms)
        state = {"database": store, "platforms": connected}
        return web.json_response(state, status=200 if store and connected else 503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    for each in platforms:
        app.router.add_routes(each.routes)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Listen until left; yields the port that is listened on (another one for port 0). Raises
    SettingsError if nobody can listen there."""
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=10)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        why = error.strerror or type(error).__name__
        raise SettingsError(
            [f"HOST {host} and PORT {port} cannot be listened on: {why}"]
        ) from error
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
