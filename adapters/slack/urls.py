"""Which addresses may become links, and how they are spelled so that they stay one link."""

from urllib.parse import quote, urlsplit

MOST = 3000
"""Letters that Slack takes in an address."""


def safe_url(url: str) -> str | None:
    """The address if it is a web or mail address, else None. Letters that could end Slack's own
    notation for a link are percent-encoded."""
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
