"""Which addresses may be passed on to people outside: pages that anyone can open, and that tell
nothing of who shared them.

Pure. What leads into somebody's storage, chat, meeting or profile, what carries a key, and what
holds a name of somebody here, stays inside.
"""

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.text.urls import safe_url

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]")
_INSIDE = ("local", "localhost", "internal", "intranet", "lan", "home", "corp", "test", "invalid")
"""Last parts of the names of hosts that nobody outside reaches."""
_PRIVATE = (
    "drive.google.com", "docs.google.com", "photos.app.goo.gl", "meet.google.com",
    "calendar.google.com", "mail.google.com", "dropbox.com", "dropboxusercontent.com",
    "sharepoint.com", "onedrive.live.com", "1drv.ms", "box.com", "icloud.com", "mega.nz",
    "wetransfer.com", "we.tl", "slack.com", "slack-files.com", "teams.microsoft.com",
    "teams.live.com", "office.com", "office365.com", "outlook.com", "zoom.us", "webex.com",
    "notion.so", "notion.site", "trello.com", "miro.com", "airtable.com", "evernote.com",
    "whatsapp.com", "wa.me", "t.me", "facebook.com", "linkedin.com", "forms.gle", "calendly.com",
    "doodle.com", "bit.ly", "tinyurl.com", "t.co", "ow.ly", "goo.gl", "onedrive.com",
    "sync.com", "pcloud.com", "gofile.io", "filebin.net", "send.tresorit.com", "transfernow.net",
    "canva.com", "canva.link", "figma.com", "loom.com", "padlet.com", "mural.co", "coda.io",
    "monday.com", "asana.com", "typeform.com", "surveymonkey.com", "meet.jit.si", "whereby.com",
    "gotomeeting.com", "gotomeet.me", "discord.gg", "discord.com", "telegram.me", "signal.group",
    "signal.me", "x.com", "twitter.com", "instagram.com", "threads.net", "tiktok.com", "bsky.app",
    "fb.me", "lnkd.in", "pinterest.com", "github.com", "github.io", "linktr.ee", "about.me",
    "cutt.ly", "rb.gy", "is.gd", "shorturl.at", "tiny.cc",
)  # fmt: skip
"""Storage, chats, meetings, profiles, and short addresses, of which nobody sees where they lead."""
_PLAIN_KEYS = frozenset({"v", "t", "p", "page", "lang", "hl"})
"""What may be asked of a page behind its address; anything else may be a key."""
_LONGEST_VALUE = 16
_SECTION = re.compile(r"[a-z][\w.-]{0,40}", re.IGNORECASE)
_WORDS = re.compile(r"(?:[a-z]{1,15}|[0-9]{1,4})(?:_(?:[a-z]{1,15}|[0-9]{1,4}))+", re.IGNORECASE)
_KEYLIKE = re.compile(
    r"[a-z0-9]{20,}|(?=[a-z_]*[0-9])(?=[0-9_]*[a-z])[a-z0-9_]{20,}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)
"""So many letters in a row, with no hyphen between them, are hardly words, unless each part between
two underscores is one or a number."""
_LONG_NAME = 5
"""From so many letters on a name is one also within a longer word: shorter ones stand in "benefits"
and "manage" by chance."""
_TITLES = "dr|prof|nurse|mr|mrs|ms|the"
_DEGREES = "md|rn|np|pa|phd|mph"


def public(url: str, names: Collection[str] = ()) -> str | None:
    """The address to pass on, or None for one that is not for everyone. Without a scheme it leads
    to the web all the same. ``names`` are words of names of people and places here, in small
    letters without accents; an address that holds one tells who shared it."""
    safe = safe_url(url if "://" in url else f"https://{url}")
    if safe is None:
        return None
    parts = urlsplit(safe)
    host = parts.netloc.casefold()
    if parts.scheme != "https" or not _HOST.fullmatch(host) or host.split(".")[-1] in _INSIDE:
        return None
    if any(host == each or host.endswith(f".{each}") for each in _PRIVATE):
        return None
    asked = parse_qsl(parts.query, keep_blank_values=True, separator="&")
    if any(key not in _PLAIN_KEYS or len(value) > _LONGEST_VALUE for key, value in asked):
        return None
    if parts.query and not asked:
        return None
    if parts.fragment and not _SECTION.fullmatch(parts.fragment):
        return None
    path = unquote(parts.path)
    if "@" in path or ";" in unquote(safe) or any(map(_key, path.split("/"))):
        return None
    behind = unquote(f"{path} {parts.query} {parts.fragment}")
    return None if _named(f"{_spelled(host)} {behind}", names) else safe


def _key(segment: str) -> bool:
    return any(
        _KEYLIKE.fullmatch(each) and not _WORDS.fullmatch(each) for each in segment.split(".")
    )


def _spelled(host: str) -> str:
    """A host as people read it."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _named(text: str, names: Collection[str]) -> bool:
    """Whether a name stands in what an address consists of: as a word, run together with others,
    with an initial or a title, and a long one anywhere."""
    if not names:
        return False
    parted = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in parted if not unicodedata.combining(each))
    some = "|".join(map(re.escape, sorted(names)))
    whole = re.compile(rf"(?:{_TITLES}|[a-z])?(?:{some})+(?:{_DEGREES})?|(?:{some})+[a-z]")
    long = [each for each in names if len(each) >= _LONG_NAME]
    return any(
        each in names or _whole(whole, each) or any(name in each for name in long)
        for each in re.findall(r"[^\W\d_]+", bare)
    )


def _whole(names: re.Pattern[str], word: str) -> bool:
    # Of few letters, an initial and a name of two are any word.
    return len(word) >= _LONG_NAME and names.fullmatch(word) is not None
