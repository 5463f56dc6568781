"""What a person sees of an Adaptive Card: words, buttons, forms. Reads nothing but what is shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.protocol.cards import Kind, Option
from tests.screen import Button, Input, OpenForm, Value

Json = Mapping[str, Any]

_JOINER = "\u2060"
_ESCAPED = re.compile(r"\\([\\*_`\[\]~])")
_LINK = re.compile(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(([^)]*)\)")
_MARKS = re.compile(r"(?<!\\)[*_`]")
_AT = re.compile(r"<at>(.*?)</at>")
_INSTANT = re.compile(r"\{\{(?:DATE|TIME)\(([^,)]+)(?:, *[A-Z]+)?\)\}\}")


def text(card: Json) -> str:
    """All letters of a card, buttons and fields left out."""
    return "\n".join(row for each in card["body"] for row in _rows(each))


def key(card: Json) -> str:
    """The parcel's name, if one stands in the card."""
    first = str(card["body"][0].get("id", ""))
    return first.removeprefix("key:") if first.startswith("key:") else ""


def buttons(card: Json) -> tuple[Button, ...]:
    """What can be pressed. Of a button that asks first, the one below its question."""
    return tuple(Button(label=action["title"], raw=_within(action)) for action in _actions(card))


def form(id: str, card: Json) -> OpenForm | None:
    """The form that a card is, None if it has nothing to fill in or to send."""
    submit = [each for each in buttons(card) if each.raw["type"] != "Action.OpenUrl"]
    inputs = tuple(_inputs(card["body"]))
    if not inputs or len(submit) != 1:
        return None
    return OpenForm(
        id=id,
        title=next((row for each in card["body"] for row in _rows(each)), ""),
        text=text(card),
        inputs=inputs,
        submit=submit[0].label,
        raw=submit[0].raw,
    )


def _actions(card: Json) -> Iterator[Json]:
    for each in card["body"]:
        if each["type"] == "ActionSet":
            yield from each["actions"]
    yield from card.get("actions", ())


def _within(action: Json) -> Json:
    return action["card"]["actions"][0] if action["type"] == "Action.ShowCard" else action


def _rows(element: Json) -> Iterator[str]:
    match element["type"]:
        case "TextBlock":
            yield _unmarked(element["text"])
        case "RichTextBlock":
            yield "".join(_run(each) for each in element["inlines"])
        case "Container":
            rows = [row for each in element["items"] for row in _rows(each)]
            if element.get("style") != "emphasis":
                yield from rows
                return
            source = rows.pop() if rows[-1].startswith(("— ", "↗", " ↗")) else ""
            yield f"“{chr(10).join(rows)}” {source}".strip()
        case kind if kind == "ActionSet" or kind.startswith("Input."):
            return
        case other:
            raise AssertionError(f"an element that nobody taught us to read: {other}")


def _run(run: Json) -> str:
    letters = run["text"].replace(_JOINER, "")
    url = run.get("selectAction", {}).get("url")
    return f"{letters} ({url})" if url and url != letters else letters


def _unmarked(markdown: str) -> str:
    """The letters of a TextBlock."""
    shown = _LINK.sub(lambda m: f"{m[1]} ({m[2]})", markdown)
    shown = _AT.sub(r"@\1", _MARKS.sub("", shown))
    shown = _INSTANT.sub(r"\1", shown)
    return _ESCAPED.sub(r"\1", shown).replace(_JOINER, "")


# Forms

_KINDS: Mapping[str, Kind] = {"Input.Date": "date", "Input.Time": "time"}


def _inputs(body: Sequence[Json]) -> Iterator[Input]:
    for number, element in enumerate(body):
        if not element["type"].startswith("Input."):
            continue
        below = list(_below(body[number + 1 :]))
        wrong = [each for each in below if _looks(each).get("color") == "Attention"]
        hints = [each for each in below if each not in wrong]
        kind = _kind(element)
        yield Input(
            name=element["id"],
            label=element["label"],
            kind=kind,
            options=tuple(
                Option(value=each["value"], label=each["title"])
                for each in element.get("choices", ())
            ),
            value=_value(kind, element.get("value", "")),
            hint="\n".join(row for each in hints for row in _rows(each)),
            error="\n".join(row for each in wrong for row in _rows(each)),
            required=element.get("isRequired", False),
            limit=element.get("maxLength", 3000),
            raw=element,
        )


def _below(elements: Sequence[Json]) -> Iterator[Json]:
    """What stands between one input and the next."""
    for each in elements:
        if each["type"].startswith("Input."):
            return
        yield each


def _looks(element: Json) -> Json:
    return element["inlines"][0] if element["type"] == "RichTextBlock" else element


def _kind(element: Json) -> Kind:
    several = element.get("isMultiSelect", False)
    if element["type"] == "Input.Text":
        return "text" if element.get("isMultiline") else "line"
    if element["type"] != "Input.ChoiceSet":
        return _KINDS[element["type"]]
    if "choices.data" in element:
        return "people" if several else "person"
    return "choices" if several else "choice"


def _value(kind: Kind, value: str) -> Value:
    if kind in ("choices", "people"):
        return tuple(part for part in value.split(",") if part)
    return value


def typed(values: Mapping[str, Value]) -> dict[str, str]:
    """Values as a client sends them; what is empty is left out."""
    joined = {name: v if isinstance(v, str) else ",".join(v) for name, v in values.items()}
    return {name: value for name, value in joined.items() if value}
