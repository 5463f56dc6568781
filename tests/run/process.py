"""Roundtable as a process of its own: started as an operator would, listened to, killed."""

import asyncio
import os
import re
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import aiohttp

from tests.patience import LONG

ROOT = Path(__file__).parents[2]
_LISTENS = re.compile(r"listens on port (\d+)")


class Process(Protocol):
    """What is asked of a process, however it was started."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    @property
    def stderr(self) -> asyncio.StreamReader | None: ...
    def send_signal(self, signal: int, /) -> None: ...
    async def wait(self) -> int: ...


class Bot:
    """One process. Everything that it writes is kept, for what must never stand in a log."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.lines: list[str] = []
        self.stopping = False
        """Whether it was told to stop."""
        self._stirred = asyncio.Event()
        assert process.stderr is not None
        self._reading = asyncio.create_task(self._read(process.stderr))

    async def _read(self, stream: asyncio.StreamReader) -> None:
        async for line in stream:
            self.lines.append(line.decode().rstrip())
            self._stirred.set()
        self._stirred.set()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    async def says(self, words: str) -> str:
        """Wait for a line of the log with these words; the line."""
        try:
            async with asyncio.timeout(LONG):
                while True:
                    self._stirred.clear()
                    for line in self.lines:
                        if words in line:
                            return line
                    if self._reading.done():
                        raise AssertionError(f"it ended and never said {words!r}:\n{self.log}")
                    await self._stirred.wait()
        except TimeoutError:
            raise AssertionError(f"it never said {words!r}:\n{self.log}") from None

    async def port(self) -> int:
        found = _LISTENS.search(await self.says("listens on port"))
        assert found is not None
        return int(found[1])

    async def ready(self) -> str:
        """Wait until it can take events; its address."""
        address = f"http://127.0.0.1:{await self.port()}"
        await self.says("ready")
        status, state = await health(address, "readyz")
        assert status == 200, state
        return address

    def kill(self) -> None:
        """``kill -9``: nothing of it runs any more, not even to say goodbye."""
        if self.running:
            self._process.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM, as a service manager stops it."""
        self.stopping = True
        self._process.send_signal(signal.SIGTERM)

    async def ended(self, patience: float | None = LONG) -> int:
        """Wait for its end; the exit code."""
        async with asyncio.timeout(patience):
            code = await self._process.wait()
            await self._reading
        return code


async def health(address: str, page: str) -> tuple[int, object]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address}/{page}") as response,
    ):
        return response.status, await response.json()


def environment(**settings: str) -> dict[str, str]:
    """What a process gets to see: none of this machine's own settings but the path."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PORT": "0", "HOST": "127.0.0.1", **settings}


@asynccontextmanager
async def started(
    env: Mapping[str, str],
    command: Sequence[str] = ("-m", "bot", "run"),
    folder: Path | None = None,
    watch: Callable[[Bot], None] = lambda bot: None,
) -> AsyncIterator[Bot]:
    """A process that ends with the block, at the latest. It starts in a folder that is not the
    checkout. ``watch`` is handed it at its end."""
    with tempfile.TemporaryDirectory() as elsewhere:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=dict(env), cwd=folder or elsewhere, stderr=PIPE
        )
        bot = Bot(process)
        try:
            yield bot
        finally:
            bot.kill()
            await bot.ended()
            watch(bot)


async def ran(
    env: Mapping[str, str], *command: str, folder: Path | None = None
) -> tuple[int, str, str]:
    """Run Python with these arguments to its end; exit code, stdout and stderr."""
    with tempfile.TemporaryDirectory() as elsewhere:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=dict(env), cwd=folder or elsewhere,
            stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        async with asyncio.timeout(LONG):
            out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()
