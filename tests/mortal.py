"""An engine that is killed at a chosen point and started again, as ``kill -9`` and a supervisor do.

Points lie before and after each statement, each commit, each call of the platform, and each
acknowledgement of what it handed over. At the chosen one a ``Killed`` is raised that nothing catches, and until the next start every further
touch of the database or the platform raises it too: nothing tidies up. All that was in memory is
gone then; the file or server, and the platform, remain.
"""

import gc
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import event

from bot.engine.scene import Clock, HandScene, started_up
from bot.engine.story import Stories
from bot.engine.work import Tools
from bot.protocol.effects import Ask, Reply, Swap, Whisper
from bot.protocol.events import Commanded, Event, Pressed
from bot.protocol.ports import Absent, Chat, Outcome, Parcel, Unknown
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines
from bot.store.database import Database
from tests import databases

T = TypeVar("T")
RECOVERY = timedelta(minutes=6)
"""Longer than any lease: what the dead process had in hand was taken up again by then."""


class Killed(BaseException):
    """The process ends here."""


class Reaper:
    """Counts points, and kills at the one with number ``at``, or the first of that name (None: at
    none)."""

    def __init__(self, at: int | str | None = None) -> None:
        self.at = at
        self.names: list[str] = []
        self.dead = False
        self.where = ""
        """The name of the point of death."""
        self.number = 0
        """The number of that point."""
        self.url: str | None = None
        """Where the database is found in the next life, if not where it was."""
        self.connections: list[Any] = []
        self.inherited: list[Any] = []
        """Connections that are somebody else's to close."""
        self._database: Database | None = None

    @property
    def count(self) -> int:
        """How many points there were so far."""
        return len(self.names)

    def point(self, name: str) -> None:
        """Life may end here."""
        if self.dead:
            raise Killed(self.where)
        self.names.append(name)
        if self.at in (self.count, name):
            self.at = None
            self.dead, self.where, self.number = True, name, self.count
            raise Killed(name)

    def watch(self, database: Database) -> None:
        """Put points around all that a database does."""
        self._database = database

        @event.listens_for(database.engine, "connect")
        def connected(connection, record):
            self.connections.append(connection)

        @event.listens_for(database.engine, "before_cursor_execute")
        def before(conn, cursor, statement, parameters, context, executemany):
            self.point(f"before {statement[:40]}")

        @event.listens_for(database.engine, "after_cursor_execute")
        def after(conn, cursor, statement, parameters, context, executemany):
            self.point(f"after {statement[:40]}")

        commit = database.engine.dialect.do_commit

        def do_commit(connection: Any) -> None:
            self.point("before a commit")
            commit(connection)
            self.point("after a commit")

        database.engine.dialect.do_commit = do_commit  # pyright: ignore
        for name in ("do_rollback", "do_close", "do_terminate"):
            self._only_alive(database, name)

    def _only_alive(self, database: Database, name: str) -> None:
        """Nobody goes back or says goodbye for a process that is dead."""
        real = getattr(database.engine.dialect, name)

        def act(connection: Any) -> None:
            if not self.dead and self._database is database:
                real(connection)

        setattr(database.engine.dialect, name, act)

    def rest(self) -> tuple[str, ...]:
        """Let nobody die any more; the names of the points that there were."""
        self.at = None
        return tuple(self.names)

    def bury(self) -> None:
        """Cut the connections, as the system does for a process that is gone."""
        for each in self.connections:
            if not any(each is other for other in self.inherited):
                each.close()
        # A statement that a traceback still refers to would keep SQLite's lock.
        gc.collect()
        self.connections.clear()
        self.dead = False


class MortalChat:
    """A platform, reached by a process that can die on either side of each call."""

    def __init__(self, chat: Chat, reaper: Reaper) -> None:
        self._chat = chat
        self._reaper = reaper
        self.limits = chat.limits

    async def send(self, parcel: Parcel) -> Ref:
        self._reaper.point("before a send")
        ref = await self._chat.send(parcel)
        self._reaper.point("after a send")
        return ref

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        self._reaper.point("before a look-up")
        found = await self._chat.find(parcel, since)
        self._reaper.point("after a look-up")
        return found

    async def words(self, ref: Ref) -> Inlines | Absent | Unknown:
        return await self._chat.words(ref)

    async def person(self, user: User) -> Profile | Absent:
        return await self._chat.person(user)

    async def roster(self, place: Place) -> AsyncIterator[Profile]:
        async for each in self._chat.roster(place):
            yield each

    def link(self, ref: Ref) -> str | None:
        return self._chat.link(ref)


