"""Which addresses may become links, how they are spelled so that they stay one link, and which
labels pretend to be another address."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

MOST = 3000
"""Letters that every platform takes in an address."""

_ADDRESS = re.compile(
    r"(?:https?:/*|www\.|mailto:)\S+"
    # A mailbox or a domain without a scheme. Each begins at a word's edge only, so that a long
    # word is not tried again from each of its letters.
    r"|(?:(?<![\w.+-])[\w.+-]+@|(?<![\w.-])\.*)"
    r"(?:[\w-]+\.+)+(?:xn--[\w-]+|[^\W\d_]{2,})(?![\w-])(?:[/:?#]\S*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^(?:https?:/*|mailto:)?(?:www\.)?", re.IGNORECASE)
_ROUND = "()[]{}<>«»“”‘’\"',;:!?…."
"""Letters that may stand around an address in a sentence."""


def safe_url(url: str) -> str | None:
    """The address if it is a web or mail address, else None. Letters that could end a platform's
    own notation for a link are percent-encoded."""
    if any(ord(letter) < 32 for letter in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    web = parts.scheme in ("http", "https") and parts.netloc
    if not web and not (parts.scheme == "mailto" and parts.path):
        return None
    encoded = "".join(quote(letter) if letter in ' <>|"`\\' else letter for letter in url)
    return encoded if len(encoded) <= MOST else None


def misleads(url: str, label: str) -> bool:
    """Whether a label holds something that reads like an address and is not the beginning of
    ``url``: the same host (or mailbox), and as much of the path as the label shows."""
    host, path = _parts(url)
    for found in _ADDRESS.finditer(_as_read(label)):
        shown_host, shown_path = _parts(found[0].strip(_ROUND))
        if shown_host != host or not path.startswith(shown_path):
            return True
    return False


def _as_read(text: str) -> str:
    """Text without letters that nobody sees, and with dots that only look different as dots."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", seen).replace("。", ".")


def _parts(address: str) -> tuple[str, str]:
    """Host or mailbox in small letters, and the path with all that follows."""
    bare = _SCHEME.sub("", address)
    end = min((at for mark in "/?#" if (at := bare.find(mark)) >= 0), default=len(bare))
    return bare[:end].lower(), bare[end:].rstrip("/")
