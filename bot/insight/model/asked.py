"""What a language model is asked: messages in pieces that it can read, as JSON.

Only sentences leave that could be quoted. JSON keeps the words of members apart from everything
else: no text can end the string that it stands in.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import ceil
from typing import Any, Protocol, get_args

from bot.insight.material import Kind
from bot.insight.model.report import Fault
from bot.insight.model.veil import Veil
from bot.insight.window import Window, most_points

_MOST_QUESTIONS = 40
_MOST_THEMES = 8

# Two sentences side by side, with nothing left out between them; a quote may reach over this.
_BESIDE = " "
# A gap; in the normal form of a quote there is none.
_GAP = "\n"

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["themes"],
    "properties": {
        "themes": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["label", "messages", "points"],
                "properties": {
                    "label": {"type": "array", "items": {"type": "string"}},
                    "messages": {"type": "array", "items": {"type": "string"}},
                    "points": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["message", "person", "quote", "type"],
                            "properties": {
                                "message": {"type": "string"},
                                "person": {"type": "string"},
                                "quote": {"type": "string"},
                                "type": {"type": "string", "enum": list(get_args(Kind))},
                            },
                        },
                    },
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """All that a language model is asked about a discussion: the same instructions with each
    question, and the form of an answer as a JSON schema."""

    instructions: str
    questions: tuple[str, ...]
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back to a question: a text that nobody has looked at, or why there is none."""

    text: str = ""
    fault: Fault | None = None


class Model(Protocol):
    """A language model that can be asked."""

    @property
    def name(self) -> str: ...

    @property
    def most(self) -> int:
        """Characters of a question, at most."""
        ...

    async def answers(self, asking: Asking) -> Sequence[Answer]:
        """An answer to each question, in order. It raises nothing for the model's sake."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message as it leaves. `nth` is its place in the window, `pieces` are its sentences: the
    place of each in its reading, and its start and end in `text`."""

    nth: int
    alias: str
    person: str
    text: str
    pieces: tuple[tuple[int, int, int], ...]
    reply_to: str | None = None
    whole: bool = True


def lines(window: Window, veil: Veil) -> list[Line]:
    """What of each message may leave; nothing of those that hold nothing that may."""
    aliases = {message.id: f"m{nth + 1}" for nth, message in enumerate(window.messages)}
    found: list[Line] = []
    for nth, reading in enumerate(window.shareable()):
        text, pieces, before = "", [], -1
        for place, sentence in enumerate(reading.sentences):
            if sentence.withdrawn:
                continue
            if text:
                both = f"{reading.sentences[before].text} {sentence.text}"
                text += _BESIDE if place == before + 1 and reading.stands(both) else _GAP
            start = len(text)
            text += veil.over(sentence.text)
            pieces.append((place, start, len(text)))
            before = place
        if pieces:
            found.append(
                Line(
                    nth=nth,
                    alias=aliases[reading.message.id],
                    person=veil.person(reading.message),
                    text=text,
                    pieces=tuple(pieces),
                    reply_to=aliases.get(reading.message.reply_to or ""),
                )
            )
    return found


def chunks(said: Sequence[Line], most: int) -> list[list[Line]]:
    """The lines in runs whose JSON has about `most` characters; what is too long is cut after a
    sentence, or left out, and so is what comes after the last question."""
    found: list[list[Line]] = []
    room = 0
    for line in said:
        fitting = _fitting(line, most)
        if fitting is None:
            continue
        size = _size(fitting)
        if size > room or not found:
            if len(found) == _MOST_QUESTIONS:
                break
            found.append([])
            room = most
        found[-1].append(fitting)
        room -= size
    return found


def asking(parts: Sequence[Sequence[Line]], points: int | None, themes: int | None) -> Asking:
    """One question for each part. `points` and `themes` are how many are wanted, None for as many
    as seem right."""
    everything = sum(map(len, parts))
    wanted = most_points(points, _MOST_THEMES)
    return Asking(
        instructions=_instructions(),
        questions=tuple(
            _question(
                part,
                max(1, ceil(min(wanted, everything) * len(part) / everything)),
                # Themes of several parts are brought together later.
                themes if len(parts) == 1 else None,
            )
            for part in parts
        ),
        schema=SCHEMA,
    )


def _question(part: Sequence[Line], points: int, themes: int | None) -> str:
    here = {line.alias for line in part}
    said = [_entry(line, here) for line in part]
    return json.dumps(
        {"wanted": {"themes": themes, "points": points}, "messages": said}, ensure_ascii=False
    )


def _entry(line: Line, here: set[str]) -> dict[str, str]:
    entry = {"id": line.alias, "person": line.person}
    if line.reply_to in here and line.reply_to is not None:
        entry["reply_to"] = line.reply_to
    return {**entry, "text": line.text}


def _size(line: Line) -> int:
    return len(json.dumps(_entry(line, {line.reply_to or ""}), ensure_ascii=False)) + len(", ")


def _fitting(line: Line, most: int) -> Line | None:
    """The line, or as many of its first sentences as leave half of the room; None for none."""
    if _size(line) <= most:
        return line
    # In JSON each character takes two at most, since controls were dropped.
    kept = tuple(piece for piece in line.pieces if piece[2] <= most // 4)
    if not kept:
        return None
    cut = replace(line, text=line.text[: kept[-1][2]], pieces=kept, whole=False)
    return cut if _size(cut) <= most else None


@cache
def _instructions() -> str:
    return files(__package__ or "").joinpath("instructions.md").read_text("utf-8")
