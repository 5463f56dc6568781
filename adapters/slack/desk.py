"""Where a payload becomes events: they are handed to the engine, then replies are shown.

Free of any transport. ``receive`` returns when all that the payload stands for is committed; only
then may Slack be told that it was taken.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.slack.heard import Heard
from adapters.slack.install import Install
from adapters.slack.listen import listen
from adapters.slack.names import PLATFORM
from adapters.slack.replies import Doors, Replies
from adapters.slack.workspaces import Workspaces
from bot.protocol.events import Event, Installed, Submitted, Uninstalled
from bot.protocol.ports import Ear
from bot.protocol.refs import Key

log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    def __init__(
        self,
        ear: Ear,
        workspaces: Workspaces,
        replies: Replies,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._ear = ear
        self._workspaces = workspaces
        self._replies = replies
        self._clock = clock
        self._announced = False

    async def close(self) -> None:
        """Wait for the replies under way."""
        await self._replies.close()

    async def announce(self) -> None:
        """Learn where the app is installed and tell the engine, once. Raises if that fails."""
        if not self._announced:
            for install, mark in await self._workspaces.installed():
                await self.welcome(install, mark)
            self._announced = True

    async def welcome(self, install: Install, mark: str) -> None:
        """Tell the engine of an installation. Raises if it could not be kept."""
        await self._ear.take(
            Installed(
                at=self._clock(),
                keys=(Key(kind=f"{PLATFORM}:installed", value=mark),),
                platform=PLATFORM,
                workspace=install.workspace,
                name=install.name,
            )
        )

    async def receive(self, payload: Mapping[str, Any], fingerprint: str) -> dict[str, Any] | None:
        """Take a payload; what Slack's answer shall hold. Raises if it could not be kept, so that
        Slack must deliver it again."""
        if payload.get("type") == "app_rate_limited":
            # What was said meanwhile can only be read back from the rooms' history.
            log.warning("Slack held events back: there were more than it delivers in an hour")
        await self.announce()
        install = await self._workspaces.whose(payload)
        if install is None:
            log.info("a request came from a workspace where the app is not installed")
            return self._replies.turn_away(payload)
        heard = Heard(install=install, at=self._clock(), fingerprint=fingerprint)
        doors = Doors.of(payload)
        answer: dict[str, Any] | None = None
        for event in _read(payload, heard):
            if isinstance(event, Uninstalled):
                await self._removed(event, install)
                continue
            if not self._workspaces.serves(install):
                return self._replies.turn_away(payload)
            outcome = await self._ear.take(event)
            if isinstance(event, Submitted):
                answer = self._replies.answer(event, outcome.replies, doors)
            else:
                self._replies.begin(event, outcome.replies, doors)
        return answer

    async def _removed(self, event: Uninstalled, install: Install) -> None:
        """The app was removed, unless that is old news: news of an uninstalling may come after the
        next installing, and then our token still works. Raises if Slack cannot be asked."""
        if await self._workspaces.still_here(install):
            return
        log.warning("the app was removed from workspace %s", install.workspace)
        # The engine first: if that fails the news comes again, and is understood again.
        await self._ear.take(event)
        await self._workspaces.forget(install.workspace)


def _read(payload: Mapping[str, Any], heard: Heard) -> tuple[Event, ...]:
    """The payload's events; none if it cannot be read. Reading asks nobody, so what fails once
    fails each time: that Slack delivers it again would be of no use."""
    try:
        return listen(payload, heard)
    except Exception as error:
        # Not the error's own words: they may quote the payload.
        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(at.filename).name}:{at.lineno}"
        log.error("a payload could not be read: %s at %s", type(error).__name__, where)
        return ()
