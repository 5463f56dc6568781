"""Tokens of Microsoft's connector: whether one is for our app, and signed with which key."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from botframework.connector.auth import AuthenticationConstants
from cachetools import LRUCache

from adapters.teams.keys import Keys, SigningKey

LEEWAY = 300
"""Seconds by which Microsoft's clock and ours may differ; the SDK's own value."""
KEPT = 1000
"""Tokens that are kept at most. Teams uses one for an hour, and another for each region."""


class Refused(PermissionError):
    """The caller has not shown that it may speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a valid token says. ``until`` is when it ends, in seconds since 1970."""

    key_id: str
    key: SigningKey
    claims: Mapping[str, Any]
    until: float


class Tokens:
    """Verifies tokens for ``app_id``, signed by ``issuer`` with one of his ``keys``.

    A token that was found valid is known again until it ends: to verify it takes longer than all
    the rest of a turn. When keys are fetched anew, it is verified anew. ``clock`` tells the time as
    ``time.time`` does."""

    def __init__(
        self, keys: Keys, app_id: str, issuer: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys = keys
        self._app_id = app_id
        self._issuer = issuer
        self._clock = clock
        self._known: LRUCache[bytes, Token] = LRUCache(KEPT)

    async def read(self, text: str) -> Token:
        """What a token says. Raises Refused, or KeysAway if that cannot be told now."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
        known = self._known.get(digest)
        # Asked before the key: a token of another issuer must not make us look for its key.
        id = known.key_id if known is not None else self._key_id(text)
        key = await self._keys.get(id)
        if key is None:
            raise Refused("signed with an unknown key")
        if known is None or known.key is not key:
            known = self._known[digest] = self._verified(text, id, key)
        if known.until <= self._clock():
            raise Refused("the token has ended")
        return known

    def _key_id(self, text: str) -> str:
        """The id of the key by which a token says it is signed. Raises Refused for a token that is
        of no kind or issuer of ours."""
        told = _parts(text, options={"verify_signature": False})
        header, claims = told["header"], told["payload"]
        id = header.get("kid")
        if header.get("alg") not in AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS or not id:
            raise Refused("not signed as Microsoft signs")
        if claims.get("iss") != self._issuer:
            raise Refused("a token of another issuer")
        return id

    def _verified(self, text: str, id: str, key: SigningKey) -> Token:
        told = _parts(
            text,
            key.public,
            algorithms=AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS,
            audience=self._app_id,
            issuer=self._issuer,
            leeway=LEEWAY,
            options={
                "require": ["aud", "exp", "iss", "nbf"],
                "strict_aud": True,
                "enforce_minimum_key_length": True,
            },
        )
        claims = told["payload"]
        return Token(key_id=id, key=key, claims=claims, until=int(claims["exp"]) + LEEWAY)


def _parts(text: str, *given: Any, **how: Any) -> dict[str, Any]:
    """A token's header and claims. Whatever PyJWT raises is the token's fault; its words may quote
    it, so they go no further."""
    try:
        return jwt.decode_complete(text, *given, **how)
    except Exception:
        raise Refused("not a valid token") from None
