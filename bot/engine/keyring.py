"""The keys of whoever runs Roundtable: what they seal, and the marks that nobody can read.

Secrets are sealed with AES-256-GCM (NIST SP 800-38D), bound to where they are kept, so that a box
that was put elsewhere does not open. Several keys may be known: the first one seals, all open.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BYTES = 32
_NONCE = 12


class Locked(Exception):
    """There is no key, or none that opens this box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    id: str
    sealing: AESGCM = field(repr=False)
    marking: bytes = field(repr=False)


def new_key() -> str:
    """A fresh key as text: 32 random bytes in URL-safe base64."""
    return urlsafe_b64encode(os.urandom(BYTES)).decode()


class Keyring:
    """No, one or several keys. Keys show in no ``repr``."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """``keys`` are texts as ``new_key`` makes them, the newest first. Raises ValueError for
        one that is none."""
        self._keys = [_derived(each) for each in keys]

    @property
    def newest(self) -> str | None:
        """The id of the key that seals, or None."""
        return self._keys[0].id if self._keys else None

    def seal(self, secret: str, where: Sequence[str]) -> tuple[str, str]:
        """The box of a secret and the id of its key. ``where`` is needed again to open it. Raises
        Locked if there is no key."""
        if not self._keys:
            raise Locked("there is no key to seal with")
        key, nonce = self._keys[0], os.urandom(_NONCE)
        box = nonce + key.sealing.encrypt(nonce, secret.encode(), _bound(where))
        return urlsafe_b64encode(box).decode(), key.id

    def open(self, box: str, key_id: str, where: Sequence[str]) -> str:
        """The secret of a box. Raises Locked if no key opens it, or it was tampered with."""
        raw = urlsafe_b64decode(box)
        for key in self._keys:
            if key.id != key_id:
                continue
            try:
                return key.sealing.decrypt(raw[:_NONCE], raw[_NONCE:], _bound(where)).decode()
            except InvalidTag:
                break
        raise Locked("no key opens this")

    def marks(self, text: str) -> list[str]:
        """Keyed hashes of a text, one for each key, the newest key's first: they tell nothing to
        whoever has no key (HMAC-SHA-256, hexadecimal)."""
        return [hmac_of(each.marking, text) for each in self._keys]


def marks_kept(keyring: Keyring, own: str | None, text: str) -> list[str]:
    """What may stand for a text where nobody is to read it. ``own`` is the database's own value, if
    it has made one."""
    return [*keyring.marks(text), *([hmac_of(own.encode(), text)] if own else [])]


def hmac_of(key: bytes, text: str) -> str:
    """HMAC-SHA-256 in hexadecimal."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _derived(text: str) -> _Key:
    raw = urlsafe_b64decode(text.encode())
    # The decoder passes over what it does not know, and over all that follows the padding: what
    # looks like two keys, or is wrongly copied, would be taken for one.
    if len(raw) != BYTES or urlsafe_b64encode(raw).decode() != text:
        raise ValueError(f"a key is {BYTES} bytes in URL-safe base64, and nothing else")
    # One key for each use, so that a mark can tell nothing about a box.
    return _Key(
        id=hashlib.sha256(b"roundtable key id" + raw).hexdigest()[:12],
        sealing=AESGCM(_from(raw, b"roundtable sealing")),
        marking=_from(raw, b"roundtable marking"),
    )


def _from(raw: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=use).derive(raw)


def _bound(where: Sequence[str]) -> bytes:
    """Each part with its length, so that no two places read the same."""
    return b"".join(b"%d:%s" % (len(part), part) for part in (each.encode() for each in where))
