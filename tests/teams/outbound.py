"""What the tests of sending speak with: the adapter's way out to a stand-in of Teams.

``@dialogue`` runs a test with a ``World``: a team with one channel more than its own and a group
chat, Ana and Ben in both."""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from adapters.teams.adapter import words_shown
from adapters.teams.chat import TeamsChat
from adapters.teams.connector import Connector
from adapters.teams.credentials import Credentials
from adapters.teams.directory import Directory
from adapters.teams.graph import Graph
from adapters.teams.memory import Memory
from bot.protocol.cards import Card
from bot.protocol.ports import Parcel
from bot.protocol.refs import Place, Ref, User
from bot.protocol.text import Paragraph, Plain
from tests.cards import card
from tests.teams.standin import StandIn
from tests.teams.standin_state import BOT, ROOM, TEAM, TENANT

SCOPE = "https://api.botframework.com"
CHANNEL = f"{TEAM}/{ROOM}"


class Tokens(Credentials):
    """Numbered tokens; ``forget`` is what makes the next one. With number 0 none is needed, with
    ``trouble`` there is none."""

    def __init__(self) -> None:
        self.number = 1
        self.scopes: set[str] = set()
        self.trouble: Exception | None = None

    async def token(self, scope: str) -> str | None:
        if self.trouble is not None:
            raise self.trouble
        self.scopes.add(scope)
        return f"token-{self.number}" if self.number else None

    def forget(self, scope: str) -> None:
        self.number += 1


class World:
    """``pauses`` are the seconds that were waited for, in no time."""

    def __init__(self, teams: StandIn, session: aiohttp.ClientSession) -> None:
        self.teams = teams
        self.session = session
        self.tokens = Tokens()
        self.pauses: list[float] = []
        self.directory = Directory(Memory(None), teams.service_url)
        self.connector = Connector(session, self.tokens, self.directory, SCOPE, self.sleep)
        self.graph = Graph(session, self.tokens, teams.graph_url, self.sleep)
        self.chat = TeamsChat(
            self.connector, self.graph, self.directory, words_shown(), BOT, sleep=self.sleep
        )

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


def dialogue(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Runs an async test whose first argument is a World."""

    @functools.wraps(test)
    def run(**given: Any) -> None:
        async def play() -> None:
            async with StandIn() as teams, aiohttp.ClientSession() as session:
                for id in ("ana", "ben"):
                    teams.meet(id, id.title())
                teams.open_team("ana", "ben")
                teams.open_chat("ana", "ben")
                await test(World(teams, session), **given)

        asyncio.run(play())

    signature = inspect.signature(test)
    rest = list(signature.parameters.values())[1:]
    run.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
    return run


def user(name: str) -> User:
    return User(platform="teams", workspace=TENANT, user=name)


def place(channel: str = CHANNEL) -> Place:
    return Place(platform="teams", workspace=TENANT, channel=channel)


def ref(message: str, channel: str = CHANNEL, thread: str | None = None) -> Ref:
    return Ref(platform="teams", workspace=TENANT, channel=channel, message=message, thread=thread)


def long_card(*labels: str) -> Card:
    """A card that takes two messages."""
    line = Paragraph(nodes=(Plain(text="Many words. " * 80),))
    return Card(blocks=(line,) * 60, buttons=card("", *labels).buttons)


def post(where: str = CHANNEL, thread: str | None = None, shown: Card | None = None) -> Parcel:
    return Parcel(
        key="k1",
        kind="post",
        card=shown or card("Week 1"),
        workspace=TENANT,
        place=place(where),
        thread=thread,
    )


def edit(there: Ref, shown: Card) -> Parcel:
    return Parcel(key="k2", kind="edit", card=shown, workspace=TENANT, ref=there)


def tell(who: str = "ben") -> Parcel:
    return Parcel(key="k1", kind="tell", card=card("Hello"), workspace=TENANT, user=user(who))
