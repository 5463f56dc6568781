"""The HTML of a member's message → nodes, line by line.

Teams sends what its own editor made of a message. Whom a mention means is told beside it, so a
mention stays a ``Named`` here until somebody knows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.teams.tags import Tag, tokens
from bot.protocol.text import Code, Emphasis, Inline, Link, Plain, Strong
from bot.text.urls import misleads, safe_url

_SPACE = re.compile(r"[ \t\r\n\f]+")
_HARD_SPACE = "\u00a0"
"""What Teams' editor writes for a second or last space."""

_SCHEMA = "http://schema.skype.com/"
_MENTION = _SCHEMA + "Mention"
_OTHERS_WORDS = (_SCHEMA + "Reply", _SCHEMA + "Forward")
"""Quotes that Teams puts into a message when a person answers or passes on another's message. They
are left out: they are not this person's words, and whose they are may not have agreed to it."""

_STYLES = {
    "b": "strong", "strong": "strong", "h1": "strong", "h2": "strong", "h3": "strong",
    "i": "emphasis", "em": "emphasis",
    "code": "code", "pre": "code", "codeblock": "code",
    "script": "silent", "style": "silent", "attachment": "silent",
}  # fmt: skip
_LINES = {
    "p", "div", "li", "ul", "ol", "blockquote", "pre", "codeblock", "table", "tr", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_EMPTY = {"br", "hr", "img", "wbr", "col", "input", "link", "meta"}
_EMOJI = {"emoji", "customemoji"}
_DEEPEST = 8
"""Steps by which a list is indented at most."""
_ANY_PICTURE = "image"
"""What Teams writes in place of a picture that nobody described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mention: ``text`` is the name that stands there, ``number`` the place of the person among
    all who are mentioned (None if it does not say)."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How letters are shown: one style, and of the innermost link or mention that they stand in."""

    style: str = ""
    url: str | None = None
    mention: "_Element | None" = None


@dataclass(eq=False, slots=True, kw_only=True)
class _Element:
    """A tag that is open."""

    tag: str
    style: str = ""
    url: str | None = None
    mention: bool = False
    number: int | None = None


_Line = list[tuple[_Look, list[str]]]


def read(html: str) -> Iterator[Inline | Named]:
    """The nodes of a message. List items, quotes and a table's rows become lines."""
    reader = _Reader()
    for token in tokens(html):
        match token:
            case str():
                reader.text(token)
            case Tag(closes=True):
                reader.closed(token.name)
            case _:
                reader.opened(token)
    return reader.nodes()


@dataclass(slots=True)
class _Reader:
    """Collects lines, knowing which tags are open."""

    _lines: list[_Line] = field(default_factory=list[_Line])
    _line: _Line = field(default_factory=_Line)
    _open: list[_Element] = field(default_factory=list[_Element])
    _counts: Counter[str] = field(default_factory=Counter[str])
    """Open tags by name, and by style."""
    _targets: list[_Element] = field(default_factory=list[_Element])
    """Open links and mentions."""
    _lists: list[int | None] = field(default_factory=list[int | None])
    """The number of the next item of each open list, None for bullets."""
    _marker: str = ""
    """What the next words of a list begin with."""

    def text(self, text: str) -> None:
        if not self._keeps_space():
            text = _SPACE.sub(" ", text)
            if self._spaced():
                text = text.lstrip(" ")
        self._put(text)

    def opened(self, tag: Tag) -> None:
        if tag.name in _LINES:
            self._break()
        told = tag.attributes
        match tag.name:
            case "br" if self._keeps_space():
                self._put("\n")
            case "br" if not self._counts["silent"]:
                self._end_line()
            case "img" if told.get("alt", _ANY_PICTURE).lower() != _ANY_PICTURE:
                self._put(told["alt"])
            case "emoji" | "customemoji":
                self._put(told.get("alt", ""))
            case "td" | "th" if self._line:
                self._put(" | ")
            case "ul":
                self._lists.append(None)
            case "ol":
                self._lists.append(_number(told.get("start", "")) or 1)
            case "li":
                self._marker = self._next_marker()
        if tag.name not in _EMPTY:
            self._enter(_element(tag))

    def closed(self, name: str) -> None:
        if not self._counts[f"<{name}>"]:
            return
        while self._leave() != name:
            pass

    def nodes(self) -> Iterator[Inline | Named]:
        self._break()
        lines = [list(_nodes(line)) for line in self._lines]
        while lines and not lines[-1]:
            lines.pop()
        first = next((at for at, line in enumerate(lines) if line), 0)
        for number, line in enumerate(lines[first:]):
            if number:
                yield Plain(text="\n")
            yield from line

    def _enter(self, element: _Element) -> None:
        self._open.append(element)
        self._counts.update((f"<{element.tag}>", element.style))
        if element.url is not None or element.mention:
            self._targets.append(element)

    def _leave(self) -> str:
        element = self._open.pop()
        self._counts.subtract((f"<{element.tag}>", element.style))
        if self._targets and self._targets[-1] is element:
            self._targets.pop()
        if element.tag in ("ul", "ol"):
            self._lists.pop()
        if element.tag in _LINES:
            self._break()
            self._marker = ""
        return element.tag

    def _keeps_space(self) -> bool:
        return bool(self._counts["<pre>"] or self._counts["<codeblock>"])

    def _spaced(self) -> bool:
        """Whether one more space would not be seen."""
        return not self._line or self._line[-1][1][-1].endswith(" ")

    def _put(self, text: str) -> None:
        if not text or self._counts["silent"]:
            return
        if self._marker and not text.isspace():
            self._line.append((_Look(), [self._marker]))
            self._marker = ""
        look = self._look()
        if self._line and self._line[-1][0] == look:
            self._line[-1][1].append(text)
        else:
            self._line.append((look, [text]))

    def _look(self) -> _Look:
        if self._targets:
            target = self._targets[-1]
            return _Look(mention=target) if target.mention else _Look(url=target.url)
        return _Look(style=next((s for s in ("code", "strong", "emphasis") if self._counts[s]), ""))

    def _break(self) -> None:
        """What follows stands on a line of its own."""
        if self._line:
            self._end_line()

    def _end_line(self) -> None:
        self._lines.append(self._line)
        self._line = []

    def _next_marker(self) -> str:
        if not self._lists:
            return "• "
        indent = "  " * min(len(self._lists) - 1, _DEEPEST)
        number = self._lists[-1]
        if number is None:
            return f"{indent}• "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "


def _element(tag: Tag) -> _Element:
    told = tag.attributes
    silent = told.get("itemtype") in _OTHERS_WORDS or (tag.name in _EMOJI and "alt" in told)
    # Around the span with the number there may be another element that says the same.
    mention = tag.name == "at" or (told.get("itemtype") == _MENTION and tag.name != "readonly")
    return _Element(
        tag=tag.name,
        style="silent" if silent else _STYLES.get(tag.name, ""),
        url=told.get("href", "").strip() if tag.name == "a" else None,
        mention=mention,
        number=_number(told.get("itemid") or told.get("id") or "") if mention else None,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _nodes(line: _Line) -> Iterator[Inline | Named]:
    runs = [(look, "".join(parts).replace(_HARD_SPACE, " ")) for look, parts in line]
    while runs:
        look, text = runs.pop()
        if text := text.rstrip(" \n"):
            runs.append((look, text))
            break
    for look, text in runs:
        yield from _styled(look, text)


def _styled(look: _Look, text: str) -> Iterator[Inline | Named]:
    if look.mention is not None:
        yield Named(number=look.mention.number, text=text)
    elif look.url is not None:
        yield from _link(look.url, text)
    else:
        match look.style:
            case "code":
                yield Code(text=text.strip("\n"))
            case "strong":
                yield Strong(text=text)
            case "emphasis":
                yield Emphasis(text=text)
            case _:
                yield Plain(text=text)


def _link(url: str, label: str) -> Iterator[Inline]:
    """A link; as its letters alone where the address can be no link, and with the address beside
    them where they read like another one."""
    words = label.strip(" ")
    lead, tail = label[: len(label) - len(label.lstrip(" "))], label[len(label.rstrip(" ")) :]
    if not words or safe_url(url) is None:
        yield Plain(text=label)
        return
    yield Plain(text=lead)
    if words in (url, url.removesuffix("/")):
        yield Link(url=url)
    elif misleads(url, words):
        yield Plain(text=f"{words} ")
        yield Link(url=url)
    else:
        yield Link(url=url, label=words)
    yield Plain(text=tail)
