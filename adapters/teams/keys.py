"""The keys by which Microsoft signs what it delivers, fetched from its OpenID metadata.

The SDK's own cache refuses a new key for up to a day, and stops the event loop while it fetches.
Here whoever waits for a key shares one fetch, and nobody else notices.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

log = logging.getLogger(__name__)

FRESH = 24 * 3600.0
"""Seconds after which keys are fetched again, as Microsoft asks for."""
REST = 30.0
"""Seconds after a fetch for which unknown keys cause no other: anyone can send any key's id. Not
more, since a new key of Microsoft's is refused for as long."""
RETRY = 10.0
"""Seconds after a failed fetch for which there is no other."""
PATIENCE = 5.0
"""Seconds that a fetch may take. Teams itself waits for some 15."""


class KeysAway(Exception):
    """Keys cannot be fetched now, so that nobody can be known or refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A public key, and the channels that it may speak for."""

    public: RSAPublicKey
    endorsements: tuple[str, ...]


class Keys:
    """Keys by their ids. ``url`` is the OpenID metadata's; ``clock`` counts seconds from
    anywhere."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._url = url
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._stale_at = self._rests_until = float("-inf")
        self._failed = False
        self._fetching: asyncio.Task[None] | None = None

    async def get(self, id: str) -> SigningKey | None:
        """The key of this id; None if there is none such. Raises KeysAway."""
        now = self._clock()
        known = self._keys.get(id)
        if known is not None and now < self._stale_at:
            return known
        if self._fetching is None and now >= self._rests_until:
            self._fetching = asyncio.create_task(self._fetch())
        if self._fetching is not None:
            # One who gives up waiting must not take the fetch away from the others.
            await asyncio.shield(self._fetching)
        known = self._keys.get(id)
        if known is None and self._failed:
            # It may well be a new key, which is not known for this reason alone.
            raise KeysAway
        return known

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                metadata = await self._read(self._url)
                told = await self._read(metadata["jwks_uri"])
            # Old keys are left behind only for new ones.
            self._keys = _keys(told)
            self._failed = False
        except Exception as error:
            self._failed = True
            log.warning("Microsoft's keys cannot be fetched: %s", type(error).__name__)
        finally:
            now = self._clock()
            self._rests_until = now + (RETRY if self._failed else REST)
            if not self._failed:
                self._stale_at = now + FRESH
            self._fetching = None

    async def _read(self, url: str) -> Any:
        async with self._session.get(url) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)


def _keys(told: Mapping[str, Any]) -> dict[str, SigningKey]:
    """The keys of a JSON Web Key Set that we can use. Raises ValueError if there are none."""
    found: dict[str, SigningKey] = {}
    for each in told["keys"]:
        try:
            public = jwt.PyJWK(each, "RS256").key
            id, endorsements = each["kid"], tuple(each.get("endorsements") or ())
        except (jwt.PyJWTError, KeyError, TypeError, AttributeError):
            continue  # a kind that may come some day beside those of today
        if isinstance(public, RSAPublicKey) and isinstance(id, str):
            found[id] = SigningKey(public=public, endorsements=endorsements)
    if not found:
        raise ValueError("no usable key")
    return found
