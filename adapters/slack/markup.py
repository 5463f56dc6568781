"""Slack's text ↔ text nodes, both ways.

Slack has two spellings: *rich text* (JSON elements, whose letters are taken as they are) and
*mrkdwn* (a string in which ``< > &`` and a few marks mean something). We write rich text wherever
Slack allows it, since there no letters of a member can ping or format. mrkdwn remains for small
print, with everything that could act made harmless.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adapters.slack.names import PLATFORM
from adapters.slack.times import from_ts, to_unix
from bot.protocol.refs import User
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
    joined,
)
from bot.text.urls import misleads, safe_url

Json = dict[str, Any]

JOINER = "\u2060"
"""Word joiner: invisible, without width. After a mark it stops the mark from formatting."""

_MOMENT = "{date_long}, {time}"
_ID = re.compile(r"[A-Z0-9]+")
_MARKS = re.compile(r"([*_~`])")
_QUOTE = re.compile(r"^&gt;", re.MULTILINE)
_DEEPEST = 8
"""Steps by which Slack indents a list at most."""
_STYLES = {Plain: None, Strong: "bold", Emphasis: "italic", Code: "code"}


def escape(text: str) -> str:
    """The three letters that mean something to Slack, spelled so that they do not."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def harmless(text: str) -> str:
    """Letters as mrkdwn that shows exactly these letters: nothing pings, links, quotes, formats."""
    return _QUOTE.sub(JOINER + "&gt;", _MARKS.sub(r"\1" + JOINER, escape(text)))


def can_mention(node: Mention) -> bool:
    return node.user.platform == PLATFORM and bool(_ID.fullmatch(node.user.user))


def honest_label(link: Link) -> str | None:
    """A link's label; None, so that the address itself is shown, for a label that looks like
    another address. Members' links are quoted under the bot's name, which people trust."""
    return None if link.label and misleads(link.url, link.label) else link.label


# To Slack.


def to_rich(nodes: Iterable[Inline]) -> list[Json]:
    """Nodes as the elements of a rich text section."""
    return [element for node in nodes if (element := _rich(node))]


def _rich(node: Inline) -> Json | None:
    match node:
        case Link(url=url):
            return _rich_link(url, honest_label(node))
        case Attachment(name=name, url=url):
            return _rich_link(url, name)
        case Mention(name=name):
            if can_mention(node):
                return {"type": "user", "user_id": node.user.user}
            return {"type": "text", "text": f"@{name}"}
        case Moment(at=at, text=text):
            return {
                "type": "date",
                "timestamp": to_unix(at),
                "format": _MOMENT,
                "fallback": text,
            }
        case _:
            if not node.text:
                return None
            style = _STYLES[type(node)]
            plain: Json = {"type": "text", "text": node.text}
            return plain | {"style": {style: True}} if style else plain


def _rich_link(url: str, label: str | None) -> Json | None:
    safe = safe_url(url)
    if safe is None:
        text = label or url
        return {"type": "text", "text": text} if text else None
    return {"type": "link", "url": safe} | ({"text": label} if label else {})


def to_mrkdwn(nodes: Iterable[Inline]) -> str:
    """Nodes as mrkdwn; to be sent with ``verbatim``, so that Slack adds no links of its own."""
    return "".join(_mrkdwn(node) for node in nodes)


def _mrkdwn(node: Inline) -> str:
    match node:
        case Plain(text=text):
            return harmless(text)
        case Strong(text=text):
            return _marked("*", text)
        case Emphasis(text=text):
            return _marked("_", text)
        case Code(text=text):
            return _marked("`", text)
        case Link(url=url):
            return _mrkdwn_link(url, honest_label(node))
        case Attachment(name=name, url=url):
            return _mrkdwn_link(url, name)
        case Mention(user=user, name=name):
            return f"<@{user.user}>" if can_mention(node) else harmless(f"@{name}")
        case Moment(at=at, text=text):
            return f"<!date^{to_unix(at)}^{_MOMENT}|{_label(text)}>"


def _marked(mark: str, text: str) -> str:
    # Slack formats only what begins and ends with a letter and stays on one line.
    if not text.strip() or text != text.strip() or "\n" in text:
        return harmless(text)
    return f"{mark}{harmless(text)}{mark}"


def _mrkdwn_link(url: str, label: str | None) -> str:
    safe = safe_url(url)
    if safe is None:
        return harmless(label or url)
    return f"<{escape(safe)}|{_label(label)}>" if label else f"<{escape(safe)}>"


def _label(text: str) -> str:
    return escape(" ".join(text.split()).replace("|", "/"))


# From Slack.


def from_message(message: Mapping[str, Any], workspace: str) -> Inlines:
    """The words and files of a message event's message."""
    blocks = message.get("blocks") or []
    if blocks and all(block.get("type") == "rich_text" for block in blocks):
        nodes = from_rich(blocks, workspace)
    else:
        nodes = from_mrkdwn(message.get("text") or "", workspace)
    return (*nodes, *_files(message.get("files") or []))


