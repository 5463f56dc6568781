"""The wiring: settings in, a running adapter out."""

import functools
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from adapters.slack import settings as config
from adapters.slack.chat import LIMITS, SlackChat
from adapters.slack.client import web_client
from adapters.slack.desk import Desk
from adapters.slack.faults import refused
from adapters.slack.install import Identity
from adapters.slack.installation import Installation
from adapters.slack.installing import Installing
from adapters.slack.names import PLATFORM
from adapters.slack.oauth import Slack
from adapters.slack.pages import Pages
from adapters.slack.replies import Replies
from adapters.slack.show import Shown
from adapters.slack.tokens import Tokens
from adapters.slack.transport import OverHttp, OverSocket, bolt_app
from adapters.slack.workspaces import ManyWorkspaces, OneWorkspace, Workspaces
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

log = logging.getLogger(__name__)

# Well below the time after which an uncertain message is looked up.
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)


@functools.cache
def words_shown() -> Shown:
    return Shown(shipped())


class SlackAdapter(Adapter):
    """One workspace, whose bot token stands in the settings; or several that install the app."""

    name = PLATFORM
    variables: Sequence[Variable] = config.VARIABLES

    def __init__(
        self,
        limits: Limits = LIMITS,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """``clock`` counts seconds from anywhere, ``wall_clock`` seconds since 1970."""
        self._limits = limits
        self._clock = clock
        self._wall_clock = wall_clock

    def settings(self, env: Mapping[str, str]) -> config.Settings | None:
        return config.read(env)

    async def start(
        self, settings: config.Settings, ear: Ear, vault: Vault | None = None
    ) -> Running:
        """Raises SettingsError if Slack refuses the one token, or several are to be kept and there
        is no vault. Slack being out of reach is no reason not to start."""
        session = aiohttp.ClientSession(timeout=TIMEOUT)
        try:
            if settings.distribution is None:
                one = await self._one(settings, session)
                return self._running(settings, session, one, self._desk(ear, one, session))
            if vault is None:
                raise SettingsError([f"{config.KEY} is missing: tokens are sealed with it."])
            return self._many(settings, settings.distribution, ear, vault, session)
        except BaseException:
            await session.close()
            raise

    def _desk(self, ear: Ear, workspaces: Workspaces, session: aiohttp.ClientSession) -> Desk:
        return Desk(ear, workspaces, Replies(workspaces, session, words_shown(), ear))

    async def _one(self, settings: config.Settings, session: aiohttp.ClientSession) -> OneWorkspace:
        client = web_client(settings.bot_token, settings.api_url, session)
        identity = Identity(client, self._clock)
        try:
            await identity.get()
        except Exception as error:
            if word := refused(error):
                problem = (
                    f"Slack refuses SLACK_BOT_TOKEN ({word}): install the app again and copy the"
                    " new Bot User OAuth Token."
                )
                raise SettingsError([problem]) from error
            log.warning("Slack cannot be asked who we are yet: %s", type(error).__name__)
        return OneWorkspace(client, identity, settings.bot_token)

    def _many(
        self,
        settings: config.Settings,
        distribution: config.Distribution,
        ear: Ear,
        vault: Vault,
        session: aiohttp.ClientSession,
    ) -> Running:
        slack = Slack(distribution, settings.api_url, session, self._wall_clock)
        tokens = Tokens(vault, slack.exchange, self._wall_clock, self._clock)
        many = ManyWorkspaces(vault, tokens, settings.api_url, session, distribution.workspaces)
        desk = self._desk(ear, many, session)

        async def keep(installation: Installation) -> None:
            await tokens.keep(installation)
            log.info("the app was installed in workspace %s", installation.workspace)
            try:
                await desk.welcome(installation.install, installation.mark)
            except Exception as error:
                # It is kept, and told again at the next start.
                log.warning("an installation could not be told: %s", type(error).__name__)

        at = urlsplit(settings.api_url)
        pages = Pages(shipped(), f"{at.scheme}://{at.netloc}")
        installing = Installing(slack, vault, pages, keep, self._clock)
        return self._running(settings, session, many, desk, installing)

    def _running(
        self,
        settings: config.Settings,
        session: aiohttp.ClientSession,
        workspaces: Workspaces,
        desk: Desk,
        installing: Installing | None = None,
    ) -> Running:
        chat = SlackChat(workspaces, words_shown(), self._limits)
        no_token = web_client(None, settings.api_url, session)
        app = bolt_app(desk, no_token)
        road = (
            OverSocket(app, settings.app_token, no_token)
            if settings.app_token
            else OverHttp(app, settings.signing_secret)
        )

        async def begin() -> None:
            try:
                await desk.announce()
            except Exception as error:
                log.warning("Slack could not be announced yet: %s", type(error).__name__)
            await road.open()

        async def end() -> None:
            if installing is not None:
                installing.close()
            await road.close()
            await desk.close()
            await chat.close()
            await workspaces.close()
            await session.close()

        return Running(
            chat=chat,
            routes=(*road.routes, *(installing.routes if installing else ())),
            open=begin,
            close=end,
            ready=road.ready,
        )

    def subcommands(self) -> Sequence[Subcommand]:
        return ()

    def playhouse(self, now: Callable[[], datetime]) -> Playhouse | None:
        """Slack has no platform in memory of its own; tests bring a stand-in."""
        return None
