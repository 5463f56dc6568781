"""Where a payload becomes events: they are handed to the engine, then replies are shown.

Free of any transport. ``receive`` returns when all that the payload stands for is committed; only
then may Slack be told that it was taken.
"""

import hashlib
import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.slack.faults import refused
from adapters.slack.heard import Heard
from adapters.slack.install import Identity, Install
from adapters.slack.listen import listen
from adapters.slack.names import PLATFORM
from adapters.slack.replies import Doors, Replies
from bot.protocol.events import Event, Installed, Submitted, Uninstalled
from bot.protocol.ports import Ear
from bot.protocol.refs import Key

log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """``token`` is only hashed: a new installation is known by its new token."""

    def __init__(
        self,
        ear: Ear,
        identity: Identity,
        replies: Replies,
        token: str,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._ear = ear
        self._identity = identity
        self._replies = replies
        self._token = hashlib.sha256(token.encode()).hexdigest()
        self._clock = clock
        self._announced = False

    async def announce(self) -> Install:
        """Learn who we are and tell the engine, once. Raises if Slack or the engine cannot."""
        install = await self._identity.get()
        if not self._announced:
            await self._ear.take(
                Installed(
                    at=self._clock(),
                    keys=(Key(kind=f"{PLATFORM}:installed", value=self._token),),
                    platform=PLATFORM,
                    workspace=install.workspace,
                    name=install.name,
                )
            )
            self._announced = True
        return install

    async def receive(self, payload: Mapping[str, Any], fingerprint: str) -> dict[str, Any] | None:
        """Take a payload; what Slack's answer shall hold. Raises if it could not be kept, so that
        Slack must deliver it again."""
        if payload.get("type") == "app_rate_limited":
            # What was said meanwhile can only be read back from the rooms' history.
            log.warning("Slack held events back: there were more than it delivers in an hour")
        install = await self.announce()
        heard = Heard(install=install, at=self._clock(), fingerprint=fingerprint)
        doors = Doors.of(payload)
        answer: dict[str, Any] | None = None
        for event in _read(payload, heard):
            if isinstance(event, Uninstalled) and await self._still_here():
                continue
            outcome = await self._ear.take(event)
            if isinstance(event, Submitted):
                answer = self._replies.answer(event, outcome.replies, doors)
            else:
                self._replies.begin(event, outcome.replies, doors)
        return answer

    async def _still_here(self) -> bool:
        """News of an uninstalling may come after the next installing: then our token still works.
        Raises if Slack cannot be asked."""
        try:
            await self._identity.ask()
        except Exception as error:
            if word := refused(error):
                log.warning("the app was removed from the workspace (%s)", word)
                return False
            raise
        return True


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
