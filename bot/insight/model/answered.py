"""Reads what a language model answered, whatever it is."""

import json
import re
from dataclasses import dataclass
from typing import Any

_MOST = 1000  # themes, and points in all; nobody asked for as many
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class Unreadable(Exception):
    """An answer that is not of the form asked for, or was cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A point as it was answered; nothing of it has been checked. None: that part is no text."""

    message: str | None
    person: str | None
    quote: str | None
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme as it was answered; nothing of it has been checked."""

    label: tuple[str, ...]
    messages: tuple[str, ...]
    picks: tuple[Pick, ...]


def answered(text: str) -> list[Theme]:
    """The themes of an answer; pieces that are not of their form are left empty.

    What stands around one whole JSON object is passed over, since many models cannot leave it. Of
    an object that is cut off nothing is taken: nobody could tell what else it was to say.
    Raises Unreadable.
    """
    text = _THOUGHT.sub("", text)
    start = text.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(text, max(start, 0))
    except (ValueError, RecursionError):
        raise Unreadable from None
    themes = found.get("themes") if isinstance(found, dict) else None
    if not isinstance(themes, list) or len(themes) > _MOST:
        raise Unreadable
    read = [_theme(each) for each in themes if isinstance(each, dict)]
    if sum(len(theme.picks) for theme in read) > _MOST:
        raise Unreadable
    return read


def _theme(fields: dict[str, Any]) -> Theme:
    label = fields.get("label")
    points = fields.get("points")
    return Theme(
        label=(label,) if isinstance(label, str) else tuple(_texts(label)),
        messages=tuple(_texts(fields.get("messages"))),
        picks=tuple(map(_pick, points)) if isinstance(points, list) else (),
    )


def _pick(fields: Any) -> Pick:
    def text(name: str) -> str | None:
        value = fields.get(name) if isinstance(fields, dict) else None
        return value if isinstance(value, str) else None

    return Pick(
        message=text("message"), person=text("person"), quote=text("quote"), kind=text("type")
    )


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list):
        return []
    return [each for each in values if isinstance(each, str)]
