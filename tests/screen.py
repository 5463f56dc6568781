"""What people have before their eyes on a stand-in's platform, and what they were ever shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bot.protocol.cards import Kind, Option
from bot.protocol.ports import Line
from tests.people import People

BOT = "bot"
Value = str | tuple[str, ...]
Values = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    label: str
    raw: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands now. ``key`` is the parcel's, ``sender`` a handle or ``BOT``;
    ``thread`` the message that it answers; the greater ``order``, the newer."""

    id: str
    sender: str
    to: str
    text: str
    buttons: tuple[Button, ...] = ()
    thread: str | None = None
    key: str = ""
    deleted: bool = False
    raw: Any = None
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A field of a form as it is shown; ``name`` is the platform's, ``value`` what stands there:
    a tuple for ``choices`` and ``people``, whose ids are the platform's."""

    name: str
    label: str
    kind: Kind = "line"
    options: tuple[Option, ...] = ()
    value: Value = ""
    hint: str = ""
    error: str = ""
    required: bool = False
    limit: int = 3000
    raw: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A form before a person; ``text`` is its introduction and ``submit`` its button."""

    id: str
    title: str
    inputs: tuple[Input, ...]
    submit: str
    text: str = ""
    raw: Any = None
    order: int = 0


class Screen:
    """What everyone sees now, and what everyone was ever shown."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.people = People()
        self.messages: dict[str, Message] = {}
        self.forms: dict[str, OpenForm] = {}
        self._lines: list[Line] = []
        self._audience: dict[Line, frozenset[str]] = {}
        self._count = 0

    def lines(self) -> Sequence[Line]:
        return self._lines

    def reached(self, who: str, line: Line) -> bool:
        """Whether this line was addressed to them, or said in the room while they were there."""
        return who in self._audience.get(line, ())

    def sees(self, who: str, message: Message) -> bool:
        """Whether someone may see a message now."""
        if message.to == "room":
            return self.people.known(who).in_room
        return message.to in (f"dm:{who}", f"only:{who}")

    def buttons(self, who: str) -> list[tuple[Message | OpenForm, Button]]:
        """Every button before this person's eyes, and what it stands on, the newest first."""
        there: list[Message | OpenForm] = [
            m for m in self.messages.values() if not m.deleted and self.sees(who, m)
        ]
        if form := self.forms.get(who):
            there.append(form)
        found: list[tuple[Message | OpenForm, Button]] = []
        for each in sorted(there, key=lambda one: one.order, reverse=True):
            if isinstance(each, OpenForm):
                found.append((each, Button(label=each.submit)))
            else:
                found.extend((each, button) for button in each.buttons)
        return found

    def prompt(self) -> str | None:
        """The newest prompt of the room, which its key tells from a hello or an introduction."""
        for message in reversed(self.messages.values()):
            if message.to == "room" and not message.deleted and message.key.startswith("prompt:"):
                return message.id
        return None

    def show(
        self,
        message: Message,
        kind: Literal["say", "edit", "delete", "home"] = "say",
        by: str = "",
    ) -> None:
        """A message stands there, or stands there otherwise; the same again is no news. A person's
        page is a message of kind ``home``, and older than all that the chat shows."""
        old = self.messages.get(message.id)
        if old is not None and kind == "edit" and _looks(old) == _looks(message):
            self.messages[message.id] = replace(message, order=old.order)
            return
        self._count += 1
        self.messages[message.id] = replace(message, order=0 if kind == "home" else self._count)
        self._log(
            Line(
                at=self.now(),
                sender=by or message.sender,
                to=message.to,
                thread=message.thread,
                id=message.id,
                kind=kind,
                text=message.text,
                buttons=tuple(button.label for button in message.buttons),
                edited=kind == "edit",
            )
        )

    def open(self, who: str, form: OpenForm) -> None:
        """A form stands open before someone, in place of one that may be open."""
        self._count += 1
        self.forms[who] = replace(form, order=self._count)
        self._log(
            Line(
                at=self.now(),
                sender=BOT,
                to=f"only:{who}",
                thread=None,
                id=form.id,
                kind="form",
                text="\n".join(_form_rows(form, self.people)),
                buttons=(form.submit,),
                fields=tuple(each.label for each in form.inputs),
                edited=any(each.error for each in form.inputs),
            )
        )

    def close(self, who: str) -> None:
        """A form goes away, sent or not."""
        self.forms.pop(who, None)

    def note(
        self,
        who: str,
        kind: Literal["react", "keep", "command", "press", "fill", "join", "leave"],
        to: str,
        text: str = "",
        *,
        id: str = "",
        thread: str | None = None,
    ) -> None:
        """A gesture that is no message. What the platform shows to nobody else is addressed to
        the person alone."""
        if to == "room" and kind in ("command", "press", "fill"):
            to = f"only:{who}"
        self._count += 1
        self._log(
            Line(
                at=self.now(),
                sender=who,
                to=to,
                thread=thread,
                id=id or f"g{self._count}",
                kind=kind,
                text=text,
            )
        )

    def _log(self, line: Line) -> None:
        addressed = line.to.partition(":")[2]
        present = (person.handle for person in self.people if person.in_room)
        whom = frozenset([addressed] if addressed else present)
        self._audience[line] = self._audience.get(line, frozenset()) | whom
        self._lines.append(line)


def _looks(message: Message) -> tuple[str, tuple[str, ...]]:
    return message.text, tuple(button.label for button in message.buttons)


def _form_rows(form: OpenForm, people: People) -> Iterator[str]:
    """All that a person reads on a form, a row each."""
    yield form.title
    if form.text:
        yield form.text
    for each in form.inputs:
        yield f"{each.label}: {_standing(each, people)}".rstrip()
        if each.options:
            yield f"({' / '.join(option.label for option in each.options)})"
        if each.hint:
            yield each.hint
        if each.error:
            yield f"! {each.error}"


def _standing(each: Input, people: People) -> str:
    values = (each.value,) if isinstance(each.value, str) else each.value
    labels = {option.value: option.label for option in each.options}
    if each.kind in ("person", "people"):
        labels = {person.id: person.name for person in people}
    return ", ".join(labels.get(value, value) for value in values)
