"""Members' words in Teams → text nodes.

Teams tells a message twice: as ``text``, which lost all format, and as an attachment of HTML, which
it leaves out where a message has no more than letters. Whom a mention means stands beside both.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from adapters.teams import richtext
from adapters.teams.addresses import tenant_of, user_of
from adapters.teams.heard import Heard
from adapters.teams.names import PLATFORM
from adapters.teams.richtext import Named
from bot.protocol.refs import User
from bot.protocol.text import Attachment, Inline, Inlines, Mention, Plain, joined
from bot.text.urls import safe_url

Json = Mapping[str, Any]

_HTML = "text/html"
TAGS = 4000
"""Tags of a message that is read with its format: a parser's time grows with the square of how deep
they stand in each other, and nobody writes so many."""
_FILES = ("application/vnd.microsoft.teams.file.download.info", "reference")
_AT = re.compile(r"<at(?:\s[^<>]*)?>([^<>]*)</at>")
_AFTER_CALL = re.compile(r"^\s*[:,]?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a message says. ``called`` if it begins with a mention of us, which is not among
    ``nodes``."""

    nodes: Inlines
    called: bool = False


def from_html(html: str, mentions: Mapping[int, User | None]) -> Inlines:
    """HTML as nodes; ``mentions`` are the people by the number of their mention. Whoever is not
    among them is a name."""

    return joined(
        _mention(mentions.get(part.number) if part.number is not None else None, _name(part.text))
        if isinstance(part, Named)
        else part
        for part in richtext.read(html)
    )


def from_message(activity: Json, heard: Heard) -> Inlines:
    """The words and files of a message, without a mention of us that it begins with."""
    return words(activity, heard).nodes


def words(activity: Json, heard: Heard) -> Words:
    """The words and files of a message, and whether they are said to us."""
    ours = User(platform=PLATFORM, workspace=tenant_of(activity), user=heard.bot)
    html, nodes = _html(activity), list[Inline]()
    if html is not None:
        nodes = list(_from_rich(html, _Told(activity, heard, ours)))
    if not nodes:  # no format, or such as no browser could read
        nodes = list(_from_text(activity, _Told(activity, heard, ours)))
    called, rest = _without_us(joined(nodes), ours)
    return Words(nodes=(*rest, *_files(activity)), called=called)


class _Told:
    """The people whom a message mentions, as Teams tells them beside the words: in the order of
    the mentions, each with the letters that stand there."""

    def __init__(self, activity: Json, heard: Heard, ours: User) -> None:
        own = (heard.bot, (activity.get("recipient") or {}).get("id"))
        self._entries: list[tuple[set[str], User | None, str]] = []
        for entity in activity.get("entities") or ():
            account = entity.get("mentioned")
            if entity.get("type") != "mention" or not isinstance(account, Mapping):
                continue
            account_id = account.get("id")
            known = user_of(account, ours.workspace) or heard.people.get(str(account_id))
            user = ours if account_id in own else known
            name = _name(str(account.get("name") or ""))
            shown = _name(_AT.sub(r"\1", str(entity.get("text") or "")))
            self._entries.append(({name, shown}, user, name or shown))
        self._left = list(range(len(self._entries)))

    def whom(self, letters: str, place: int | None = None) -> Inline | None:
        """The mention with these letters, the one at this place if its letters agree; None if no
        mention has them. Each is found once, so that two people of one name are told apart."""
        letters = _name(letters)
        fitting = [at for at in self._left if letters in self._entries[at][0]]
        # A person who is mentioned twice may be told once.
        fitting = fitting or [at for at, each in enumerate(self._entries) if letters in each[0]]
        if not fitting:
            return None
        at = place if place in fitting else fitting[0]
        self._left = [other for other in self._left if other != at]
        _, user, name = self._entries[at]
        return _mention(user, name)


def _name(letters: str) -> str:
    return " ".join(letters.split()).removeprefix("@")


def _mention(user: User | None, name: str) -> Inline:
    return Plain(text=f"@{name}") if user is None else Mention(user=user, name=name)


def _html(activity: Json) -> str | None:
    for each in activity.get("attachments") or ():
        content = each.get("content")
        if each.get("contentType") == _HTML and isinstance(content, str) and content.strip():
            return content if content.count("<") <= TAGS else None
    return None


def _from_rich(html: str, told: _Told) -> Iterator[Inline]:
    parts = list(richtext.read(html))
    numbers = {part.number or 0 for part in parts if isinstance(part, Named)}
    places = {number: place for place, number in enumerate(sorted(numbers))}
    for part in parts:
        if isinstance(part, Named):
            found = told.whom(part.text, places[part.number or 0])
            yield found or _mention(None, _name(part.text))
        else:
            yield part


def _from_text(activity: Json, told: _Told) -> Iterator[Inline]:
    text = str(activity.get("text") or "").replace("\r\n", "\n").strip()
    decode = unescape if activity.get("textFormat") == "xml" else str
    end = 0
    for match in _AT.finditer(text):
        found = told.whom(unescape(match[1]))
        if found is not None:  # else somebody typed it
            yield Plain(text=decode(text[end : match.start()]))
            yield found
            end = match.end()
    yield Plain(text=decode(text[end:]))


def _without_us(nodes: Inlines, ours: User) -> tuple[bool, Inlines]:
    """The nodes without our mention at the beginning, if there is one; elsewhere it is a name."""
    rest = list(nodes)
    if rest and isinstance(rest[0], Plain) and rest[0].text.isspace():
        del rest[0]
    called = bool(rest) and isinstance(rest[0], Mention) and rest[0].user == ours
    if called:
        del rest[0]
        if rest and isinstance(after := rest[0], Plain):
            rest[0] = Plain(text=_AFTER_CALL.sub("", after.text))
    named = (
        _mention(None, n.name) if isinstance(n, Mention) and n.user == ours else n for n in rest
    )
    return called, joined(named)


def _files(activity: Json) -> Iterator[Attachment]:
    for each in activity.get("attachments") or ():
        url = each.get("contentUrl")
        if each.get("contentType") not in _FILES or not isinstance(url, str):
            continue
        if safe_url(url) is not None and not url.startswith("mailto:"):
            name = str(each.get("name") or "")
            yield Attachment(name=name or unquote(url.rpartition("/")[2]) or url, url=url)