class UndyingScene:
    """A Scene whose engine dies once and is started again. Platforms deliver again what was not
    acknowledged; people before whom no form opened, or whose card stayed as it was, try again.
    ``forms`` are the numbers of the events that show such a thing, as a life without a death did."""

    def __init__(
        self,
        url: str,
        stories: Callable[[], Stories],
        tools: Callable[[int], Tools],
        chats: Mapping[str, Chat],
        starts: datetime,
        reaper: Reaper,
        forms: set[int] | None = None,
    ) -> None:
        self._url = url
        self._stories = stories
        self._tools = tools
        self._chats = {name: MortalChat(chat, reaper) for name, chat in chats.items()}
        self._reaper = reaper
        self._takes = 0
        self.forms: set[int] = forms if forms is not None else set()
        self.lives = 0
        self.unacknowledged = 0
        self.ear = self
        self._now = starts
        first = Database(url)
        first.migrate()
        first.close()
        self._born()

    def _born(self) -> None:
        self.lives += 1
        self.database = Database(self._reaper.url or self._url)
        databases.hasty(self.database)
        self._reaper.watch(self.database)
        self._engine = HandScene(
            database=self.database,
            tools=self._tools(self.lives),
            stories=self._stories(),
            chats=self._chats,
            clock=Clock(self._now),
        )

    async def _reborn(self) -> None:
        self._now = self._engine.now()
        self._reaper.bury()
        self._born()
        started_up(self._engine.dispatcher)

    async def _survive(self, act: Callable[[], Any]) -> Any:
        """Act, and if that kills, act again in the next life."""
        try:
            return await act()
        except Killed:
            pass
        # Not while the exception is at hand: what its traceback refers to is still alive.
        await self._reborn()
        result = await act()
        await self._engine.advance(self._engine.now() + RECOVERY)
        return result

    # Ear

    async def take(self, event: Event) -> Outcome:
        """A platform hands an event over until that is acknowledged."""
        self._takes += 1
        number, delivered = self._takes, 0

        async def deliver() -> Outcome:
            nonlocal delivered
            delivered += 1
            outcome = await self._engine.take(event)
            self._reaper.point("before an acknowledgement")
            return outcome

        outcome: Outcome = await self._survive(deliver)
        if delivered > 1:
            self.unacknowledged += 1
            if number in self.forms and not outcome.replies:
                keys = tuple(replace(key, value=f"{key.value} again") for key in event.keys)
                outcome = await self._engine.take(replace(event, keys=keys))
        elif any(_goes_on(event, reply) for reply in outcome.replies):
            self.forms.add(number)
        await self._acknowledged()
        return outcome

    async def _acknowledged(self) -> None:
        """The platform has its answer, and delivers no more."""

        try:
            self._reaper.point("after an acknowledgement")
        except Killed:
            pass
        else:
            return
        await self._reborn()
        await self._engine.advance(self._engine.now() + RECOVERY)

    async def unsaid(self, event: Event, reply: Reply) -> None:
        await self._survive(lambda: self._engine.unsaid(event, reply))

    def completions(self) -> Sequence[tuple[str, str]]:
        return self._engine.completions()

    # Scene

    def now(self) -> datetime:
        return self._engine.now()

    def next_due(self) -> datetime | None:
        return self._engine.next_due()

    async def settle(self) -> None:
        async def act() -> None:
            # Whichever engine lives now.
            await self._engine.settle()

        await self._survive(act)

    async def advance(self, to: datetime) -> None:
        await self._survive(lambda: self._engine.advance(max(to, self._engine.now())))

    def close(self) -> None:
        self.database.close()


def _goes_on(event: Event, reply: Reply) -> bool:
    """Whether a person waits for this answer to go on from there, and so does again what brought
    none: a form, another card, or one beside it that asks something."""
    if isinstance(reply, Whisper):
        return isinstance(event, Pressed | Commanded) and bool(reply.card.all_buttons())
    return isinstance(reply, Ask | Swap)
