"""What a folder under ``adapters/`` offers: an object called ``ADAPTER`` in its package.

The command line finds adapters by scanning that folder; nothing in ``bot`` names one.
"""

import argparse
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.protocol.ports import Chat, Ear, Stage, Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """An environment variable that an adapter reads: its name, a line of help, and whether its
    value is a secret (then never shown)."""

    name: str
    meaning: str
    secret: bool = False


class SettingsError(Exception):
    """What is wrong with the configuration: ``problems`` are sentences, all of them at once."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A started adapter. ``routes`` are aiohttp route definitions for the one Application; ``open``
    is called once the Application listens (Socket Mode connects here), again and again until it
    works, unless it raises SettingsError, which ends the bot; ``close`` is called before it stops:
    after it no further event is taken. ``ready`` says whether events can come in now."""

    chat: Chat
    routes: Sequence[Any] = ()
    open: Callable[[], Awaitable[None]] | None = None
    close: Callable[[], Awaitable[None]] | None = None
    ready: Callable[[], bool] = lambda: True


def _to_nobody() -> None:
    """What showing does where nobody keeps the door."""


shown: ContextVar[Callable[[], None]] = ContextVar("shown", default=_to_nobody)
"""An adapter calls what is in here once it has verified that the request at hand was sent by its
platform, and for no other: whoever keeps the door learns who comes from that alone."""


class Scene(Protocol):
    """The whole engine on a clock that is moved by hand: for the sandbox, rehearsals, tests."""

    @property
    def ear(self) -> Ear: ...

    def now(self) -> datetime: ...
    def next_due(self) -> datetime | None:
        """When the next thing will happen by itself, or None."""
        ...

    async def advance(self, to: datetime) -> None:
        """Move the clock on; everything due before happens first, each at its own time."""
        ...

    async def settle(self) -> None:
        """Carry out all that waits now: sends, jobs, what is due."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneOptions:
    """How a Scene begins: the database's URL (None: in memory), the first instant (UTC; a database
    that has gone further wins), the seed of the dice, more folders of prompts."""

    database: str | None
    starts: datetime
    seed: int = 0
    prompts: tuple[Path, ...] = ()


OpenScene = Callable[[SceneOptions, Mapping[str, Chat]], AbstractAsyncContextManager[Scene]]
"""Opens a Scene on these platforms' chats, by the platform's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What a subcommand of an adapter may use: ``scene`` opens an engine on a simulated clock,
    ``rehearsals`` is the folder of the scripts that ship, ``perform`` plays a script's file on a
    Stage and returns the sentences of what failed (with file and line)."""

    scene: OpenScene
    rehearsals: Path
    perform: Callable[[Path, Stage, Scene], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """A word after ``python -m bot`` that an adapter adds. ``run`` returns the exit code."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Kit], Awaitable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Playhouse:
    """A platform in memory: its ``name``, its Chat for the engine, and the Stage that acts on it
    once there is an engine to hear it."""

    name: str
    chat: Chat
    stage: Callable[[Ear], Stage]


class Adapter(Protocol):
    """One platform."""

    name: str
    variables: Sequence[Variable]

    def settings(self, env: Mapping[str, str]) -> Any | None:
        """Read what is needed to run; None if this platform is not configured at all. Raises
        SettingsError with every problem."""
        ...

    async def start(self, settings: Any, ear: Ear, vault: Vault | None = None) -> Running:
        """``vault`` is there where secrets can be kept: where a key is configured. It answers once
        the engine runs, not yet in ``start``."""
        ...

    def subcommands(self) -> Sequence[Subcommand]: ...

    def playhouse(self, now: Callable[[], datetime]) -> Playhouse | None:
        """A platform in memory for rehearsals; None where this adapter brings no such thing."""
        ...
