"""The tokens of several workspaces: kept in the vault, renewed by one process for all.

Where the app rotates its tokens, an access token is good for twelve hours and comes with a refresh
token for the next pair. A refresh token is good once; Slack revokes it a short while after its use,
so an exchange whose answer was lost can be repeated soon and not later. Therefore tokens are
renewed long before their end, by one process at a time, and an unanswered exchange is repeated at
once.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from adapters.slack.client import TokenSource
from adapters.slack.faults import REPAIR, UNREACHABLE, fault, refused
from adapters.slack.installation import Installation
from bot.protocol.ports import Later, Never, Vault

log = logging.getLogger(__name__)

NAME = "installation"
"""What an installation is called in the vault."""
FRESH = 30.0
"""Seconds for which the vault is not asked again about a workspace that is known."""
EARLY = 2 * 3600.0
"""Seconds before a token's end from which it is renewed."""
REST = 60.0
"""Seconds, at most, for which a renewal that failed is not tried again."""
CLAIM = timedelta(seconds=40)
"""For how long one process alone may renew: longer than its attempts can take."""
ATTEMPT = 10.0
"""Seconds that one exchange with Slack may take."""
PAUSE = 0.5
"""Seconds between two looks whether another process is done, or between two attempts."""
WAITS = 2 + int(CLAIM.total_seconds() / PAUSE)
"""Looks until the claim of a process that died is over."""
GONE = "app_uninstalled"
"""Why nothing can be sent to a workspace without an installation."""

_ATTEMPTS = 3
_DEAD = {"invalid_refresh_token", "account_inactive", "token_revoked"}
"""Of Slack's refusals, those that are about the tokens and not about how we ask."""

Exchange = Callable[[str], Awaitable[Mapping[str, Any]]]
"""Exchanges a refresh token for new tokens: what Slack said. Raises what slack-sdk raises."""


class Unrenewable(Later):
    """Slack does not accept the refresh token: somebody has to install the app again."""


