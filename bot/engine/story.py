"""How a feature says what it answers to.

A feature is a module of ``bot/features`` with one ``Story`` called ``story``; its handlers are
registered by decorators. A handler takes an event and the work, changes the store, and returns what
to say. Who may use a command, button or form is declared here and checked by the engine against
the stored role, in the transaction of the change.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection

from bot.engine.work import Work
from bot.protocol.effects import Effect
from bot.protocol.events import (
    CameDue,
    Commanded,
    Event,
    Finished,
    Noted,
    Pressed,
    Submitted,
)
from bot.protocol.ports import Chat

Who = Literal["anyone", "member", "moderator"]
"""``anyone``: in the room or not; ``member``: belongs to the cohort in any role; ``moderator``."""

Effects = Sequence[Effect]
CommandHandler = Callable[[Commanded, Work, str], Effects]
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A word (or two) after ``/cohort``. ``usage`` is what may follow, ``help`` a catalogue key.

    ``cohort`` says whether there must be one; ``where`` is ``room`` for commands that only make
    sense there. The handler gets the rest of the text. ``sealed``: what follows is for
    nobody else, and is never parked. ``meets``: whoever says it
    becomes known by it, if nobody knew them.
    """

    name: str
    usage: str
    who: Who
    help: str
    handler: CommandHandler
    cohort: bool
    also: tuple[str, ...] = ()
    sealed: bool = False
    meets: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who may press a button or send a form, and what happens then. ``sealed``: what a press
    carries is for nobody else, and is never parked; of forms, each says so itself."""

    who: Who
    handler: Callable[..., Effects]
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a job may use: reading the store in a transaction of its own, and the platforms."""

    read: Callable[[Callable[[Connection], Any]], Awaitable[Any]]
    chat: Callable[[str], Chat]
    work: Callable[[Connection], Work]


JobHandler = Callable[[dict[str, str], Desk], Awaitable[Any]]


@dataclass(slots=True)
class Story:
    """All that one feature answers to."""

    name: str
    handlers: list[tuple[type, Callable[[Any, Work], Effects]]] = field(default_factory=list[Any])
    notes: list[tuple[str, Callable[[Noted, Work], Effects]]] = field(default_factory=list[Any])
    commands: list[Command] = field(default_factory=list[Command])
    buttons: dict[str, Answer] = field(default_factory=dict[str, Answer])
    forms: dict[str, Answer] = field(default_factory=dict[str, Answer])
    dues: dict[str, Callable[[CameDue, Work], Effects]] = field(default_factory=dict[str, Any])
    jobs: dict[str, JobHandler] = field(default_factory=dict[str, JobHandler])
    results: dict[str, Callable[[Finished, Work], Effects]] = field(default_factory=dict[str, Any])

    def on(self, kind: type[Event]) -> Callable[[F], F]:
        """Answer to every event of a type (after the engine's own checks)."""

        def register(handler: F) -> F:
            self.handlers.append((kind, handler))
            return handler

        return register

    def command(
        self,
        name: str,
        usage: str = "",
        *,
        who: Who = "member",
        cohort: bool = True,
        also: Iterable[str] = (),
        sealed: bool = False,
        meets: bool = True,
    ) -> Callable[[CommandHandler], CommandHandler]:
        """Answer to ``/cohort name``. Its line of help is the message ``help-name`` (spaces as
        dashes). ``also``: other words for the same."""

        def register(handler: CommandHandler) -> CommandHandler:
            self.commands.append(
                Command(
                    name=name,
                    usage=usage,
                    who=who,
                    help="help-" + name.replace(" ", "-"),
                    handler=handler,
                    cohort=cohort,
                    also=tuple(also),
                    sealed=sealed,
                    meets=meets,
                )
            )
            return handler

        return register

    def button(
        self, action: str, *, who: Who = "member", sealed: bool = False
    ) -> Callable[
        [Callable[[Pressed, Work], Effects]], Callable[[Pressed, Work], Effects]
    ]:  # fmt: skip
        """Answer to a button's action."""

        def register(handler: Callable[[Pressed, Work], Effects]) -> Any:
            self.buttons[action] = Answer(who=who, handler=handler, sealed=sealed)
            return handler

        return register

    def form(
        self, action: str, *, who: Who = "member"
    ) -> Callable[
        [Callable[[Submitted, Work], Effects]], Callable[[Submitted, Work], Effects]
    ]:  # fmt: skip
        """Answer to a form's action."""

        def register(handler: Callable[[Submitted, Work], Effects]) -> Any:
            self.forms[action] = Answer(who=who, handler=handler)
            return handler

        return register

    def note(
        self, topic: str
    ) -> Callable[[Callable[[Noted, Work], Effects]], Callable[[Noted, Work], Effects]]:
        """Answer when another story notes this topic. Several stories may."""

        def register(handler: Callable[[Noted, Work], Effects]) -> Any:
            self.notes.append((topic, handler))
            return handler

        return register

    def due(
        self, kind: str
    ) -> Callable[[Callable[[CameDue, Work], Effects]], Callable[[CameDue, Work], Effects]]:
        """Answer when a row of the agenda of this kind comes due."""

        def register(handler: Callable[[CameDue, Work], Effects]) -> Any:
            self.dues[kind] = handler
            return handler

        return register

    def job(self, kind: str) -> Callable[[JobHandler], JobHandler]:
        """Do this kind of slow work, outside any transaction. It may run more than once. What it
        returns (plain JSON data) comes back to ``result``. It raises Later to be tried again."""

        def register(handler: JobHandler) -> JobHandler:
            self.jobs[kind] = handler
            return handler

        return register

    def result(
        self, kind: str
    ) -> Callable[[Callable[[Finished, Work], Effects]], Callable[[Finished, Work], Effects]]:
        """Answer when a job of this kind came to its end."""

        def register(handler: Callable[[Finished, Work], Effects]) -> Any:
            self.results[kind] = handler
            return handler

        return register


class Stories:
    """All features together, as tables to look things up in."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self.all = list(stories)
        self.buttons: dict[str, Answer] = {}
        self.forms: dict[str, Answer] = {}
        self.dues: dict[str, Callable[[CameDue, Work], Effects]] = {}
        self.jobs: dict[str, JobHandler] = {}
        self.results: dict[str, Callable[[Finished, Work], Effects]] = {}
        self.commands: list[Command] = []
        for story in self.all:
            for mine, theirs in (
                (self.buttons, story.buttons),
                (self.forms, story.forms),
                (self.dues, story.dues),
                (self.jobs, story.jobs),
                (self.results, story.results),
            ):
                twice = mine.keys() & theirs.keys()
                if twice:
                    raise ValueError(f"{story.name} answers to {sorted(twice)} once too often")
                mine.update(theirs)  # pyright: ignore
            self.commands += story.commands

    def noted(self, topic: str) -> list[Callable[[Noted, Work], Effects]]:
        """The handlers of a topic, in the order of the features' names."""
        return [each for story in self.all for name, each in story.notes if name == topic]

    def on(self, event: Event) -> list[Callable[[Any, Work], Effects]]:
        """The handlers of an event's type, in the order of the features' names."""
        return [
            handler
            for story in self.all
            for kind, handler in story.handlers
            if isinstance(event, kind)
        ]
