"""Discussions that lie in files, one message a line, as JSON objects."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, get_args

from bot.insight import Mark, Message, normal

MARKS: tuple[Mark, ...] = get_args(Mark)
_ENOUGH = 3  # marks that bring a message into every summary
_LONGEST = 1_000_000  # bytes of a line; nobody says as much in one message

# What stands in a file as the id of a message, and is shown again as it stood.
Id = str | int


@dataclass(slots=True, kw_only=True)
class Transcript:
    """What a file holds. `given` is how the file was named, `ids` gives the ids as they stood and
    `links` where a message can be seen.

    `problems` say for people which lines could not be read, or not wholly, and why; `unread` are
    the lines of which nothing could be, by id where there is one, else as "line 7".
    """

    path: Path
    given: str = ""
    messages: list[Message] = field(default_factory=list)
    ids: dict[str, Id] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unread: list[Id] = field(default_factory=list)


class _Unreadable(Exception):
    """Why a line is no message, and its id if it has one."""

    def __init__(self, why: str, id: Id | None = None) -> None:
        super().__init__(why)
        self.id = id


def read(path: Path, given: str = "") -> Transcript:
    """The messages of a file, in the order of their times if all have one, else as they stand.

    Raises OSError if the file cannot be read.
    """
    found = Transcript(path=path, given=given)
    with path.open("rb") as file:
        for number, line in _lines(file):
            try:
                _take(found, line, number)
            except _Unreadable as why:
                found.problems.append(f"{path}:{number}: {why}. The line is left out.")
                named = why.id is not None and str(why.id) not in found.ids
                found.unread.append(why.id if named and why.id is not None else f"line {number}")
    ats = [message.at for message in found.messages]
    if all(at is not None for at in ats):
        found.messages.sort(key=lambda message: message.at or datetime.min.replace(tzinfo=UTC))
    return found


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, without empty ones; None for one that is too long."""
    number = 0
    while line := file.readline(_LONGEST + 1):
        number += 1
        if len(line) > _LONGEST:
            while line and not line.endswith(b"\n"):
                line = file.readline(_LONGEST)
            yield number, None
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield number, line


def _take(found: Transcript, line: bytes | None, number: int) -> None:
    fields = _fields(line)
    id = _whole(fields.get("id"))
    if not isinstance(id, str | int) or isinstance(id, bool) or id == "":
        raise _Unreadable('"id" must be text or a whole number')
    if str(id) in found.ids:
        raise _Unreadable(f"the id {id!r} stands twice", id)
    text, author = fields.get("text"), fields.get("author")
    if not isinstance(text, str):
        raise _Unreadable('"text" must be text', id)
    if isinstance(author, bool) or not isinstance(author, str | int | None):
        raise _Unreadable('"author" must be text', id)
    unnamed = fields.get("anonymous", False)
    if not isinstance(unnamed, bool | None):
        # Taking it for false could name somebody who asked not to be.
        raise _Unreadable('"anonymous" must be true or false', id)
    name = "" if author is None else normal(str(author))
    message = Message(
        id=str(id), author=name, name=name, text=text, anonymous=bool(unnamed) or not name
    )
    for key in ("subject", "reply_to", "link", "at"):
        value = fields.get(key)
        if value is None:
            continue
        if key != "at":
            value = _whole(value)
        if isinstance(value, bool) or not (
            isinstance(value, str | int) or (key == "at" and isinstance(value, float))
        ):
            found.problems.append(f'{found.path}:{number}: "{key}" must be text. It is left out.')
        elif key == "subject":
            message = replace(message, subject=str(value))
        elif key == "reply_to":
            message = replace(message, reply_to=str(value))
        elif key == "link":
            found.links[str(id)] = str(value)
        elif isinstance(value, str | int | float) and (at := _time(value)) is not None:
            message = replace(message, at=at)
        else:
            found.problems.append(
                f'{found.path}:{number}: "at" is no time such as 2026-03-02T09:30:00Z. '
                "It is left out."
            )
    marks = fields.get("marks")
    if isinstance(marks, list | None):
        known = [mark for mark in MARKS if mark in (marks or ())]
        known.sort(key=lambda mark: -(marks or []).count(mark))
        # Each counts as another person's, as no more is said of them.
        message = replace(message, marks=tuple(known), wanted=len(marks or ()) >= _ENOUGH)
    if not isinstance(marks, list | None) or any(mark not in MARKS for mark in marks or ()):
        found.problems.append(
            f'{found.path}:{number}: "marks" must be a list of {", ".join(MARKS)}. '
            "What is none of these is left out."
        )
    found.ids[str(id)] = id
    found.messages.append(message)


def _fields(line: bytes | None) -> dict[str, object]:
    if line is None:
        raise _Unreadable(f"the line is longer than {_LONGEST:,} bytes")
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Unreadable("the line is not UTF-8") from None
    except json.JSONDecodeError as why:
        raise _Unreadable(f"no JSON: {why.msg} (character {why.pos + 1})") from None
    except (ValueError, RecursionError):
        raise _Unreadable("no JSON that can be read") from None
    if not isinstance(fields, dict):
        raise _Unreadable("a message must be a JSON object")
    return fields


def _whole(value: object) -> object:
    """A number that a spreadsheet wrote as 7.0 as the whole number that it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _time(value: str | float) -> datetime | None:
    """A time as ISO 8601 writes it, or in seconds since 1970; without a zone it is taken as UTC."""
    try:
        at = (
            datetime.fromtimestamp(value, UTC)
            if not isinstance(value, str)
            else datetime.fromisoformat(value)
        )
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
