"""Text nodes → the words of an Adaptive Card.

A card has two kinds of text. In a *RichTextBlock* letters are taken as they are, so all that
members wrote stands there. A *TextBlock* reads Markdown, mentions and dates: only a line of ours
that holds a mention or an instant is one, with everything else in it made harmless.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from adapters.teams.addresses import is_directory_id
from adapters.teams.names import PLATFORM
from bot.protocol.text import (
    Attachment,
    Code,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Mention,
    Moment,
    Plain,
    Strong,
)
from bot.text.fit import short
from bot.text.urls import misleads, safe_url

Json = dict[str, Any]

JOINER = "\u2060"
"""Word joiner: invisible, without width. Between two letters it stops them from meaning one
thing."""
LABEL = 200
"""Letters of a link's label, or of a file's name: a link cannot be divided."""
NAME = 80
"""Letters of a name in a mention."""

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKS = re.compile(r"([\\*_`\[\]~])")
# What means something before another letter may get it from the next node.
_MEANT = re.compile(r"<|&(?=[#\w]|\Z)|\{(?=\{|\Z)|!\Z")
_ESCAPED = re.compile(rf"\\([\\*_`\[\]~])|{JOINER}")
_IN_NAMES = re.compile(r"[\s<>&*_\[\]`~{}\\]+")
_IN_ADDRESSES = re.compile(r"[()\[\]*_{}\x7f-\x9f]")
_CORE = re.compile(r"([\W_]*)(.*[^\W_])([\W_]*)", re.DOTALL)
_STYLES: dict[type[Inline], Json] = {
    Strong: {"weight": "Bolder"},
    Emphasis: {"italic": True},
    Code: {"fontType": "Monospace"},
}


class Mentions:
    """The people mentioned in a card, each by letters of their own: Teams finds out who is meant
    by comparing letters, and two people may have one name."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._entities: dict[str, Json] = {}

    def text(self, node: Mention) -> str:
        """The letters that mention this person."""
        user = node.user.user.lower()
        if user not in self._names:
            name = short(_IN_NAMES.sub(" ", node.name).strip(), NAME) or "@"
            while name in self._names.values():
                name += JOINER
            self._names[user] = name
            self._entities[f"<at>{name}</at>"] = {
                "type": "mention",
                "text": f"<at>{name}</at>",
                "mentioned": {"id": node.user.user, "name": name},
            }
        return f"<at>{self._names[user]}</at>"

    def within(self, shown: object) -> list[Json]:
        """The entities of those whom these elements mention."""
        found = {each for text in _texts(shown) for each in self._entities if each in text}
        return [entity for text, entity in self._entities.items() if text in found]


def _texts(shown: object) -> Iterator[str]:
    """The letters of all TextBlocks."""
    if isinstance(shown, dict):
        if shown.get("type") == "TextBlock":
            yield shown["text"]
        for each in shown.values():
            yield from _texts(each)
    elif isinstance(shown, list):
        for each in shown:
            yield from _texts(each)


def can_mention(node: Mention) -> bool:
    """Teams refuses a whole message if it mentions someone by an id that is none."""
    return node.user.platform == PLATFORM and is_directory_id(node.user.user)


def lines(nodes: Iterable[Inline]) -> list[Inlines]:
    """The nodes line by line, empty lines included: clients differ in what a line's end does. What
    may be no link, or no mention, is its letters."""
    found: list[list[Inline]] = [[]]
    for node in nodes:
        if isinstance(node, Link | Attachment) and (told := _target(node))[0] is None:
            node = Plain(text=told[1])
        elif isinstance(node, Mention) and not can_mention(node):
            node = Plain(text=f"@{node.name}")
        if not isinstance(node, Plain | Strong | Emphasis | Code):
            found[-1].append(node)
            continue
        first, *more = _BREAK.split(node.text)
        found[-1].append(type(node)(text=first))
        found.extend([type(node)(text=each)] for each in more)
    return [tuple(each) for each in found]


def quoted(nodes: Iterable[Inline]) -> Inlines:
    """A member's words: nobody is called by them."""
    return tuple(_quiet(node) for node in nodes)