def _files(files: Sequence[Mapping[str, Any]]) -> Iterable[Attachment]:
    for file in files:
        url = file.get("permalink") or file.get("url_private")
        # A deleted file, and one hidden by the plan's limits, stand there without an address.
        if url:
            yield Attachment(name=file.get("name") or file.get("title") or url, url=url)


def from_rich(blocks: Sequence[Mapping[str, Any]], workspace: str) -> Inlines:
    """Rich text blocks as one run of nodes; lists and quotes become lines."""
    nodes: list[Inline] = []
    for block in blocks:
        for part in block.get("elements") or ():
            if nodes and not _ends_line(nodes[-1]):
                nodes.append(Plain(text="\n"))
            nodes.extend(_part(part, workspace))
    return joined(nodes)


def _ends_line(node: Inline) -> bool:
    return isinstance(node, Plain) and node.text.endswith("\n")


def _part(part: Mapping[str, Any], workspace: str) -> Iterable[Inline]:
    elements: Sequence[Mapping[str, Any]] = part.get("elements") or []
    match part.get("type"):
        case "rich_text_list":
            numbered = part.get("style") == "ordered"
            indent = "  " * min(_count(part.get("indent")), _DEEPEST)
            for n, item in enumerate(elements, 1 + _count(part.get("offset"))):
                yield Plain(text=indent + (f"{n}. " if numbered else "• "))
                yield from _part(item, workspace)
                if item is not elements[-1]:
                    yield Plain(text="\n")
        case "rich_text_preformatted":
            yield Code(text="".join(e.get("text") or e.get("url") or "" for e in elements))
        case _:
            for element in elements:
                yield _element(element, workspace)


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _element(element: Mapping[str, Any], workspace: str) -> Inline:
    match element.get("type"):
        case "text":
            return _styled(element.get("text") or "", element.get("style") or {})
        case "link":
            return Link(url=element.get("url") or "", label=element.get("text") or None)
        case "user":
            return _mention(element.get("user_id") or "", "", workspace)
        case "emoji":
            return Plain(text=_emoji(element))
        case "date":
            return _moment(str(element.get("timestamp")), element.get("fallback") or "")
        case "broadcast":
            return Plain(text="@" + (element.get("range") or "channel"))
        case "channel":
            return Plain(text="#" + (element.get("channel_id") or ""))
        case "usergroup":
            return Plain(text="@" + (element.get("usergroup_id") or ""))
        case _:
            return Plain(text=str(element.get("value") or element.get("text") or ""))


def _moment(stamp: str, text: str) -> Inline:
    """A member can write a date that no calendar holds; then its words stand there."""
    try:
        return Moment(at=from_ts(stamp), text=text)
    except ValueError:
        return Plain(text=text)


def _styled(text: str, style: Mapping[str, Any]) -> Inline:
    if style.get("code"):
        return Code(text=text)
    if style.get("bold"):
        return Strong(text=text)
    return Emphasis(text=text) if style.get("italic") else Plain(text=text)


def _mention(user: str, name: str, workspace: str) -> Mention:
    """Slack's payloads seldom tell a mentioned person's name; then the id stands there."""
    return Mention(user=User(platform=PLATFORM, workspace=workspace, user=user), name=name or user)


def _emoji(element: Mapping[str, Any]) -> str:
    try:
        return "".join(chr(int(point, 16)) for point in element["unicode"].split("-"))
    except (KeyError, AttributeError, ValueError, OverflowError):
        return f":{element.get('name', '')}:"


_TOKEN = re.compile(
    r"<(?P<entity>[^<>\n]+)>"
    # A mark counts where Slack would format: outside of words, and not made harmless by a joiner.
    r"|(?<![\w*_`~])(?P<mark>[*_`])(?!\u2060)"
    r"(?P<inner>(?!\s)(?:(?!(?P=mark)(?!\u2060))[^\n<>])+(?<!\s))"
    r"(?P=mark)(?![\w*_`~\u2060])"
)
_MARKED = {"*": Strong, "_": Emphasis, "`": Code}


def from_mrkdwn(text: str, workspace: str) -> Inlines:
    """An mrkdwn string as nodes."""
    nodes: list[Inline] = []
    end = 0
    for match in _TOKEN.finditer(text):
        nodes.append(Plain(text=unescape(text[end : match.start()])))
        end = match.end()
        if match["mark"]:
            nodes.append(_MARKED[match["mark"]](text=unescape(match["inner"])))
        else:
            nodes.append(entity(match["entity"], workspace))
    nodes.append(Plain(text=unescape(text[end:])))
    return joined(nodes)


def entity(inside: str, workspace: str) -> Inline:
    """What stands between ``<`` and ``>``: a mention, a date, a link."""
    target, _, label = inside.partition("|")
    label = unescape(label)
    if target.startswith("@"):
        return _mention(target[1:], label, workspace)
    if target.startswith("#"):
        return Plain(text="#" + (label or target[1:]))
    if target.startswith("!date^"):
        return _moment(target.split("^")[1], label)
    if target.startswith("!subteam^"):
        return Plain(text="@" + (label or target.split("^")[1]).lstrip("@"))
    if target.startswith("!"):
        return Plain(text="@" + target[1:].partition("^")[0])
    return Link(url=unescape(target), label=label or None)
