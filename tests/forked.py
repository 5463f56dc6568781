"""Many deaths of one life: at each chosen point the process divides, and its child dies there.

So the way up to a point is gone once, not once for each point. The child has the memory of its
parent, the platform's too, and a copy of the database as it was on disk; it dies, starts again,
plays to the end and sends what came of it. For SQLite only: a server's database cannot be copied in
the middle of a transaction.
"""

import asyncio
import os
import pickle
import selectors
import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.mortal import Reaper


class ForkingReaper(Reaper):
    """Kills at no point in its own life, and at each of ``chosen`` in a child's. At most ``jobs``
    children live at once; ``hear`` is told what each has sent."""

    def __init__(
        self, url: str, chosen: Collection[int], jobs: int, hear: Callable[[Any], None]
    ) -> None:
        super().__init__()
        self._file = Path(make_url(url).database or "")
        self._chosen = frozenset(chosen)
        self._jobs = jobs
        self._hear = hear
        self.reached: set[int] = set()
        """The chosen points that came."""
        self._children: dict[int, tuple[int, Path]] = {}
        self._pipe: int | None = None

    @property
    def is_child(self) -> bool:
        """Whether this process was born to die."""
        return self._pipe is not None

    def point(self, name: str) -> None:
        if not self.dead and not self.is_child and self.count + 1 in self._chosen:
            self._divide()
        super().point(name)

    def rest(self) -> tuple[str, ...]:
        # Whoever looks at what is there comes to points, too; those are nobody's life.
        self._chosen = frozenset()
        return super().rest()

    def _divide(self) -> None:
        self.reached.add(self.count + 1)
        while len(self._children) >= self._jobs:
            self._wait()
        folder = Path(tempfile.mkdtemp())
        for suffix in ("", "-wal"):
            source = self._file.with_name(self._file.name + suffix)
            if source.exists():
                shutil.copyfile(source, folder / source.name)
        reading, writing = os.pipe()
        loop = asyncio.get_running_loop()
        child = os.fork()
        if child:
            os.close(writing)
            self._children[child] = (reading, folder)
            return
        _goes_on(loop)
        os.close(reading)
        self._pipe = writing
        self.at = self.count + 1
        self.url = f"sqlite:///{folder / self._file.name}"
        # Closing what the parent has open would write into its database.
        self.inherited = list(self.connections)

    def _wait(self) -> None:
        """Hear the child that was born first."""
        child = next(iter(self._children))
        reading, folder = self._children.pop(child)
        with os.fdopen(reading, "rb") as pipe:
            sent = pipe.read()
        os.waitpid(child, 0)
        shutil.rmtree(folder)
        self._hear(pickle.loads(sent))

    def gather(self) -> None:
        """Hear all children that are left."""
        while self._children:
            self._wait()

    def send(self, result: Any) -> None:
        """The last thing that a child does."""
        assert self._pipe is not None
        with os.fdopen(self._pipe, "wb") as pipe:
            pickle.dump(result, pipe)
        os._exit(0)


def _goes_on(loop: Any) -> None:
    """Let a loop run in this process as it did in its parent's: with ears and threads of its own.
    asyncio has no word for that."""
    asyncio._set_running_loop(loop)
    loop._selector.close()
    loop._selector = selectors.DefaultSelector()
    loop._make_self_pipe()
    loop._default_executor = None
