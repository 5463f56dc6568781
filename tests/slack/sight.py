"""What a person sees of Slack's JSON: words, buttons, forms. Reads nothing but what Slack shows."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.protocol.cards import Kind, Option
from tests.screen import Button, Input, OpenForm, Value
from tests.slack.gestures import joined, options

Json = Mapping[str, Any]
Named = Callable[[str], str]
"""The name of the person with this id."""

_INVISIBLE = "\u2060"
_ENTITY = re.compile(r"<([^<>]+)>")


def text(blocks: Sequence[Json], named: Named) -> str:
    """All letters of a message, buttons left out."""
    return "\n".join(row for block in blocks for row in _rows(block, named))


def buttons(blocks: Sequence[Json]) -> tuple[Button, ...]:
    """What can be pressed there."""
    return tuple(
        Button(label=element["text"]["text"], raw=element)
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )


def _rows(block: Json, named: Named) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"]
        case "context":
            for each in block["elements"]:
                marked = each["type"] == "mrkdwn"
                yield _unmarked(each["text"], named) if marked else each["text"]
        case "rich_text":
            for part in block["elements"]:
                yield from _part(part, named)
        case "actions" | "divider" | "input":
            return
        case other:
            raise AssertionError(f"a block that nobody taught us to read: {other}")


def _part(part: Json, named: Named) -> Iterator[str]:
    match part["type"]:
        case "rich_text_list":
            numbered = part["style"] == "ordered"
            for n, item in enumerate(part["elements"], 1 + part.get("offset", 0)):
                yield (f"{n}. " if numbered else "• ") + _line(item["elements"], named)
        case "rich_text_quote":
            yield f"“{_line(part['elements'], named)}”"
        case _:
            yield _line(part["elements"], named)


def _line(elements: Sequence[Json], named: Named) -> str:
    return "".join(_letters(element, named) for element in elements)


def _letters(element: Json, named: Named) -> str:
    match element:
        case {"type": "link", "url": url, "text": label}:
            return f"{label} ({url})"
        case {"type": "link", "url": url}:
            return url
        case {"type": "user", "user_id": id}:
            return f"@{named(id)}"
        case {"type": "date", "fallback": words}:
            return words
        case _:
            return element["text"]


def _unmarked(mrkdwn: str, named: Named) -> str:
    """Letters without Slack's marks: a mark formats unless a joiner follows it."""

    def read(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith("@"):
            return f"@{named(target[1:])}"
        return label if target.startswith("!") or not label else f"{label} ({target})"

    shown = _ENTITY.sub(lambda match: read(match) or match[1], mrkdwn)
    shown = re.sub(rf"[*_~`](?!{_INVISIBLE})", "", shown).replace(_INVISIBLE, "")
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# Forms


def form(view: Json, named: Named) -> OpenForm:
    """A modal as it opens."""
    return OpenForm(
        id=view["id"],
        title=view["title"]["text"],
        text=text(view["blocks"], named),
        inputs=tuple(_inputs(view["blocks"])),
        submit=view["submit"]["text"],
        raw=dict(view),
    )


def _inputs(blocks: Sequence[Json]) -> Iterator[Input]:
    """The fields. Inputs labelled “Text”, “Text (2)”, “Text (3)” are one long text."""
    found: dict[str, list[Json]] = {}
    for block in blocks:
        if block["type"] == "input":
            label = block["label"]["text"]
            first = re.sub(r" \(\d+\)$", "", label)
            found.setdefault(first if first in found else label, []).append(block)
    for label, parts in found.items():
        element = parts[0]["element"]
        yield Input(
            name=parts[0]["block_id"],
            label=label,
            kind=_kind(element),
            options=tuple(
                Option(value=each["value"], label=each["text"]["text"]) for each in options(element)
            ),
            value=_initial(parts),
            hint=parts[0].get("hint", {}).get("text", ""),
            required=not parts[0]["optional"],
            limit=sum(part["element"].get("max_length", 3000) for part in parts),
            raw=parts,
        )


_KINDS: Mapping[str, Kind] = {
    "radio_buttons": "choice",
    "static_select": "choice",
    "checkboxes": "choices",
    "multi_static_select": "choices",
    "users_select": "person",
    "multi_users_select": "people",
    "datepicker": "date",
    "timepicker": "time",
}


def _kind(element: Json) -> Kind:
    if element["type"] == "plain_text_input":
        return "text" if element["multiline"] else "line"
    return _KINDS[element["type"]]


def _initial(parts: Sequence[Json]) -> Value:
    element = parts[0]["element"]
    match _KINDS.get(element["type"]):
        case "choice":
            return element.get("initial_option", {}).get("value", "")
        case "choices":
            return tuple(each["value"] for each in element.get("initial_options", ()))
        case "person":
            return element.get("initial_user", "")
        case "people":
            return tuple(element.get("initial_users", ()))
        case "date" | "time" as kind:
            return element.get(f"initial_{kind}", "")
        case _:
            return joined(list(parts))
