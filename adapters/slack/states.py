"""States: what shows, when a browser comes back from Slack, that we sent it there.

The state goes by way of Slack and the cookie stays in the browser; the vault knows both, and is the
one to decide. The cookie is signed over both, too: whoever comes with anything that we did not give
out, or comes again, is turned away without a word to the database.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import timedelta

from bot.protocol.ports import Vault

LASTS = timedelta(minutes=10)
STATES = "installing"
"""Stands in the vault where an id of a workspace would: nobody knows yet which one it will be."""

_STATE = re.compile(r"[A-Za-z0-9_-]{43}")
_COOKIE = re.compile(r"([0-9]{1,12})\.[A-Za-z0-9_-]{43}\.[0-9a-f]{64}")
"""When it was given out, in seconds since 1970; what only this browser knows; the signature."""


class States:
    """``sign`` makes of a text the 64 hexadecimal digits that no stranger can; every process of
    this app makes the same. ``clock`` gives seconds since 1970."""

    def __init__(
        self, vault: Vault, sign: Callable[[str], str], clock: Callable[[], float]
    ) -> None:
        self._vault = vault
        self._sign = sign
        self._clock = clock
        self._asked: dict[str, float] = {}

    async def give(self) -> tuple[str, str]:
        """A new state, and the cookie that belongs to it. Raises what the vault raises."""
        state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        begun = f"{int(self._clock())}.{browser}"
        cookie = f"{begun}.{self._sign(_signed(state, begun))}"
        await self._vault.put(STATES, _name(state), cookie, lasts=LASTS)
        return state, cookie

    async def are_ours(self, state: str, cookie: str) -> bool:
        """Whether we gave this state out, to this browser, and it was not used yet. It is used up
        by asking. Raises what the vault raises: then it can be asked again."""
        if not self._signed_by_us(state, cookie):
            return False
        name, now = _name(state), self._clock()
        self._asked = {each: until for each, until in self._asked.items() if until > now}
        if name in self._asked:
            return False
        # Kept for longer than the cookie is believed; as few as were given out in that time.
        self._asked[name] = now + LASTS.total_seconds()
        try:
            kept = await self._vault.take(STATES, name)
        except BaseException:
            self._asked.pop(name, None)
            raise
        return kept is not None and hmac.compare_digest(kept, cookie)

    def _signed_by_us(self, state: str, cookie: str) -> bool:
        # What has another form may hold letters that no encoding knows.
        form = _COOKIE.fullmatch(cookie)
        if form is None or not _STATE.fullmatch(state):
            return False
        begun, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(self._sign(_signed(state, begun)), signature):
            return False
        return self._clock() < int(form[1]) + LASTS.total_seconds()


def _signed(state: str, begun: str) -> str:
    return f"roundtable installing:{state}.{begun}"


def _name(state: str) -> str:
    # Whoever reads the database's names cannot finish somebody's installing with them.
    return f"state:{hashlib.sha256(state.encode()).hexdigest()}"
