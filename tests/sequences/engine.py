"""The real engine with the real stories, whose commits fail and whose process dies as told."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from bot import compose
from bot.engine.scene import Clock, HandScene, started_up
from bot.engine.story import Stories
from bot.protocol.effects import Reply
from bot.protocol.events import Event
from bot.protocol.ports import Outcome
from bot.store.database import Database
from tests import databases
from tests.mortal import Killed
from tests.sequences.chat import FickleChat


class Engine:
    """One database, and one process after another on it."""

    def __init__(
        self, database: Database, stories: Stories, chat: FickleChat, clock: Clock, seed: int
    ) -> None:
        self.database = database
        self.chat = chat
        self.clock = clock
        self.faults: list[str] = []
        """What happens to the next commits: ``fail``, ``lose`` (the commit holds, its answer is
        lost), ``die`` or ``die after``."""
        self.commits = 0
        """How many commits of the last ``take`` held."""
        self.lives = 0
        self._failure = sqlite3.OperationalError if database.sqlite else psycopg.OperationalError
        self._acting = False
        self._seed = seed
        self._stories = stories
        databases.hasty(database)
        self._real_commit = database.engine.dialect.do_commit
        database.engine.dialect.do_commit = self._commit  # pyright: ignore
        self.scene = self._born()

    def _born(self) -> HandScene:
        self.lives += 1
        dice = Random(f"{self._seed} {self.lives}")
        return HandScene(
            database=self.database,
            tools=compose.tools(dice, {"toy": self.chat}),
            stories=self._stories,
            chats={"toy": self.chat},
            clock=self.clock,
        )

    def close(self) -> None:
        self.database.engine.dialect.do_commit = self._real_commit  # pyright: ignore

    def _commit(self, connection: Any) -> None:
        fault = self.faults.pop(0) if self._acting and self.faults else ""
        if fault == "die":
            raise Killed("before a commit")
        if fault == "fail":
            raise self._failure("the disk is not there")
        self._real_commit(connection)
        self.commits += self._acting
        if fault == "die after":
            raise Killed("after a commit")
        if fault == "lose":
            raise self._failure("the connection is gone")

    def restart(self) -> None:
        """This process ends without a word, and the next one starts."""
        self._done()
        self.scene = self._born()
        started_up(self.scene.dispatcher)

    def take(self, events: Sequence[Event]) -> list[Outcome] | None:
        """What became of events that arrived together; None if they were not acknowledged. Raises
        what is no fault of the database's."""
        self._acting, self.commits = True, 0
        try:
            outcomes = self.scene.dispatcher.take(events)
        except Killed:
            self.restart()
            return None
        finally:
            self._done()
        taken = [each for each in outcomes if isinstance(each, Outcome)]
        if len(taken) == len(events):
            return taken
        for each in outcomes:
            if isinstance(each, BaseException) and not isinstance(each, DBAPIError):
                raise each
        return None

    def unsaid(self, event: Event, reply: Reply) -> None:
        """A reply could not be shown."""
        self.scene.dispatcher.unsaid(event, reply)

    async def settle(self) -> None:
        """Carry out what can be; a failing database or a death ends that for now."""
        await self._survive(self.scene.settle())

    async def advance(self, to: datetime) -> None:
        """Let time go on."""
        await self._survive(self.scene.advance(to))

    async def _survive(self, work: Any) -> None:
        self._acting = True
        try:
            await work
        except Killed:
            self.restart()
        except DBAPIError:
            pass  # the runtime logs it, and its next round tries again
        finally:
            self._done()

    def _done(self) -> None:
        self._acting = False
        self.faults.clear()
