"""The wiring: settings in, a running adapter out."""

import functools
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import aiohttp

from adapters.slack import settings as config
from adapters.slack.chat import LIMITS, SlackChat
from adapters.slack.desk import Desk
from adapters.slack.faults import refused
from adapters.slack.install import Identity
from adapters.slack.names import PLATFORM
from adapters.slack.replies import Replies
from adapters.slack.show import Shown
from adapters.slack.transport import OverHttp, OverSocket, bolt_app, web_client
from bot.protocol.adapter import (
    Adapter,
    Playhouse,
    Running,
    SettingsError,
    Subcommand,
    Variable,
)
from bot.protocol.ports import Ear, Limits, Vault
from bot.text.catalogue import Catalogue

log = logging.getLogger(__name__)

# Well below the time after which an uncertain message is looked up.
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)


@functools.cache
def words_shown() -> Shown:
    """Reading the catalogue takes half a second, and it is the same for every start."""
    return Shown(Catalogue())


class SlackAdapter(Adapter):
    """One workspace, whose bot token stands in the settings."""

    name = PLATFORM
    variables: Sequence[Variable] = config.VARIABLES

    def __init__(
        self, limits: Limits = LIMITS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``clock`` counts seconds from anywhere."""
        self._limits = limits
        self._clock = clock

    def settings(self, env: Mapping[str, str]) -> config.Settings | None:
        return config.read(env)

    async def start(
        self, settings: config.Settings, ear: Ear, vault: Vault | None = None
    ) -> Running:
        """Raises SettingsError if Slack refuses the token. Slack being out of reach is no reason
        not to start."""
        session = aiohttp.ClientSession(timeout=TIMEOUT)
        client = web_client(settings.bot_token, settings.api_url, session)
        identity = Identity(client, self._clock)
        try:
            await identity.get()
        except Exception as error:
            if word := refused(error):
                await session.close()
                problem = (
                    f"Slack refuses SLACK_BOT_TOKEN ({word}): install the app again and copy the"
                    " new Bot User OAuth Token."
                )
                raise SettingsError([problem]) from error
            log.warning("Slack cannot be asked who we are yet: %s", type(error).__name__)
        shown = words_shown()
        chat = SlackChat(client, identity, shown, self._limits)
        replies = Replies(client, session, shown, ear)
        desk = Desk(ear, identity, replies, settings.bot_token)
        no_token = web_client(None, settings.api_url, session)
        app = bolt_app(desk, identity, no_token)
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
            await road.close()
            await replies.close()
            await chat.close()
            await session.close()

        return Running(
            chat=chat,
            routes=road.routes,
            open=begin,
            close=end,
            ready=road.ready,
        )

    def subcommands(self) -> Sequence[Subcommand]:
        return ()

    def playhouse(self, now: Callable[[], datetime]) -> Playhouse | None:
        """Slack has no platform in memory of its own; tests bring a stand-in."""
        return None
