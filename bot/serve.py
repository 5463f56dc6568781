"""``run``: every configured platform, one engine, one port. Part of the composition root."""

import asyncio
import contextlib
import logging
import random
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot import compose, config
from bot.config import Config
from bot.connecting import Connecting
from bot.engine.faults import not_a_database, of_database
from bot.engine.figures import Figures
from bot.engine.keyring import Keyring, Locked
from bot.engine.runtime import Runtime, utc_now
from bot.engine.vault import StoreVault, renew
from bot.protocol.adapter import Adapter, Running, SettingsError
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.ports import Chat, Outcome
from bot.store import alone, health, restoring
from bot.store.database import Database
from bot.store.health import Waiting
from bot.web import metrics
from bot.web.app import ALIVE, READY, application, serving
from bot.web.asking import Question
from bot.web.guard import Guard

log = logging.getLogger(__name__)

NOTHING_YET = (
    "Nothing is set up yet. There are three ways to begin:",
    "  To look around, without any account:  python -m bot sandbox",
    "  Slack: create an app at https://api.slack.com/apps from manifest.yml, then set "
    "SLACK_BOT_TOKEN and SLACK_APP_TOKEN.",
    "  Teams: create an Azure Bot at https://portal.azure.com, then set MicrosoftAppId, "
    "MicrosoftAppPassword and MicrosoftAppTenantId.",
    "The README has each way in ten steps, and lists all settings under “Configuration”.",
)
"""What is said where the environment configures no platform."""


