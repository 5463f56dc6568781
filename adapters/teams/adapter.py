"""The wiring: settings in, a running adapter out."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import aiohttp

from adapters.teams import package
from adapters.teams import settings as config
from adapters.teams.chat import LIMITS, TeamsChat
from adapters.teams.connector import Connector, Sleep
from adapters.teams.credentials import Credentials, credentials_of
from adapters.teams.desk import Desk, now
from adapters.teams.directory import Directory
from adapters.teams.gate import Gate
from adapters.teams.graph import Graph
from adapters.teams.memory import Memory
from adapters.teams.names import NAME, PLATFORM
from adapters.teams.replies import Replies
from adapters.teams.sdk import TeamsSdk
from adapters.teams.show import Shown
from adapters.teams.transport import OverHttp
from bot.protocol.adapter import (
    Adapter,
    Playhouse,
    Running,
    SettingsError,
    Subcommand,
    Variable,
)
from bot.protocol.ports import Ear, Limits, Vault
from bot.text.catalogue import shipped

# Well below the time after which an uncertain message counts as unknown.
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)


def words_shown(called: Callable[[], str] = lambda: NAME) -> Shown:
    """What shows the bot's words; ``called`` tells the name by which it is mentioned."""
    return Shown(shipped(), called)


class TeamsAdapter(Adapter):
    """One app registration, in the tenants that the settings allow."""

    name = PLATFORM
    variables: Sequence[Variable] = config.VARIABLES

    def __init__(
        self,
        limits: Limits = LIMITS,
        clock: Callable[[], datetime] = now,
        credentials: Callable[[config.Settings], Credentials] = credentials_of,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """``clock`` tells the time of activities that carry none; ``sleep`` waits between two tries
        of a call."""
        self._limits = limits
        self._clock = clock
        self._credentials = credentials
        self._sleep = sleep

    def settings(self, env: Mapping[str, str]) -> config.Settings | None:
        return config.read(env)

    async def start(
        self, settings: config.Settings, ear: Ear, vault: Vault | None = None
    ) -> Running:
        """Raises SettingsError if the file of TEAMS_MEMORY cannot be used."""
        try:
            memory = Memory(settings.memory)
        except OSError as error:
            raise SettingsError([f"TEAMS_MEMORY: {error}"]) from error
        session = aiohttp.ClientSession(timeout=TIMEOUT)
        directory = Directory(memory, settings.service_url, settings.trusts)
        credentials = self._credentials(settings)
        connector = Connector(session, credentials, directory, settings.scope, self._sleep)
        graph = Graph(session, credentials, settings.graph_url, self._sleep)
        shown = words_shown(lambda: directory.bot_name)
        bot = f"28:{settings.app_id}"
        chat = TeamsChat(connector, graph, directory, shown, bot, self._limits, self._sleep)
        replies = Replies(
            connector, chat, shown, ear, targeted=settings.targeted, sleep=self._sleep
        )
        desk = Desk(ear, directory, connector, replies, bot, self._clock)
        gate = Gate(settings, session)
        road = OverHttp(TeamsSdk(gate, connector), desk.receive)

        async def end() -> None:
            await road.close()
            await replies.close()
            await chat.close()
            await session.close()
            memory.close()

        return Running(chat=chat, routes=road.routes, close=end, ready=road.ready)

    def subcommands(self) -> Sequence[Subcommand]:
        return (package.SUBCOMMAND,)

    def playhouse(self, now: Callable[[], datetime]) -> Playhouse | None:
        """Teams has no platform in memory of its own; tests bring a stand-in."""
        return None
