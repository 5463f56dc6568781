"""What Stages over the stand-ins of real platforms have in common.

``Screen`` (tests/screen.py) is what people have before their eyes: ``Message``s, one ``OpenForm``
each, and the journal of Lines. A platform's stage calls ``show(message, kind)``, ``open(who, form)``,
``close(who)`` and ``note(...)`` as things arrive at its stand-in. ``raw`` of Message, Button, Input
and OpenForm is the platform's own JSON; ``Message.to`` is ``room``, ``dm:ben`` or ``only:ben``.
``ScreenStage`` is the Stage port on a Screen: it checks what a person can do, finds buttons by their
labels, turns labelled values into field values, and leaves the platform's part to ``_met``,
``_written``, ``_rewritten`` (which return what stands there then) and ``_on_…`` (which deliver).
``People`` (tests/people.py) knows everyone by handle, id and name; ``pieces(text, people)`` cuts
what is typed into letters, ``Address`` and Person; ``corrected(form, errors, values)``
(tests/filling.py) is a form that came back.
``stage_house(adapter, settings, options, clock)`` starts adapter and engine around each other;
``StageClock`` is the time of both, and of the stand-in.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.compose import open_hand_scene
from bot.engine.scene import HandScene
from bot.protocol.adapter import Adapter, Running, SceneOptions
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.ports import Ear, Line, Outcome, StageError
from bot.protocol.refs import Profile
from tests.filling import corrected, filled, fold, gaps
from tests.people import Person
from tests.screen import Button, Message, OpenForm, Screen, Values


class ScreenStage(ABC):
    """The Stage port. What is left out here is how a platform tells the bot of a gesture; each
    ``_on_…`` returns when the bot has taken it and shown its replies."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.screen = Screen(now)
        self.people = self.screen.people
        self._reactions: set[tuple[str, str, str]] = set()

    # The platform's part

    @abstractmethod
    def _met(self, who: str, profile: Profile) -> str:
        """Put someone into the stand-in's directory; their id there. Asked again for each new
        profile."""

    @abstractmethod
    def _written(
        self, person: Person, text: str, to: Literal["room", "dm"], above: Message | None
    ) -> Message:
        """Keep what a person writes at the stand-in; what stands there then."""

    @abstractmethod
    def _rewritten(self, message: Message, text: str) -> Message:
        """Put other words into a person's message at the stand-in."""

    @abstractmethod
    async def _on_enter(self, person: Person, *, silently: bool) -> None:
        """Put a person into the room's roster; unless silently, tell the bot."""

    @abstractmethod
    async def _on_leave(self, person: Person) -> None: ...
    @abstractmethod
    async def _on_say(self, person: Person, message: Message) -> None: ...
    @abstractmethod
    async def _on_edit(self, person: Person, message: Message, before: Message) -> None: ...
    @abstractmethod
    async def _on_delete(self, person: Person, before: Message) -> None: ...
    @abstractmethod
    async def _on_keep(self, person: Person, message: Message) -> None: ...
    @abstractmethod
    async def _on_react(
        self, person: Person, message: Message, emoji: str, *, added: bool
    ) -> None: ...
    @abstractmethod
    async def _on_command(
        self, person: Person, text: str, where: Literal["room", "dm"]
    ) -> None: ...
    @abstractmethod
    async def _on_press(self, person: Person, message: Message, button: Button) -> None: ...
    @abstractmethod
    async def _on_fill(self, person: Person, form: OpenForm, values: Values) -> None:
        """Send a form that has no gaps. Closes it, or shows it corrected, or shows another."""

    # The port

    async def meet(self, who: str, profile: Profile) -> None:
        self.people.put(who, self._met(who, profile), profile)

    async def enter(self, who: str, profile: Profile, *, silently: bool = False) -> None:
        await self.meet(who, profile)
        person = self.people.move(who, in_room=True)
        if not silently:
            self.screen.note(who, "join", "room")
        await self._on_enter(person, silently=silently)

    async def leave(self, who: str) -> None:
        person = self._in_room(who)
        self.screen.note(who, "leave", "room")
        self.people.move(who, in_room=False)
        await self._on_leave(person)

    async def say(self, who: str, text: str, *, to: Literal["room", "dm"] | str) -> str:
        person = self.people.known(who)
        _worded(text)
        if to == "room" or to == "dm":
            if to == "room":
                self._in_room(who)
            message = self._written(person, text, to, None)
        else:
            above = self._seen(who, to)
            above = self.screen.messages[above.thread] if above.thread else above
            message = self._written(person, text, "room" if above.to == "room" else "dm", above)
        self.screen.show(message)
        await self._on_say(person, message)
        return message.id

    async def edit(self, who: str, message: str, text: str) -> None:
        before = self._own(who, message)
        _worded(text)
        now = self._rewritten(before, text)
        if now.text == before.text:
            return
        self.screen.show(now, "edit")
        await self._on_edit(self.people.known(who), now, before)

    async def delete(self, who: str, message: str) -> None:
        before = self._own(who, message)
        gone = replace(before, text="", buttons=(), deleted=True)
        self.screen.show(gone, "delete", by=who)
        await self._on_delete(self.people.known(who), before)

    async def react(self, who: str, message: str, emoji: str) -> None:
        """Add a reaction, or take it back."""
        emoji = emoji.strip().strip(":")
        if not emoji:
            raise StageError("which reaction? the emoji is empty")
        to = self._seen(who, message)
        added = (who, message, emoji) not in self._reactions
        self._reactions ^= {(who, message, emoji)}
        self.screen.note(who, "react", to.to, f":{emoji}:", id=to.id, thread=to.thread)
        await self._on_react(self.people.known(who), to, emoji, added=added)

    async def keep(self, who: str, message: str) -> None:
        to = self._seen(who, message)
        self.screen.note(who, "keep", to.to, "", id=to.id, thread=to.thread)
        await self._on_keep(self.people.known(who), to)

    async def command(self, who: str, text: str, *, where: Literal["room", "dm"]) -> None:
        person = self._in_room(who) if where == "room" else self.people.known(who)
        if fold(text).split(" ")[0] != "/cohort":
            raise StageError(f"a command begins with /cohort, not as {text!r}")
        place = "room" if where == "room" else f"dm:{who}"
        self.screen.note(who, "command", place, text.strip())
        await self._on_command(person, text.strip(), where)

    async def press(self, who: str, button: str) -> None:
        person = self.people.known(who)
        there = self.screen.buttons(who)
        for target, found in there:
            if fold(found.label) != fold(button):
                continue
            if isinstance(target, OpenForm):
                await self.fill(who, {})
            else:
                self.screen.note(who, "press", target.to, found.label, thread=target.thread)
                await self._on_press(person, target, found)
            return
        labels = list(dict.fromkeys(f"“{found.label}”" for _, found in there))
        have = f"there are, newest first: {', '.join(labels)}" if labels else "there is none"
        raise StageError(f"{who} sees no button “{button}”; {have}")

    async def fill(self, who: str, values: Mapping[str, str | Sequence[str]]) -> None:
        person = self.people.known(who)
        form = self.screen.forms.get(who)
        if form is None:
            raise StageError(f"no form is open for {who}")
        sent = filled(form, values, self.people)
        self.screen.note(who, "fill", f"only:{who}")
        if errors := gaps(form, sent):
            self.screen.open(who, corrected(form, errors, sent))
            return
        await self._on_fill(person, form, sent)

    def prompt(self) -> str | None:
        return self.screen.prompt()

    def lines(self) -> Sequence[Line]:
        return self.screen.lines()

    def visible(self, who: str, line: Line) -> bool:
        return self.screen.reached(who, line)

    # What must hold

    def _in_room(self, who: str) -> Person:
        if not self.people.known(who).in_room:
            raise StageError(f"{who} is not in the room")
        return self.people.known(who)

    def _seen(self, who: str, id: str) -> Message:
        self.people.known(who)
        message = self.screen.messages.get(id)
        if message is None or message.deleted or not self.screen.sees(who, message):
            raise StageError(f"{who} sees no message {id!r}")
        return message

    def _own(self, who: str, id: str) -> Message:
        message = self._seen(who, id)
        if message.sender != who:
            raise StageError(f"{who} cannot change message {id!r}: it is from {message.sender}")
        return message


