"""The whole engine on a clock that is moved by hand: for rehearsals, the sandbox and tests.

It is the runtime without threads: the same dispatcher, courier and workers, called in turn until
nothing is left to do. Time stands still while they work.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.engine import attention
from bot.engine.commands import HELP_USAGE
from bot.engine.courier import Courier
from bot.engine.dispatch import Dispatcher
from bot.engine.story import Stories
from bot.engine.work import Tools
from bot.engine.workers import Workers
from bot.protocol.effects import Reply
from bot.protocol.events import Event, Noted
from bot.protocol.ports import Chat, Outcome
from bot.store import agenda, jobs, moment, queue
from bot.store.database import Database

PATIENCE = 10_000


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        """Move on. Raises ValueError for going back."""
        if now < self._now:
            raise ValueError("time does not run backwards here")
        self._now = now


class HandScene:
    """An engine moved by hand. It is the Ear of its adapters and the Scene of whoever plays."""

    def __init__(
        self,
        *,
        database: Database,
        tools: Tools,
        stories: Stories,
        chats: Mapping[str, Chat],
        clock: Clock,
    ) -> None:
        self.database = database
        self.stories = stories
        self.tools = tools
        self.now = clock
        self._clock = clock
        self.ear = self
        self.dispatcher = Dispatcher(database, tools, stories, clock)
        self.courier = Courier(chats, self.dispatcher, self._store, clock)
        self.workers = Workers(
            chats=chats,
            stories=stories,
            dispatcher=self.dispatcher,
            tools=tools,
            store=self._store,
            clock=clock,
        )

    async def _store(self, function: Callable[[Connection], Any]) -> Any:
        with self.database.transaction() as db:
            return function(db)

    async def take(self, event: Event) -> Outcome:
        """Take one event; raises what made it impossible to keep it."""
        (outcome,) = self.dispatcher.take([event])
        if isinstance(outcome, BaseException):
            raise outcome
        if self.dispatcher.news().scrub:
            self.dispatcher.scrub()
        return outcome

    async def unsaid(self, event: Event, reply: Reply) -> None:
        """Tell privately what could not be shown."""
        self.dispatcher.unsaid(event, reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        """Every command with its line of help."""
        return completions(self.stories, self.tools)

    def next_due(self) -> datetime | None:
        """When the next thing happens by itself, or None."""
        return min(self._times(), default=None)

    async def settle(self) -> None:
        """Carry out all that can be done without time going on. Raises RuntimeError if that never
        ends."""
        for _ in range(PATIENCE):
            busy = self.dispatcher.come_due()
            busy += await self.courier.round()
            busy += await self.workers.round()
            if self.dispatcher.news().scrub:
                self.dispatcher.scrub()
            if not busy:
                return
        raise RuntimeError("there is always something left to do; a story goes round in circles")

    async def advance(self, to: datetime) -> None:
        """Move the clock on; all that comes due before happens first, each at its own time."""
        await self.settle()
        while at := min((t for t in self._times() if self.now() < t <= to), default=None):
            self._set(at)
            await self.settle()
        if to > self.now():
            self._set(to)
        await self.settle()

    def _times(self) -> list[datetime]:
        with self.database.transaction() as db:
            times = (
                agenda.next_at(db),
                queue.next_at(db, self.now(), tuple(self.courier.chats)),
                jobs.next_at(db),
            )
        return [at for at in times if at is not None]

    def _set(self, now: datetime) -> None:
        self._clock.set(now)
        with self.database.transaction() as db:
            moment.remember(db, now)


def started_up(dispatcher: Dispatcher) -> None:
    """Let the stories know that a process begins, so that what depends on rules outside the
    database (the time zones' own) is computed anew; and plan for what is held and was left behind.
    Raises what the database raises."""
    event = Noted(at=dispatcher.now(), keys=(), topic="started-up", cohort=None)
    (outcome,) = dispatcher.take([event])
    if isinstance(outcome, BaseException):
        raise outcome
    with dispatcher.database.transaction() as db:
        attention.wake(db, dispatcher.now())


def completions(stories: Stories, tools: Tools) -> Sequence[tuple[str, str]]:
    """Every command and what may follow it, with its line of help, in order."""
    lines = [
        (f"{each.name} {each.usage}".strip(), tools.catalogue.word(each.help))
        for each in stories.commands
        if each.name != "next"
    ]
    return sorted([*lines, ("help", tools.catalogue.word(HELP_USAGE))])
