"""A chat platform in memory: one workspace, one room, a private chat with the bot for everyone.

It keeps and tells, and decides nothing: it makes no events, knows no engine, reads no clock (the
time is handed in) and draws nothing at random, so that the same gestures always make the same
ids. What happens is noted as Lines, in order; whoever subscribed is told of each change.

Unknown handles and ids raise KeyError: whoever takes words from outside asks ``find`` and
``message`` first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from adapters.sandbox import journal
from adapters.sandbox.address import ROOM, dm, user
from adapters.sandbox.journal import Gesture, Journal
from adapters.sandbox.records import Change, Message, OpenForm, Person
from bot.protocol.cards import Card, Form, Values
from bot.protocol.ports import Line
from bot.protocol.refs import Profile
from bot.protocol.text import Inlines

Subscriber = Callable[[Sequence[Change]], None]


class Platform:
    """The state of the platform, its changes and its questions."""

    def __init__(self, now: Callable[[], datetime], *, title: str = "#room") -> None:
        self.now = now
        self.title = title
        self._people: dict[str, Person] = {}
        self._messages: dict[str, Message] = {}
        self._forms: dict[str, OpenForm] = {}
        self._homes: dict[str, Card] = {}
        self._home_seen: set[str] = set()
        self._counts = {"m": 0, "f": 0, "g": 0, "shown": 0}
        self._journal = Journal()
        self._subscribers: list[Subscriber] = []

    # Questions

    def people(self) -> list[Person]:
        """Everyone of the workspace, in the order in which they came."""
        return list(self._people.values())

    def person(self, handle: str) -> Person:
        return self._people[handle]

    def knows(self, handle: str) -> bool:
        return handle in self._people

    def find(self, name: str) -> str | None:
        """The handle of the person with this handle or full name, with or without @, any case."""
        wanted = name.strip().removeprefix("@").casefold()
        for person in self._people.values():
            if wanted in (person.handle.casefold(), person.name.casefold()):
                return person.handle
        return None

    def present(self) -> list[Person]:
        """Everyone who is in the room now."""
        return [person for person in self._people.values() if person.in_room]

    def message(self, id: str) -> Message | None:
        return self._messages.get(id)

    def by_key(self, key: str) -> Message | None:
        """The message that came with the parcel of this key."""
        return next((m for m in self._messages.values() if m.key == key), None)

    def visible(self, handle: str) -> list[Message]:
        """The messages that this person can see now, oldest first, deleted ones left out."""
        return [m for m in self._messages.values() if not m.deleted and self.sees(handle, m)]

    def sees(self, handle: str, message: Message) -> bool:
        """Whether this person may see this message now."""
        if message.only not in (None, handle):
            return False
        if message.channel == ROOM:
            return self._people[handle].in_room
        return message.channel == dm(handle)

    def form(self, handle: str) -> OpenForm | None:
        """The form that is open for this person."""
        return self._forms.get(handle)

    def home(self, handle: str) -> Card | None:
        """The bot's own page for this person, if it was ever written."""
        return self._homes.get(handle)

    def home_opened(self, handle: str) -> bool:
        """Whether this person ever looked at their page."""
        return handle in self._home_seen

    def newest_prompt(self) -> Message | None:
        """The newest prompt in the room, which its key tells from a hello or an introduction."""
        for m in reversed(self._messages.values()):
            if m.channel == ROOM and not m.deleted and (m.key or "").startswith("prompt:"):
                return m
        return None

    def lines(self) -> Sequence[Line]:
        """Everything said or shown since this object was made, in order."""
        return self._journal.lines()

    def was_shown(self, handle: str, line: Line) -> bool:
        """Whether this line reached this person: addressed to them, or said in the room while they
        were there."""
        return self._journal.reached(handle, line)

    # People and the room

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Be told of every change after it was made (of none, when only a counter went on);
        returns what ends that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def rename(self, title: str) -> None:
        """Give the room another name."""
        self.title = title
        self._tell(Change(what="room", id=ROOM))

    def meet(self, handle: str, profile: Profile) -> Person:
        """Someone belongs to the workspace, or their profile is another now. References in the
        profile become this platform's own."""
        boss = user(profile.manager.user) if profile.manager else None
        known = self._people.get(handle)
        person = Person(
            handle=handle,
            profile=replace(profile, user=user(handle), manager=boss),
            in_room=known.in_room if known else False,
        )
        self._people[handle] = person
        self._tell(Change(what="person", id=handle))
        return person

    def enter(self, handle: str, *, silently: bool = False) -> None:
        """Someone comes into the room."""
        self._people[handle] = replace(self._people[handle], in_room=True)
        if not silently:
            self.note(handle, "join", ROOM, "")
        self._tell(Change(what="person", id=handle))

    def leave(self, handle: str) -> None:
        """Someone goes out of the room."""
        self.note(handle, "leave", ROOM, "")
        self._people[handle] = replace(self._people[handle], in_room=False)
        self._tell(Change(what="person", id=handle))

    # Messages

    def say(
        self,
        sender: str,
        channel: str,
        body: Inlines | Card,
        *,
        thread: str | None = None,
        only: str | None = None,
        key: str | None = None,
    ) -> Message:
        """Put a message down: a person's words, or a card of the bot."""
        message = Message(
            id=self._next("m"),
            sender=sender,
            channel=channel,
            at=self.now(),
            body=body,
            thread=thread,
            only=only,
            key=key,
        )
        return self._put(message, "say", message.sender)

    def revise(self, id: str, body: Inlines | Card) -> Message:
        """Put other words or another card in a message's place; the same ones change nothing."""
        message = self._messages[id]
        if message.body == body:
            return message
        return self._put(replace(message, body=body, edited=True), "edit", message.sender)

    def delete(self, id: str, by: str) -> Message:
        """Take a message away, its words with it."""
        gone = replace(self._messages[id], body=(), deleted=True, reactions={})
        return self._put(gone, "delete", by)

    def react(self, id: str, handle: str, emoji: str) -> bool:
        """Add a person's reaction, or take it back if it is there. Returns whether it was added."""
        message = self._messages[id]
        who = message.reactions.get(emoji, ())
        added = handle not in who
        now = (*who, handle) if added else tuple(h for h in who if h != handle)
        reactions = {**message.reactions, emoji: now}
        self._messages[id] = replace(
            message, reactions={name: handles for name, handles in reactions.items() if handles}
        )
        self.note(handle, "react", message.channel, f":{emoji}:", id=id, thread=message.thread)
        self._tell(Change(what="message", id=id))
        return added

    def _put(self, message: Message, kind: Literal["say", "edit", "delete"], by: str) -> Message:
        message = replace(message, shown=self._grow("shown"))
        self._messages[message.id] = message
        self._log(journal.of_message(message, kind, by, self.now()))
        self._tell(Change(what="message", id=message.id))
        return message

    # Forms and the bot's own page

    def open_form(
        self, handle: str, form: Form, channel: str, origin: str | None = None
    ) -> OpenForm:
        """Open a form for a person, in place of one that may be open."""
        return self._show_form(
            handle, OpenForm(id=self._next("f"), form=form, channel=channel, origin=origin)
        )

    def correct_form(self, handle: str, errors: Mapping[str, str], values: Values) -> OpenForm:
        """The open form stays, with what was typed and what is wrong with it."""
        return self._show_form(
            handle, replace(self._forms[handle], errors=dict(errors), values=dict(values))
        )

    def close_form(self, handle: str) -> None:
        """The form goes away, sent or not."""
        if self._forms.pop(handle, None):
            self._tell(Change(what="form", id=handle))

    def _show_form(self, handle: str, form: OpenForm) -> OpenForm:
        form = replace(form, shown=self._grow("shown"))
        self._forms[handle] = form
        self._log(journal.of_form(handle, form, self.now()))
        self._tell(Change(what="form", id=handle))
        return form

    def write_home(self, handle: str, card: Card) -> None:
        """Renew a person's page; a line tells of it only if they ever looked at it."""
        old = self._homes.get(handle)
        self._homes[handle] = card
        if handle in self._home_seen and card != old:
            self._show_home(handle, edited=old is not None)
        self._tell(Change(what="home", id=handle))

    def open_home(self, handle: str) -> None:
        """A person looks at their page."""
        self._home_seen.add(handle)
        if handle in self._homes:
            self._show_home(handle, edited=False)
        self._tell(Change(what="home", id=handle))

    def _show_home(self, handle: str, *, edited: bool) -> None:
        self._log(journal.of_home(handle, self._homes[handle], self.now(), edited=edited))

    # Notes and the inside

    def note(
        self,
        handle: str,
        kind: Gesture,
        channel: str,
        text: str,
        *,
        id: str | None = None,
        thread: str | None = None,
    ) -> None:
        """Write down a gesture that is no message; ``id`` is the message that is meant, if any."""
        name = id or self._next("g")
        self._log(
            journal.of_gesture(handle, kind, channel, text, id=name, thread=thread, at=self.now())
        )

    def stamp(self) -> str:
        """A name for the next event. The time is part of it, so that a platform that begins anew
        beside an older database does not repeat the names of its events."""
        stamp = f"{self._next('g')}@{self.now().isoformat()}"
        # Nothing to see, but the counter must last: a stamp that is given twice loses an event.
        self._tell()
        return stamp

    def _next(self, letter: str) -> str:
        return f"{letter}{self._grow(letter)}"

    def _grow(self, name: str) -> int:
        self._counts[name] += 1
        return self._counts[name]

    def _log(self, line: Line) -> None:
        self._journal.add(line, (person.handle for person in self.present()))

    def _tell(self, *changes: Change) -> None:
        for subscriber in list(self._subscribers):
            subscriber(changes)

    # For the transcript

    def thing(self, change: Change) -> object | None:
        """What is to be kept of what changed; None if it is gone."""
        match change.what:
            case "person":
                return self._people.get(change.id)
            case "message":
                return self._messages.get(change.id)
            case "form":
                return self._forms.get(change.id)
            case "home":
                return self._homes.get(change.id)
            case "room":
                return self.title

    def restore(self, change: Change, thing: Any) -> None:
        """Put back what was kept; nobody is told and no line is written."""
        match change.what:
            case "person":
                self._people[change.id] = thing
            case "message":
                self._messages[change.id] = thing
            case "form":
                self._forms[change.id] = thing
            case "home":
                self._homes[change.id] = thing
            case "room":
                self.title = thing

    def counts(self) -> dict[str, int]:
        """How far the counters of ids have come."""
        return dict(self._counts)

    def recount(self, counts: Mapping[str, int]) -> None:
        """Go on counting from here."""
        self._counts.update(counts)
