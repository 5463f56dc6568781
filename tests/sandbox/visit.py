"""A visit to the sandbox's server, on a real socket on loopback, with a pretended engine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from adapters.sandbox.server import Files, Table, application, set_table
from tests.sandbox import pretend


class Visit:
    """The server's table, and a client in front of its door."""

    def __init__(self, table: Table, session: aiohttp.ClientSession, url: str) -> None:
        self.table = table
        self.session = session
        self.url = url

    @property
    def engine(self) -> pretend.PretendScene:
        assert isinstance(self.table.scene, pretend.PretendScene)
        return self.table.scene

    async def post(self, name: str, **body: Any) -> tuple[int, Any]:
        """A gesture: the status, and what the server says."""
        async with self.session.post(f"{self.url}/api/{name}", json=body) as answer:
            return answer.status, await answer.json()

    async def does(self, name: str, who: str, **body: Any) -> None:
        """A gesture that is taken."""
        assert await self.post(name, who=who, **body) == (200, {"ok": True})

    async def refused(self, name: str, who: str, **body: Any) -> tuple[int, str]:
        """A gesture that is not taken: the status and the sentence."""
        status, said = await self.post(name, who=who, **body)
        return status, said["problem"]

    async def sees(self, who: str) -> Any:
        async with self.session.get(f"{self.url}/api/view", params={"who": who}) as answer:
            return await answer.json()


@asynccontextmanager
async def visiting(folder: Path, *, keep: bool = False) -> AsyncIterator[Visit]:
    """A server that is open within the block; with ``keep``, what happens stays in ``folder``."""
    async with AsyncExitStack() as stack:
        files = Files.beside(folder / "state.db") if keep else None
        table = await set_table(pretend.kit(folder), stack, files)
        runner = web.AppRunner(application(table, ticking=False), shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Visit(table, session, f"http://127.0.0.1:{runner.addresses[0][1]}")


def visit(story: Callable[[Visit], Awaitable[None]]) -> Callable[[Path], None]:
    """A test that is told as a visit."""

    @wraps(story)
    def test(tmp_path: Path) -> None:
        async def told() -> None:
            async with visiting(tmp_path) as there:
                await story(there)

        asyncio.run(told())

    # pytest asks for the arguments of what is wrapped, if it can see it.
    del test.__wrapped__
    return test


def letters(messages: list[Any]) -> list[str]:
    """What stands in each message of a view, in one line."""

    def nodes(block: Any) -> list[Any]:
        if block["t"] != "bullets":
            return block["nodes"]
        return [node for line in block["items"] for node in line]

    return [
        " ".join(node["text"] for block in m["blocks"] for node in nodes(block)) for m in messages
    ]
