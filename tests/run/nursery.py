"""Starts processes in a moment: one that has imported and read everything divides itself.

Starting Python anew takes seconds of a processor; a proof that kills hundreds of processes would do
little else. A child shares nothing with its siblings but memory that nobody changes.
"""

import asyncio
import gc
import json
import os
import random
import select
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn, Self

from tests.run.process import Bot, environment

LOOKS = 0.03
"""Seconds between two looks for children that ended."""
LONGEST = 65_536


class Child:
    """A process that the nursery started; asked as ``asyncio.subprocess.Process`` is."""

    def __init__(self, pid: int, stderr: asyncio.StreamReader) -> None:
        self.pid = pid
        self.stderr = stderr
        self.code: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def returncode(self) -> int | None:
        return self.code.result() if self.code.done() else None

    def send_signal(self, signal: int, /) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal)

    async def wait(self) -> int:
        return await asyncio.shield(self.code)


class Nursery:
    """``command`` is a Python command line that ends in ``serve``; it is handed the number of its
    end of the line as a last argument."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._children: dict[int, Child] = {}
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._one = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._elsewhere = tempfile.TemporaryDirectory()
        self._mother = await asyncio.create_subprocess_exec(
            sys.executable, *self._command, str(theirs.fileno()),
            env=environment(), cwd=self._elsewhere.name, pass_fds=[theirs.fileno()],
        )  # fmt: skip
        theirs.close()
        self._line.setblocking(False)
        asyncio.get_running_loop().add_reader(self._line, self._hear)
        return self

    async def __aexit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_reader(self._line)
        self._line.close()
        await self._mother.wait()
        self._elsewhere.cleanup()

    async def bot(self, env: Mapping[str, str]) -> Bot:
        """A new process that sees this environment."""
        reading, writing = os.pipe()
        stream = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reading, "rb")
        )
        async with self._one:
            socket.send_fds(self._line, [json.dumps(dict(env)).encode()], [writing])
            os.close(writing)
            pid = await self._born.get()
            child = self._children[pid] = Child(pid, stream)
        return Bot(child)

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            while said := self._line.recv(LONGEST):
                pid, code = json.loads(said)
                if code is None:
                    self._born.put_nowait(pid)
                elif (child := self._children.pop(pid, None)) and not child.code.done():
                    child.code.set_result(code)


def serve(main: Callable[[], Awaitable[int]]) -> None:
    """Be the process that divides itself; each child runs ``main`` and ends with what it returns.
    Ends when nobody is at the other end of the line, and its children with it."""
    line = socket.socket(fileno=int(sys.argv[-1]))
    children: set[int] = set()
    # What is there already is never looked through for rubbish, and so stays shared.
    gc.collect()
    gc.freeze()
    while True:
        if select.select([line], [], [], LOOKS)[0]:
            said, ends, _, _ = socket.recv_fds(line, LONGEST, 1)
            if not said:
                break
            pid = os.fork()
            if pid == 0:
                line.close()
                _live(main, json.loads(said), ends[0])
            os.close(ends[0])
            children.add(pid)
            line.send(json.dumps([pid, None]).encode())
        while children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            children.discard(pid)
            line.send(json.dumps([pid, os.waitstatus_to_exitcode(status)]).encode())
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _live(main: Callable[[], Any], env: Mapping[str, str], stderr: int) -> NoReturn:
    code = 1
    try:
        os.dup2(stderr, 2)
        os.environ.clear()
        os.environ.update(env)
        random.seed()  # or all of them would draw the same
        code = asyncio.run(main())
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
