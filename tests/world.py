"""A small world for tests that read as dialogues: the sandbox's platform, the real engine on a
real database, a clock that is moved by hand."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, func, select

from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.platform import Platform
from adapters.sandbox.stage import create_stage
from bot.compose import open_hand_scene
from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Line
from bot.protocol.refs import Profile, User
from tests import begun, databases

ZONE = "America/New_York"
START = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo(ZONE))
NAMES = {
    "ana": "Ana Ruiz", "joy": "Joy Lee", "ben": "Ben Okafor", "cho": "Cho Park",
    "dee": "Dee Novak", "eli": "Eli Stone", "fay": "Fay Brandt", "gus": "Gus Moreau",
}  # fmt: skip


class World:
    """Everything is synchronous here: each act returns when all that follows at once is done."""

    def __init__(
        self, database_url: str = "sqlite://", *, zone: str = ZONE, copies: bool = False
    ) -> None:
        """``copies``: cohorts may be copied from others on the same database, as they were after
        the same call; for a database that ``emptied`` empties or has in memory."""
        self.zone = ZoneInfo(zone)
        self._copies = copies
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.platform = Platform(lambda: self.now)
        self.chat = SandboxChat(self.platform)
        self._opening = True
        self.scene: HandScene = self._run(
            self._stack.enter_async_context(
                open_hand_scene(
                    SceneOptions(database=database_url, starts=START),
                    {"sandbox": self.chat},
                    databases.opened(database_url),
                )
            )
        )
        self._opening = False
        self.stage = create_stage(self.platform, self.scene)
        self._read: dict[str, int] = {}

    def _run(self, awaitable: Any) -> Any:
        async def wait() -> Any:
            return await awaitable

        return self._runner.run(wait())

    def close(self) -> None:
        """End the world."""
        self._run(self._stack.aclose())
        self._runner.close()

    # Time

    @property
    def now(self) -> datetime:
        """The instant at which the clock stands, in the world's zone."""
        return START if self._opening else self.scene.now().astimezone(self.zone)

    def advance(self, **span: float) -> None:
        """Let time go on, by the wall clock for days and weeks: ``advance(days=2, hours=3)``."""
        days = timedelta(days=span.pop("days", 0), weeks=span.pop("weeks", 0))
        local = (self.now.replace(tzinfo=None) + days).replace(tzinfo=self.zone)
        self.until(local + timedelta(**span))

    def until(self, when: datetime | str) -> None:
        """Let time go on until a moment; text is local, such as ``2026-03-02 10:15``."""
        if isinstance(when, str):
            when = datetime.fromisoformat(when).replace(tzinfo=self.zone)
        self._run(self.scene.advance(when))

    # People

    def person(self, who: str, **facts: Any) -> None:
        """Someone whom the platform knows and who is not in the room."""
        self._run(self.stage.meet(who, _profile(who, **facts)))

    def enters(self, who: str, *, silently: bool = False, **facts: Any) -> None:
        """Someone enters the room."""
        self._run(self.stage.enter(who, _profile(who, **facts), silently=silently))
        self._settle()

    def leaves(self, who: str) -> None:
        """Someone leaves the room."""
        self._run(self.stage.leave(who))
        self._settle()

    def cohort(
        self,
        *members: str,
        moderators: Sequence[str] = ("ana",),
        agreed: Sequence[str] | None = None,
        start: bool = True,
        **form: str,
    ) -> None:
        """A cohort that was set up by its first moderator in the way that anyone would; unless
        told otherwise it is started and everyone agreed. ``form`` sets fields of the form."""
        agreeing = None if agreed is None else tuple(agreed)
        told = (members, tuple(moderators), agreeing, start, tuple(sorted(form.items())))
        fresh = self._copies and not self.platform.people() and self.now == START
        if fresh and begun.copied(told, self.platform, self.scene):
            if start:
                self.forget()
            return
        self._set_up(members, moderators, agreed, start, form)
        if fresh:
            begun.note(told, self.platform, self.scene)

    def _set_up(
        self,
        members: Sequence[str],
        moderators: Sequence[str],
        agreed: Sequence[str] | None,
        start: bool,
        form: Mapping[str, str],
    ) -> None:
        everyone = [*moderators, *(each for each in members if each not in moderators)]
        for who in everyone:
            self._run(self.stage.enter(who, _profile(who), silently=True))
        self._settle()
        first = moderators[0]
        fields = {"Name": "Spring", "Theme": "Collecting patient language data", "Time zone": ZONE,
                  "First day": "2026-03-02", "Programme": "first-weeks"}  # fmt: skip
        self.command(first, "/cohort new")
        self.fill(first, {**fields, **{k.replace("_", " "): v for k, v in form.items()}})
        for other in moderators[1:]:
            self.command(first, f"/cohort role @{other} moderator")
        if not start:
            return
        self.command(first, "/cohort start")
        self.fill(first, {})
        for who in everyone if agreed is None else agreed:
            self._run(self.stage.press(who, "Agree"))
        self._settle()
        self.forget()

    # Acts

    def say(self, who: str, text: str, to: str = "room") -> str:
        """Someone writes: in the ``room``, under the newest ``prompt``, to the bot (``dm``), or
        under a message. Returns the message's id."""
        if to == "prompt":
            to = self.stage.prompt() or "there is no prompt"
        message = self._run(self.stage.say(who, text, to=to))
        self._settle()
        return message

    def edit(self, who: str, message: str, text: str) -> None:
        self._run(self.stage.edit(who, message, text))
        self._settle()

    def delete(self, who: str, message: str) -> None:
        self._run(self.stage.delete(who, message))
        self._settle()

    def react(self, who: str, message: str, emoji: str) -> None:
        self._run(self.stage.react(who, message, emoji))
        self._settle()

    def keep(self, who: str, message: str) -> None:
        """Someone chooses "Keep for the summary" in a message's menu."""
        self._run(self.stage.keep(who, message))
        self._settle()

    def command(self, who: str, text: str, where: Any = "room") -> None:
        self._run(self.stage.command(who, text, where=where))
        self._settle()

    def press(self, who: str, label: str) -> None:
        self._run(self.stage.press(who, label))
        self._settle()

    def fill(self, who: str, values: Mapping[str, str | Sequence[str]]) -> None:
        self._run(self.stage.fill(who, values))
        self._settle()

    def _settle(self) -> None:
        self._run(self.scene.settle())

    # What is seen

    def forget(self) -> None:
        """Everything so far counts as read by everyone."""
        self._read.clear()
        self._all_read = len(self.stage.lines())
        for who in self.platform.people():
            for key in (who.handle, f"told {who.handle}"):
                self._read[key] = self._all_read
        self._read["room"] = self._all_read

    def _new(self, reader: str) -> Sequence[Line]:
        lines = self.stage.lines()
        start = self._read.get(reader, 0)
        self._read[reader] = len(lines)
        return lines[start:]

    def told(self, who: str) -> list[str]:
        """What the bot told someone privately since this was last asked: their chat with the bot,
        what only they were shown, forms; a text each."""
        mine = (f"dm:{who}", f"only:{who}")
        return [each.text for each in self._new(f"told {who}")
                if each.sender == "bot" and each.to in mine]  # fmt: skip

    def shown(self, who: str) -> str:
        """All letters that someone was shown since this was last asked, labels included."""
        return "\n".join(
            "\n".join((each.text, *each.buttons, *each.fields))
            for each in self._new(who)
            if self.stage.visible(who, each)
        )

    def room(self) -> list[Line]:
        """What the bot said in the room and its threads since this was last asked."""
        return [each for each in self._new("room") if each.to == "room" and each.sender == "bot"]

    def buttons(self, who: str) -> list[str]:
        """Labels of the buttons on the newest card that someone was shown privately."""
        mine = (f"dm:{who}", f"only:{who}")
        cards = [each for each in self.stage.lines() if each.to in mine and each.buttons]
        return list(cards[-1].buttons) if cards else []

    # The store

    def count(self, table: Table, **where: Any) -> int:
        """How many rows of a table have these values."""
        query = select(func.count()).select_from(table)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        with self.scene.database.transaction() as db:
            return db.execute(query).scalar_one()

    def rows(self, table: Table) -> list[Mapping[str, Any]]:
        """All rows of a table."""
        with self.scene.database.transaction() as db:
            return [dict(row) for row in db.execute(select(table)).mappings()]

    def says_anywhere(self, words: str) -> list[str]:
        """Names of the tables in which these words stand in any column."""
        from bot.store.tables import metadata

        return [table.name for table in metadata.sorted_tables if words in repr(self.rows(table))]


def _profile(who: str, **facts: Any) -> Profile:
    zone = facts.pop("zone", ZONE)
    name = facts.pop("name", NAMES.get(who, who.title()))
    user = User(platform="", workspace="", user=who)
    return Profile(user=user, name=name, zone=zone, **facts)
