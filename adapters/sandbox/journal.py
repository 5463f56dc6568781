"""The journal: everything said or shown on the platform, as Lines in order, with who saw each.

It lives as long as the process: it holds words that were edited or deleted since, which nothing
may keep.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from adapters.sandbox.address import BOT, ROOM
from adapters.sandbox.records import Message, OpenForm
from bot.protocol.cards import Card, Field
from bot.protocol.ports import Line
from bot.protocol.text import flatten

Gesture = Literal["react", "keep", "command", "press", "fill", "join", "leave"]


class Journal:
    """Lines, and whom each of them reached."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._audience: dict[Line, frozenset[str]] = {}

    def lines(self) -> Sequence[Line]:
        return self._lines

    def reached(self, handle: str, line: Line) -> bool:
        """Whether this person was shown this line."""
        return handle in self._audience.get(line, frozenset())

    def add(self, line: Line, present: Iterable[str]) -> None:
        """Note a line; ``present`` are the handles of those who are in the room now."""
        addressed = line.to.partition(":")[2]
        whom = frozenset([addressed] if addressed else present)
        self._audience[line] = self._audience.get(line, frozenset()) | whom
        self._lines.append(line)


def of_message(
    message: Message, kind: Literal["say", "edit", "delete"], by: str, at: datetime
) -> Line:
    """A message as it is shown now."""
    return Line(
        at=at,
        sender=by,
        to=f"only:{message.only}" if message.only else message.channel,
        thread=message.thread,
        id=message.id,
        kind=kind,
        text=message.text,
        buttons=tuple(button.label for button in message.buttons),
        edited=kind == "edit",
    )


def of_form(handle: str, form: OpenForm, at: datetime) -> Line:
    """A form as it stands open for a person."""
    return Line(
        at=at,
        sender=BOT,
        to=f"only:{handle}",
        thread=None,
        id=form.id,
        kind="form",
        text=_form_text(form),
        buttons=(form.form.submit,),
        fields=tuple(field.label for field in form.form.fields),
        edited=bool(form.errors),
    )


def of_home(handle: str, card: Card, at: datetime, *, edited: bool) -> Line:
    """A person's page of the bot, as they look at it."""
    return Line(
        at=at,
        sender=BOT,
        to=f"only:{handle}",
        thread=None,
        id=f"home:{handle}",
        kind="home",
        text=card.text(),
        buttons=tuple(button.label for button in card.all_buttons()),
        edited=edited,
    )


def of_gesture(
    handle: str,
    kind: Gesture,
    channel: str,
    text: str,
    *,
    id: str,
    thread: str | None,
    at: datetime,
) -> Line:
    """A gesture that is no message. What the platform shows to nobody else (a command, a press, a
    form that is sent) is addressed to the person alone."""
    private = channel == ROOM and kind in ("command", "press", "fill")
    return Line(
        at=at,
        sender=handle,
        to=f"only:{handle}" if private else channel,
        thread=thread,
        id=id,
        kind=kind,
        text=text,
    )


def _form_text(form: OpenForm) -> str:
    """All that a person reads on a form: its title and introduction, then each field with what
    stands in it, its choices, its hint and what is wrong with it."""
    parts = [form.form.title]
    if form.form.intro:
        parts.append(flatten(form.form.intro))
    for field in form.form.fields:
        parts.extend(_field_text(field, form))
    return "\n".join(parts)


def _field_text(field: Field, form: OpenForm) -> Iterable[str]:
    typed = form.values.get(field.name, field.value)
    value = typed if isinstance(typed, str) else ", ".join(typed)
    if field.options:
        chosen = {part.strip() for part in value.split(",")}
        value = ", ".join(option.label for option in field.options if option.value in chosen)
    yield f"{field.label}: {value}".rstrip()
    if field.options:
        yield f"({' / '.join(option.label for option in field.options)})"
    if field.hint:
        yield field.hint
    if error := form.errors.get(field.name):
        yield f"! {error}"
