"""What a client of Slack shows of blocks and mrkdwn, by a reader that is not the adapter's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.contract.rig import Run, Style


def runs(blocks: Sequence[Mapping[str, Any]]) -> tuple[Run, ...]:
    """All letters of blocks, buttons and fields left out."""
    return tuple(run for block in blocks for run in _runs(block))


def _runs(block: Mapping[str, Any]) -> Iterator[Run]:
    match block["type"]:
        case "header":
            yield Run(letters=block["text"]["text"])
        case "context":
            for each in block["elements"]:
                marked = each["type"] == "mrkdwn"
                yield from _marked(each["text"]) if marked else [Run(letters=each["text"])]
        case "rich_text":
            for part in block["elements"]:
                listed = part["type"] == "rich_text_list"
                for line in part["elements"] if listed else [part]:
                    yield from map(_element, line["elements"])


def _element(element: Mapping[str, Any]) -> Run:
    match element:
        case {"type": "user", "user_id": id}:
            return Run(pings=id)
        case {"type": "link", "url": url}:
            return Run(letters=element.get("text", url), url=url)
        case {"type": "date", "timestamp": stamp, "fallback": text}:
            return Run(letters=text, at=datetime.fromtimestamp(stamp, UTC))
        case {"type": "text", "text": text}:
            return Run(letters=text, style=_style(element.get("style", {})))
        case _:
            raise AssertionError(f"an element that calls or is new: {element['type']}")


def _style(style: Mapping[str, bool]) -> Style:
    names: dict[str, Style] = {"bold": "strong", "italic": "emphasis", "code": "code"}
    for name, on in style.items():
        if on:
            return names[name]
    return "plain"


_TOKEN = re.compile(
    r"<(?P<entity>[^<>]+)>"
    r"|(?<!\w)(?P<mark>[*_`~])(?!\u2060)(?P<inner>\S(?:[^\n]*?\S)??)(?P=mark)(?![\w\u2060])"
)
_MARKS: dict[str, Style] = {"*": "strong", "_": "emphasis", "`": "code"}


def _marked(mrkdwn: str) -> Iterator[Run]:
    """A mark formats at a word's edge, unless a word joiner follows it."""
    end = 0
    for found in _TOKEN.finditer(mrkdwn):
        yield Run(letters=_unescaped(mrkdwn[end : found.start()]))
        end = found.end()
        if found["mark"]:
            yield Run(letters=_unescaped(found["inner"]), style=_MARKS[found["mark"]])
        else:
            yield _entity(found["entity"])
    yield Run(letters=_unescaped(mrkdwn[end:]))


def _entity(inside: str) -> Run:
    target, _, label = inside.partition("|")
    label = _unescaped(label)
    if target.startswith("!date^"):
        return Run(letters=label, at=datetime.fromtimestamp(int(target.split("^")[1]), UTC))
    if target.startswith(("@", "!", "#")):
        return Run(pings=target.removeprefix("@"))
    return Run(letters=label or _unescaped(target), url=_unescaped(target))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def notice(text: str) -> Iterator[Run]:
    """The text beside the blocks. It cannot be marked as letters, so its calls count bare."""
    yield Run(letters=text)
    for found in re.findall(r"<([@!#][^<>]*)>|@(channel|here|everyone)", text):
        yield Run(pings="".join(found))
