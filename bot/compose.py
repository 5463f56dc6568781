"""Puts the parts together: finds features and adapters, opens scenes, plays rehearsals."""

import importlib
import pkgutil
import random
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

import adapters
import bot.features
from bot.engine.keyring import Keyring
from bot.engine.scene import Clock, HandScene, started_up
from bot.engine.story import Stories, Story
from bot.engine.work import Tools
from bot.insight.model.endpoint import Endpoint
from bot.protocol.adapter import Adapter, Scene, SceneOptions
from bot.protocol.ports import Chat
from bot.protocol.refs import Ref
from bot.rehearsal.lines import Printer
from bot.rehearsal.player import Failure, perform
from bot.rehearsal.steps import Script
from bot.store import moment
from bot.store.database import MEMORY, Database
from bot.text.catalogue import shipped
from bot.text.library import Library, default_dir, load

_FEATURES = f"{bot.features.__name__}."


def features() -> Stories:
    """Every story in ``bot/features`` and its folders, in order of name."""
    found: list[Story] = []
    for module in sorted(m.name for m in pkgutil.walk_packages(bot.features.__path__, _FEATURES)):
        story = getattr(importlib.import_module(module), "story", None)
        if isinstance(story, Story):
            found.append(story)
    return Stories(found)


def platforms() -> list[Adapter]:
    """Every adapter in ``adapters/``, in order of name."""
    found: list[Adapter] = []
    for module in sorted(m.name for m in pkgutil.iter_modules(adapters.__path__)):
        adapter = getattr(importlib.import_module(f"adapters.{module}"), "ADAPTER", None)
        if adapter is not None:
            found.append(adapter)
    return found


def tools(
    dice: random.Random,
    chats: Mapping[str, Chat],
    prompts: Iterable[Path] = (),
    keyring: Keyring | None = None,
    model: Endpoint | None = None,
) -> Tools:
    """Texts, library and dice. Raises LibraryError with every problem in the prompts."""

    def link(ref: Ref) -> str | None:
        chat = chats.get(ref.platform)
        return None if chat is None else chat.link(ref)

    return Tools(
        catalogue=shipped(),
        library=library(*prompts),
        dice=dice,
        link=link,
        keyring=keyring or Keyring(),
        model=model,
    )


@cache
def library(*prompts: Path) -> Library:
    """What ships, and what these folders add, read once. Raises LibraryError with every problem."""
    return load(default_dir(), *prompts)


@asynccontextmanager
async def open_scene(options: SceneOptions, chats: Mapping[str, Chat]) -> AsyncIterator[Scene]:
    """An engine on a clock that is moved by hand."""
    async with open_hand_scene(options, chats) as scene:
        yield scene


@asynccontextmanager
async def open_hand_scene(
    options: SceneOptions, chats: Mapping[str, Chat], database: Database | None = None
) -> AsyncIterator[HandScene]:
    """As ``open_scene``, with the engine's parts in reach; ``database`` is closed at the end."""
    database = database or Database(options.database or MEMORY)
    try:
        database.migrate()
        with database.transaction() as db:
            last = moment.last(db)
        clock = Clock(max(options.starts, last) if last is not None else options.starts)
        scene = HandScene(
            database=database,
            tools=tools(
                # A scene is to be repeatable.
                random.Random(options.seed),  # noqa: S311  # nosec B311
                chats,
                options.prompts,
            ),
            stories=features(),
            chats=chats,
            clock=clock,
        )
        started_up(scene.dispatcher)
        yield scene
    finally:
        database.close()


async def rehearse(script: Script, options: SceneOptions, printer: Printer) -> Sequence[Failure]:
    """Play a script on the first adapter that brings a platform in memory; what failed in it."""
    scenes: list[Scene] = []

    def now() -> datetime:
        return scenes[0].now() if scenes else options.starts

    house = next(each for adapter in platforms() if (each := adapter.playhouse(now)) is not None)
    async with open_scene(options, {house.name: house.chat}) as scene:
        scenes.append(scene)
        return await perform(script, house.stage(scene.ear), scene, printer)