class Tokens(TokenSource):
    """``clock`` gives seconds since 1970, ``monotonic`` seconds from anywhere; ``pause`` waits."""

    def __init__(
        self,
        vault: Vault,
        exchange: Exchange,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._vault = vault
        self._exchange = exchange
        self._clock = clock
        self._monotonic = monotonic
        self._pause = pause
        self._kept: dict[str, tuple[Installation, float]] = {}
        self._renewals: dict[str, asyncio.Task[Installation]] = {}
        self._failed: dict[str, tuple[Later, float]] = {}

    async def close(self) -> None:
        """Wait for renewals under way: cut off now, their new tokens would be lost."""
        while self._renewals:
            await asyncio.wait(self._renewals.values())

    def known(self, workspace: str) -> Installation | None:
        """What was read last, however old."""
        kept = self._kept.get(workspace)
        return kept[0] if kept else None

    async def find(self, workspace: str) -> Installation | None:
        """The installation, its token perhaps expired; None if there is none. Raises what the
        vault raises."""
        kept = self._kept.get(workspace)
        if kept and self._monotonic() < kept[1]:
            return kept[0]
        return await self._read(workspace)

    async def get(self, workspace: str) -> Installation:
        installation = await self._found(workspace)
        if installation.ends is None or installation.ends - self._clock() > EARLY:
            return installation
        return await self._renewed(installation, needed=self._over(installation))

    async def instead_of(self, refused: Installation, word: str) -> Installation:
        self._kept.pop(refused.workspace, None)
        now = await self._found(refused.workspace)
        if now.token == refused.token and now.refresh and word == "token_expired":
            return await self._renewed(now, needed=True)
        return now

    async def keep(self, installation: Installation) -> None:
        """Keep a new installation in place of the one that was. Raises what the vault raises."""
        await self._alone(installation.workspace)
        await self._vault.put(installation.workspace, NAME, installation.dump())
        self._noted(installation)

    async def forget(self, workspace: str) -> None:
        """Delete all that is kept of a workspace. Raises what the vault raises."""
        await self._alone(workspace)
        await self._vault.forget(workspace)
        self._kept.pop(workspace, None)

    # Reading

    async def _read(self, workspace: str) -> Installation | None:
        text = await self._vault.get(workspace, NAME)
        if text is None:
            self._kept.pop(workspace, None)
            return None
        return self._noted(Installation.load(text))

    def _noted(self, installation: Installation) -> Installation:
        self._kept[installation.workspace] = (installation, self._monotonic() + FRESH)
        return installation

    async def _found(self, workspace: str, *, now: bool = False) -> Installation:
        """As ``find`` (``now``: whatever is known), in the words of whoever wants to send."""
        try:
            found = await (self._read(workspace) if now else self.find(workspace))
        except Exception as error:
            why = f"the token cannot be read: {type(error).__name__}"
            raise Later(UNREACHABLE, why, workspace_wide=True) from error
        if found is None:
            raise Never(GONE)
        return found

    def _over(self, installation: Installation) -> bool:
        return installation.ends is not None and installation.ends <= self._clock()

    # Renewing

    async def _renewed(self, old: Installation, *, needed: bool) -> Installation:
        """With new tokens; or the old one, if it is still good and that does not work now."""
        failed = self._failed.get(old.workspace)
        if failed and self._monotonic() < failed[1]:
            if not needed:
                return old
            raise failed[0].with_traceback(None)  # or it would grow with each raise
        task = self._renewals.get(old.workspace)
        if task is None:
            task = asyncio.create_task(self._renew(old, needed))
            self._renewals[old.workspace] = task
            task.add_done_callback(lambda done: self._done(old.workspace, done))
        try:
            # One who gives up waiting must not cut the exchange off.
            return await asyncio.shield(task)
        except Later:
            if needed:
                raise
            return old

    def _done(self, workspace: str, task: asyncio.Task[Installation]) -> None:
        del self._renewals[workspace]
        if not task.cancelled() and isinstance(error := task.exception(), Later):
            rest = min(error.after, REST)
            self._failed[workspace] = (error, self._monotonic() + rest)

    async def _renew(self, old: Installation, needed: bool) -> Installation:
        for _ in range(WAITS):
            if await self._claimed(old.workspace):
                return await self._renew_alone(old)
            if not needed:
                return old
            await self._pause(PAUSE)
            now = await self._found(old.workspace, now=True)
            if now.token != old.token:
                return now
        raise Later(UNREACHABLE, "another process renews the token", workspace_wide=True)

    async def _claimed(self, workspace: str) -> bool:
        try:
            return await self._vault.claim(workspace, NAME, CLAIM)
        except Exception as error:
            why = f"the token cannot be claimed: {type(error).__name__}"
            raise Later(UNREACHABLE, why, workspace_wide=True) from error

    async def _renew_alone(self, old: Installation) -> Installation:
        try:
            now = await self._found(old.workspace, now=True)
            if now.token != old.token:
                return now
            new = now.renewed(await self._exchanged(now), self._clock())
            if not await self._replaced(now, new):
                # It took longer than the claim: the app was installed anew meanwhile, or removed.
                return await self._found(old.workspace, now=True)
            log.info("the token of workspace %s was renewed", old.workspace)
            return self._noted(new)
        finally:
            with suppress(Exception):  # it ends by itself
                await self._vault.release(old.workspace, NAME)

    async def _exchanged(self, old: Installation) -> Mapping[str, Any]:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with asyncio.timeout(ATTEMPT):
                    return await self._exchange(old.refresh)
            except Exception as error:
                trouble = fault(error)
                word = refused(error) or (str(trouble) if isinstance(trouble, Never) else None)
                if word:
                    raise _hopeless(old.workspace, word) from error
                if attempt == _ATTEMPTS:
                    raise Later(UNREACHABLE, str(trouble), workspace_wide=True) from error
            await self._pause(PAUSE)
        raise AssertionError("the last attempt returns or raises")

    async def _replaced(self, old: Installation, new: Installation) -> bool:
        """Keep the new tokens where the old ones are kept still; whether they were. Tried several
        times: nobody else has the new ones, and the old ones are used up."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                text = await self._vault.get(old.workspace, NAME)
                if text is None or Installation.load(text) != old:
                    return False
                return await self._vault.replace(old.workspace, NAME, text, new.dump())
            except Exception as error:
                if attempt == _ATTEMPTS:
                    why = f"the new token cannot be kept: {type(error).__name__}"
                    raise Later(UNREACHABLE, why, workspace_wide=True) from error
            await self._pause(PAUSE)
        raise AssertionError("the last attempt returns or raises")

    async def _alone(self, workspace: str) -> None:
        """Have the claim, so that a renewal under way comes to its end first; or the claim of
        whoever has it is over, and its token is not put over what is done next."""
        for _ in range(WAITS):
            if await self._vault.claim(workspace, NAME, CLAIM):
                return
            await self._pause(PAUSE)


def _hopeless(workspace: str, word: str) -> Later:
    """Slack's refusal to renew a token, as what the courier can do about it."""
    log.error("Slack refuses to renew the token of workspace %s: %s", workspace, word)
    how = Unrenewable if word in _DEAD else Later
    return how(REPAIR, word, workspace_wide=True)