def _quiet(node: Inline) -> Inline:
    match node:
        case Mention(name=name):
            return Plain(text=f"@{name}")
        case Moment(text=text):
            return Plain(text=text)
        case _:
            return node


def element(line: Sequence[Inline], look: Json, mentions: Mentions) -> Json:
    """One line as a block of text. ``look`` are properties that a TextRun and a TextBlock share."""
    if any(isinstance(node, Moment | Mention) for node in line):
        return {"type": "TextBlock", "text": marked(line, mentions), "wrap": True, **look}
    return {"type": "RichTextBlock", "inlines": [run for node in line for run in runs(node, look)]}


def runs(node: Inline, look: Json) -> list[Json]:
    """A node as TextRuns, in which every letter is only a letter."""
    match node:
        case Link() | Attachment():
            url, label = _target(node)
            link = {"color": "Accent", "underline": True, "selectAction": open_url(url)}
            return _literal(label, {**look, **link} if url else look)
        case Mention(name=name):
            return _literal(f"@{name}", look)
        case _:
            return _literal(node.text, {**look, **_STYLES.get(type(node), {})})


def open_url(url: str | None) -> Json:
    return {"type": "Action.OpenUrl", "url": url}


def _literal(text: str, look: Json) -> list[Json]:
    # Clients look for dates in a TextRun too, each in itself: none is left in one piece.
    parts = re.split(r"(?<=\{)(?=\{)", text)
    return [{"type": "TextRun", "text": part, **look} for part in parts if part]


def _target(node: Link | Attachment) -> tuple[str | None, str]:
    """Where a link leads, None if it may not be one, and the label to show. A label that looks
    like another address gives way to the address itself: members' links are shown under the bot's
    name, which people trust."""
    label = node.label if isinstance(node, Link) else node.name
    url = safe_url(node.url)
    if url is None:
        return None, label or node.url
    if not label or misleads(node.url, label):
        label = node.url
    return url, short(" ".join(label.split()) or url, LABEL)


def marked(line: Sequence[Inline], mentions: Mentions) -> str:
    """A line of ours as the Markdown of a TextBlock."""
    text = ""
    for node in line:
        match node:
            case Mention():
                text += mentions.text(node)
            case Moment(at=at):
                text += _moment(at)
            case Link() | Attachment():
                text += _link(node)
            case Strong(text=words):
                text += _emphasised(text, "**", words)
            case Emphasis(text=words):
                text += _emphasised(text, "*", words)
            case _:
                text += escape(node.text)
    # What begins with no letter might be read as a list, a title, a rule.
    ours = text.startswith(("<at>", "{{", "*", "["))
    return text if ours or text[:1].isalpha() else JOINER + text


def escape(text: str) -> str:
    """Letters as Markdown that shows exactly these letters."""
    return _MEANT.sub(rf"\g<0>{JOINER}", _MARKS.sub(r"\\\1", text))


def unescape(text: str) -> str:
    """What ``escape`` was given, without joiners."""
    return _ESCAPED.sub(r"\1", text)


def calm(text: str) -> str:
    """Letters for the label of an option, where some clients read Markdown and others show the
    marks: the same to the eye, and the same in both."""
    for mark in "*_":
        if text.count(mark) > 1:
            text = text.replace(mark, f"\u200a{mark}\u200a")
    text = text.replace("](", f"]{JOINER}(").replace("<", f"<{JOINER}")
    return text if text[:1].isalpha() else JOINER + text


def _moment(at: datetime) -> str:
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{{{{DATE({stamp}, SHORT)}}}} {{{{TIME({stamp})}}}}"


def _link(node: Link | Attachment) -> str:
    url, label = _target(node)
    if url is None:
        return escape(label)
    url = _IN_ADDRESSES.sub(lambda found: quote(found[0]).replace("_", "%5F"), url)
    return f"[{escape(label)}]({url.replace('&', '&amp;')})"


def _emphasised(before: str, mark: str, text: str) -> str:
    """Marks count only where a letter stands at their inner side and no mark at their outer."""
    core = _CORE.fullmatch(text)
    if core is None or (before + core[1]).endswith("*"):
        return escape(text)
    return f"{escape(core[1])}{mark}{escape(core[2])}{mark}{escape(core[3])}"
