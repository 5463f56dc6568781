"""Spring and Autumn: two workspaces with the app, served by two processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.slack.replies import TASK
from bot.protocol.ports import Parcel
from bot.protocol.refs import Place, Ref
from bot.store.database import Database
from tests.cards import card
from tests.slack.installed import AUTUMN, SPRING, Clock, Process, dialogue_in, processes
from tests.slack.many import ManyWorkspaces


class Scene:
    """Two processes that both serve Spring and Autumn."""

    def __init__(
        self, slack: ManyWorkspaces, two: list[Process], clock: Clock, database: Database
    ) -> None:
        self.slack = slack
        self.one, self.two = two
        self.clock = clock
        self.database = database

    async def settled(self) -> None:
        """Until no reply is under way any more."""
        while waiting := [t for t in asyncio.all_tasks() if t.get_name() == TASK]:
            await asyncio.wait(waiting)


@dialogue_in
@asynccontextmanager
async def in_two(database: Database) -> AsyncIterator[Scene]:
    """Two processes, and both workspaces have the app."""
    clock = Clock()
    async with (
        ManyWorkspaces(clock) as slack,
        processes(slack, database, clock, 2) as two,
    ):
        for team in (SPRING, AUTUMN):
            page = await two[0].browser().installs(slack.allow(team))
            assert page.status == 200
        yield Scene(slack, two, clock, database)


def post(team: str, key: str = "k1") -> Parcel:
    place = Place(platform="slack", workspace=team, channel=f"C{team}")
    return Parcel(key=key, kind="post", card=card("Week 1"), workspace=team, place=place)


def ref(team: str, message: str) -> Ref:
    return Ref(platform="slack", workspace=team, channel=f"C{team}", message=message)