def _worded(text: str) -> None:
    if not text.strip():
        raise StageError("there is nothing to say: the text is empty")


@dataclass
class StageClock:
    """The time: the scene's, once there is one."""

    starts: datetime
    scene: HandScene | None = None

    def __call__(self) -> datetime:
        return self.starts if self.scene is None else self.scene.now()


class Door(Ear):
    """What an adapter is started with, since it and the engine need each other."""

    engine: Ear | None = None

    def _inside(self) -> Ear:
        if self.engine is None:
            raise ConnectionError("the engine is not running yet")
        return self.engine

    async def take(self, event: Event) -> Outcome:
        return await self._inside().take(event)

    async def unsaid(self, event: Event, reply: Reply) -> None:
        await self._inside().unsaid(event, reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return self._inside().completions()


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A started adapter before an engine. ``server`` serves the adapter's routes."""

    scene: HandScene
    running: Running
    server: TestServer


@asynccontextmanager
async def stage_house(
    adapter: Adapter, settings: Any, options: SceneOptions, clock: StageClock
) -> AsyncIterator[House]:
    """The adapter as ``run`` starts it, over real HTTP, and the engine on a clock moved by hand."""
    door = Door()
    running = await adapter.start(settings, door)
    app = web.Application()
    app.add_routes(running.routes)
    server = TestServer(app)
    async with open_hand_scene(options, {adapter.name: running.chat}) as scene, server:
        door.engine = clock.scene = scene
        try:
            if running.open is not None:
                await running.open()
            yield House(scene=scene, running=running, server=server)
        finally:
            if running.close is not None:
                await running.close()
