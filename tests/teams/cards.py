"""A reader of Adaptive Cards that is not ours: the JSON schema of version 1.5, and beside it what
Teams asks for and no schema says."""

import functools
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from jsonschema import Draft6Validator
from jsonschema.exceptions import best_match

from adapters.teams.wire import VERB

Json = Mapping[str, Any]

LARGEST = 80 * 1024
"""Bytes of UTF-16 that are surely taken."""
ROW = 6


def problems(adaptive_card: Json) -> list[str]:
    """What a client or Teams could refuse of a card; empty for a good one."""
    return list(_schema_problems(adaptive_card)) or list(_teams_problems(adaptive_card))


def activity_problems(activity: Json) -> list[str]:
    """What Teams could refuse of a message that is a card."""
    found = [] if activity.get("summary") else ["a message without a summary"]
    if activity.keys() != {"type", "summary", "attachments"}:
        found.append(f"keys {sorted(activity)}")
    if heavy(activity) > LARGEST:
        found.append(f"{heavy(activity)} bytes")
    [attachment] = activity["attachments"]
    if attachment["contentType"] != "application/vnd.microsoft.card.adaptive":
        found.append(attachment["contentType"])
    return found + problems(attachment["content"])


def heavy(shown: object) -> int:
    """Bytes of JSON as Teams counts them."""
    return len(json.dumps(shown, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def each(shown: Any, *kinds: str) -> Iterator[dict[str, Any]]:
    """Everything of these types in a card, in the order in which it stands there."""
    if isinstance(shown, dict):
        if shown.get("type") in kinds:
            yield shown
        for name, value in shown.items():
            if name not in ("data", "fallback"):
                yield from each(value, *kinds)
    elif isinstance(shown, list):
        for value in shown:
            yield from each(value, *kinds)


def texts(shown: Any) -> list[str]:
    """The blocks of text in a card, a line each."""
    found: list[str] = []
    if isinstance(shown, dict):
        match shown.get("type"):
            case "TextBlock":
                return [shown["text"]]
            case "RichTextBlock":
                return ["".join(run["text"] for run in shown["inlines"])]
        for name in ("body", "items"):
            found += texts(shown.get(name))
    elif isinstance(shown, list):
        for value in shown:
            found += texts(value)
    return found


def buttons(adaptive_card: Json) -> list[dict[str, Any]]:
    """All buttons that can be reached at once: those in the body, then those below it."""
    rows = [row["actions"] for row in each(adaptive_card["body"], "ActionSet")]
    return [button for row in [*rows, adaptive_card.get("actions", [])] for button in row]


def _schema_problems(adaptive_card: Json) -> Iterator[str]:
    shape = _shape(adaptive_card)
    body, actions = shape.pop("body", []), shape.pop("actions", [])
    for part in [{}, *({"body": [each]} for each in body), *({"actions": [a]} for a in actions)]:
        yield from _refused(json.dumps({**shape, **part}))


@functools.cache
def _refused(card: str) -> tuple[str, ...]:
    """The schema tries every type at every place, which takes long: so each shape goes there once,
    with letters that say nothing."""
    found = best_match(_schema().iter_errors(json.loads(card)))
    return () if found is None else (f"{found.json_path}: {found.message[:300]}",)


@functools.cache
def _schema() -> Draft6Validator:
    folder = resources.files("adaptive_cards") / "schemas"
    return Draft6Validator(json.loads((folder / "schema-1.5.json").read_text("utf-8")))


_TEAMS = {"AdaptiveCard": ("msteams",), "Input.ChoiceSet": ("choices.data",)}
_LETTERS = {"text", "title", "url", "id", "label", "value", "placeholder", "fallbackText"}


def _shape(shown: Any, name: str = "") -> Any:
    """A card without the keys that only Teams knows, and with all that is alike there once."""
    match shown:
        case dict() if name == "data":
            return {}
        case dict():
            hidden = _TEAMS.get(str(shown.get("type")), ())
            return {key: _shape(each, key) for key, each in shown.items() if key not in hidden}
        case list():
            shapes = {json.dumps(_shape(each, name)): None for each in shown}
            return [json.loads(shape) for shape in shapes]
        case str() if name in _LETTERS:
            return "x"
        case "filtered" if name == "style":
            return "compact"  # stands in version 1.5, and not in this copy of its schema
        case _:
            return shown


def _teams_problems(shown: Json) -> Iterator[str]:
    if shown.get("version") != "1.5":
        yield f"version {shown.get('version')}"
    if not shown.get("body"):
        yield "a card without a body"
    names = Counter(e["id"] for e in each(shown, *_NAMED) if "id" in e)
    yield from (f"{count} elements are called {name}" for name, count in names.items() if count > 1)
    for row in [shown, *each(shown["body"], "ActionSet")]:
        if len(row.get("actions", ())) > ROW:
            yield f"{len(row['actions'])} buttons in a row"
    for block in each(shown, "RichTextBlock"):
        if not any(run["text"] for run in block["inlines"]):
            yield "a block without letters"
        if any(letter in run["text"] for run in block["inlines"] for letter in "\n\r"):
            yield "a line's end inside of a line"
    for block in each(shown, "TextBlock"):
        if not block.get("wrap"):
            yield "a line that is cut off at the edge"
    for action in each(shown, "Action.Execute"):
        if action["verb"] != VERB or not isinstance(action["data"], dict):
            yield "a button that says nothing to us"
    yield from _mention_problems(shown)


_NAMED = ("TextBlock", "RichTextBlock", "Container", "Input.Text", "Input.ChoiceSet", "Input.Date",
          "Input.Time")  # fmt: skip


def _mention_problems(shown: Json) -> Iterator[str]:
    """Teams refuses a card with an entity that stands nowhere, and shows the letters of a mention
    without one."""
    lines = [block["text"] for block in each(shown, "TextBlock")]
    written = {found for line in lines for found in re.findall("<at>.*?</at>", line)}
    told = [entity["text"] for entity in shown["msteams"].get("entities", ())]
    if len(told) != len(set(told)):
        yield "two people by the same letters"
    if set(told) != written:
        yield f"mentions {written}, entities {told}"
