"""An engine that is killed at a chosen point and started again, as ``kill -9`` and a supervisor do.

Points lie before and after each statement, each commit, and each call of the platform. At the
chosen one a ``Killed`` is raised that nothing catches, and until the next start every further
touch of the database or the platform raises it too: nothing tidies up. All that was in memory is
gone then; the file or server, and the platform, remain.
"""

import gc
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import event

from bot.engine.scene import Clock, HandScene, started_up
from bot.engine.story import Stories
from bot.engine.work import Tools
from bot.protocol.effects import Ask, Reply
from bot.protocol.events import Event
from bot.protocol.ports import Absent, Chat, Outcome, Parcel, Unknown
from bot.protocol.refs import Place, Profile, Ref, User
from bot.protocol.text import Inlines
from bot.store.database import Database

T = TypeVar("T")
RECOVERY = timedelta(minutes=6)
"""Longer than any lease: what the dead process had in hand was taken up again by then."""


class Killed(BaseException):
    """The process ends here."""


@dataclass(slots=True)
class Reaper:
    """Counts points, and kills at the one with number ``at``, or the first of that name (None: at
    none)."""

    at: int | str | None = None
    count: int = 0
    dead: bool = False
    where: str = ""
    connections: list[Any] = field(default_factory=list[Any])

    def point(self, name: str) -> None:
        """Life may end here."""
        if self.dead:
            raise Killed(self.where)
        self.count += 1
        if self.at in (self.count, name):
            self.at = None
            self.dead, self.where = True, name
            raise Killed(name)

    def watch(self, database: Database) -> None:
        """Put points around all that a database does."""

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
            self.point("before commit")
            commit(connection)
            self.point("after commit")

        database.engine.dialect.do_commit = do_commit  # pyright: ignore

    def rest(self) -> int:
        """Let nobody die any more; how many points there were."""
        self.at = None
        return self.count

    def bury(self) -> None:
        """Cut the connections, as the system does for a process that is gone."""
        for each in self.connections:
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
    acknowledged; people whose form did not open try again. ``forms`` are the numbers of the events
    that open one, as a life without a death showed."""

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
        self.database = Database(self._url)
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
            return await self._engine.take(event)

        outcome: Outcome = await self._survive(deliver)
        if delivered > 1:
            self.unacknowledged += 1
            if number in self.forms and not outcome.replies:
                keys = tuple(replace(key, value=f"{key.value} again") for key in event.keys)
                outcome = await self._engine.take(replace(event, keys=keys))
        elif any(isinstance(reply, Ask) for reply in outcome.replies):
            self.forms.add(number)
        return outcome

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
