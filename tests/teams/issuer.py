"""Who signs for Teams: OpenID metadata, keys and tokens, on loopback.

It can change its keys, fail, hang, and be asked what it was asked for.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.teams.clouds import PUBLIC

Json = dict[str, Any]

METADATA = "/v1/.well-known/openidconfiguration"
KEYS = "/v1/.well-known/keys"
APP = "22222222-2222-4222-8222-222222222222"
SERVICE_URL = "https://smba.trafficmanager.net/emea/"


@cache
def _rsa(number: int, bits: int = 2048) -> RSAPrivateKey:
    """Making one takes a while, and any test may have the same."""
    return generate_private_key(public_exponent=65537, key_size=bits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, and the channels that it may speak for (None: the issuer does not say)."""

    id: str
    private: RSAPrivateKey
    endorsements: tuple[str, ...] | None = ("msteams",)

    def published(self) -> Json:
        """As it stands in the key set."""
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        endorsed = {} if self.endorsements is None else {"endorsements": [*self.endorsements]}
        return {**public, "use": "sig", "kid": self.id, **endorsed}


def a_key(
    number: int, *, bits: int = 2048, endorsements: Sequence[str] | None = ("msteams",)
) -> Key:
    """Each number is another key."""
    return Key(
        id=f"key-{number}",
        private=_rsa(number, bits),
        endorsements=None if endorsements is None else tuple(endorsements),
    )


class Issuer:
    """``keys`` are published; the last one signs. ``broken`` answers 500, ``nonsense`` is answered
    in place of the keys, and while ``goes_on`` is unset it says nothing. ``asked`` counts how often
    the keys were fetched; ``arrived`` is set when the metadata is asked for."""

    def __init__(self, *keys: Key) -> None:
        self.keys = [*(keys or (a_key(1),))]
        self.broken = False
        self.nonsense: Any = None
        self.asked = 0
        self.arrived = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        app = web.Application()
        app.add_routes([web.get(METADATA, self._metadata), web.get(KEYS, self._keys)])
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.goes_on.set()
        await self._server.close()

    @property
    def url(self) -> str:
        """The metadata's address."""
        return str(self._server.make_url(METADATA))

    def rotate(self, key: Key) -> None:
        """Sign with this key from now on, and publish no other."""
        self.keys = [key]

    async def _metadata(self, _: web.Request) -> web.Response:
        self.arrived.set()
        await self.goes_on.wait()
        if self.broken:
            return web.Response(status=500, text="out of order")
        return web.json_response(
            {"issuer": PUBLIC.issuer, "jwks_uri": str(self._server.make_url(KEYS))}
        )

    async def _keys(self, _: web.Request) -> web.Response:
        self.asked += 1
        if self.nonsense is not None:
            return web.json_response(self.nonsense)
        return web.json_response({"keys": [each.published() for each in self.keys]})

    def token(
        self,
        *,
        key: Key | None = None,
        algorithm: str = "RS256",
        header: Mapping[str, Any] | None = None,
        age: int = 0,
        **claims: Any,
    ) -> str:
        """A token as Teams brings it, valid for an hour; ``age`` in seconds, the rest to get it
        wrong. A claim that is None is left out."""
        signing = key or self.keys[-1]
        began = int(time.time()) - age
        told = {
            "serviceurl": SERVICE_URL,
            "nbf": began,
            "exp": began + 3600,
            "iss": PUBLIC.issuer,
            "aud": APP,
            **claims,
        }
        secret = {"none": None, "HS256": "x" * 32}.get(algorithm, signing.private)
        return jwt.encode(
            {name: value for name, value in told.items() if value is not None},
            secret,  # pyright: ignore[reportArgumentType]
            algorithm=algorithm,
            headers={"kid": signing.id, **(header or {})},
        )

    def headers(self, **how: Any) -> dict[str, str]:
        """A request's headers with such a token."""
        return {"Authorization": f"Bearer {self.token(**how)}"}