class _Door:
    """The Ear that adapters get before the engine exists, since each needs the other."""

    def __init__(self) -> None:
        self.engine: Runtime | None = None
        self.begun: Runtime | None = None
        """The engine from the moment at which there is something of it to stop."""

    async def stop(self) -> None:
        if self.begun is not None:
            await self.begun.stop()

    def _inside(self) -> Runtime:
        if self.engine is None:
            raise ConnectionError("the engine is not running yet")
        return self.engine

    async def take(self, event: Event) -> Outcome:
        return await self._inside().take(event)

    async def unsaid(self, event: Event, reply: Reply) -> None:
        await self._inside().unsaid(event, reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return self._inside().completions()

    def now(self) -> datetime:
        return self.engine.now() if self.engine is not None else utc_now()

    async def store(self, function: Callable[[Connection], Any]) -> Any:
        """For the vault, whose adapters are started before the engine too."""
        return await self._inside().clerk.transaction(function)

    def counts(self) -> tuple[Figures, int, int] | None:
        """What the engine counts, its commits, and the events that they held."""
        if self.engine is None:
            return None
        return self.engine.figures, self.engine.clerk.commits, self.engine.clerk.events


def configuration(
    env: Mapping[str, str], adapters: Sequence[Adapter]
) -> tuple[Config, list[tuple[Adapter, Any]]]:
    """All that the environment says: our own settings, and the platforms with theirs. Raises
    SettingsError with the problems of all of them together."""
    problems: list[str] = []
    settings, chosen = None, []
    try:
        settings = config.read(env)
    except SettingsError as error:
        problems += error.problems
    try:
        chosen = configured(env, adapters)
    except SettingsError as error:
        problems += error.problems
    if settings is None or problems:
        raise SettingsError(problems)
    return settings, chosen


def configured(env: Mapping[str, str], adapters: Sequence[Adapter]) -> list[tuple[Adapter, Any]]:
    """The platforms that are configured, with their settings. Raises SettingsError with every
    problem of all of them, or if there is none."""
    found: list[tuple[Adapter, Any]] = []
    problems: list[str] = []
    for adapter in adapters:
        try:
            settings = adapter.settings(env)
        except SettingsError as error:
            problems += error.problems
            continue
        if settings is not None:
            found.append((adapter, settings))
    if not found and not problems:
        problems += NOTHING_YET
    if problems:
        raise SettingsError(problems)
    return found


async def run(
    settings: Config,
    chosen: Sequence[tuple[Adapter, Any]],
    engine: Callable[..., Runtime] = Runtime,
) -> int:
    """Serve until SIGINT or SIGTERM, then finish what is in hand. ``engine`` makes the engine of
    its parts. Raises SettingsError or LibraryError before anything begins, and SettingsError if a
    platform finds only when it is opened that it is configured wrongly.

    It listens from the beginning, so that ``/readyz`` can say that the database is awaited; what
    platforms deliver meanwhile is refused, and delivered again.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    chats: dict[str, Chat] = {}
    tools = compose.tools(
        random.SystemRandom(), chats, settings.prompts, settings.keyring, settings.model
    )
    async with contextlib.AsyncExitStack() as last:
        last.enter_context(_alone(settings.database_url))
        database = Database(settings.database_url)
        last.callback(database.close)
        door = _Door()
        last.push_async_callback(door.stop)
        platforms = await _started(chosen, door, settings.keyring)
        chats |= {name: each.chat for name, each in platforms.items()}
        running = list(platforms.values())

        alive = Question(database.alive, READY)

        async def store_ready() -> bool:
            return door.engine is not None and await alive.answer() is True

        pages = metrics.routes(
            settings.metrics,
            door.counts,
            lambda: _waiting(database),
            lambda: all(e.ready() for e in running),
            door.now,
        )
        guard = Guard(proxies=settings.proxies, spared=(ALIVE,))
        app = application(running, store_ready, pages, guard)
        served = serving(app, settings.host, settings.port)
        try:
            port = await last.enter_async_context(served)
        except SettingsError:
            await _closed(running)
            raise
        # First of all at the end: nothing more comes in, and what goes out is finished.
        last.push_async_callback(_closed, running)
        log.info("Roundtable listens on port %d for %s", port, ", ".join(platforms))
        if not await _prepared(database, settings.keyring, stop):
            return 0
        begun = engine(database=database, tools=tools, stories=compose.features(), chats=chats)
        door.begun = begun
        if not await _patiently(begun.start, stop):
            return 0
        door.engine = begun
        connecting = Connecting(platforms)
        last.push_async_callback(connecting.end)
        beginning = asyncio.create_task(connecting.begin())
        last.callback(beginning.cancel)
        await _stopped(stop, connecting)
        log.info("stopping: finishing what is in hand")
    return 0


async def _stopped(stop: asyncio.Event, connecting: Connecting) -> None:
    """Serve until told to stop. Raises SettingsError if a platform turns out to be configured
    wrongly."""
    ends = [asyncio.create_task(stop.wait()), asyncio.create_task(connecting.failed())]
    try:
        done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            each.result()
    finally:
        for each in ends:
            each.cancel()


async def _started(
    chosen: Sequence[tuple[Adapter, Any]], door: _Door, keyring: Keyring
) -> dict[str, Running]:
    """Every platform's adapter, by name. Raises SettingsError with what all of them refuse."""
    started: dict[str, Running] = {}
    problems: list[str] = []
    for adapter, settings in chosen:
        try:
            vault = StoreVault(adapter.name, keyring, door.store, door.now)
            started[adapter.name] = await adapter.start(
                settings, door, vault if keyring.newest is not None else None
            )
        except SettingsError as error:
            problems += error.problems
    if problems:
        await _closed(list(started.values()))
        raise SettingsError(problems)
    return started


async def _closed(running: Sequence[Running]) -> None:
    for each in running:
        if each.close is not None:
            await each.close()


@contextlib.contextmanager
def _alone(url: str) -> Iterator[None]:
    """Raises SettingsError if another bot runs on the same file of SQLite: each would believe that
    it alone speaks, and be right about neither the pace nor whom it keeps waiting."""
    try:
        with alone.as_the_bot(url):
            yield
    except alone.TakenError as error:
        raise SettingsError(
            [
                f"A bot runs on the database at {error} already. Stop that one first; several "
                "processes need PostgreSQL."
            ]
        ) from error


def _waiting(database: Database) -> Waiting:
    with database.reading() as db:
        return health.waiting(db, utc_now())


def _caught_up(database: Database) -> None:
    """Raises SettingsError if catching up with a backup was broken off: things would be said
    twice."""
    with database.transaction() as db:
        far = restoring.begun(db)
        if far is not None and far.doubted is None:
            raise SettingsError(
                [
                    "Catching up with a backup was broken off: run 'python -m bot restored' again, "
                    "which goes on where it was, then start the bot."
                ]
            )
        if far is not None:
            restoring.forget(db)


def _renew(database: Database, keyring: Keyring) -> None:
    """Seal anew what an older key seals. Raises SettingsError if no key opens something."""
    try:
        with database.transaction() as db:
            number = renew(db, keyring)
    except Locked as error:
        raise SettingsError(
            [
                "ROUNDTABLE_KEY does not open all secrets that are kept: add the older key after"
                " it, with a comma between them."
            ]
        ) from error
    if number:
        what = "secret is" if number == 1 else "secrets are"
        log.info("%d %s sealed with the newest key", number, what)


async def _prepared(database: Database, keyring: Keyring, stop: asyncio.Event) -> bool:
    """Bring the schema and what is sealed up to date. False if told to stop meanwhile."""

    async def prepare() -> None:
        await asyncio.to_thread(database.migrate)
        await asyncio.to_thread(_caught_up, database)
        await asyncio.to_thread(_renew, database, keyring)

    return await _patiently(prepare, stop)


async def _patiently(work: Callable[[], Awaitable[None]], stop: asyncio.Event) -> bool:
    """Work, waiting for a database that does not answer yet. False if told to stop meanwhile."""
    pause = 1.0
    while not stop.is_set():
        try:
            await work()
        except DBAPIError as fault:
            if not_a_database(fault):
                raise SettingsError(
                    ["DATABASE_URL names a file that is not a database of SQLite's."]
                ) from fault
            if not of_database(fault):
                raise
            # Drivers name hosts and users here, never passwords.
            why = str(fault.orig).partition("\n")[0]
            log.warning("the database does not answer; trying again in %.0f s: %s", pause, why)
        else:
            return True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(pause * 2, 30)
    return False
