"""Two engines on one PostgreSQL and two workspaces: nothing between Slack and the database is faked.

What may be played again is played in both processes; what expires is renewed while both send.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection, func, select

from adapters.slack.adapter import SlackAdapter
from adapters.slack.tokens import FRESH
from bot import compose
from bot.engine.keyring import Keyring
from bot.engine.runtime import Runtime
from bot.engine.vault import StoreVault
from bot.protocol.ports import Parcel
from bot.protocol.refs import Place
from bot.store.database import Database
from bot.store.tables import metadata, vault
from tests.cards import card
from tests.slack.harness import SECRET, payload
from tests.slack.installed import (
    AUTUMN,
    KEY,
    SPRING,
    Browser,
    Clock,
    Process,
    of_team,
    settings,
)
from tests.slack.many import HOURS_12, ManyWorkspaces
from tests.slack.sender import Sender
from tests.slack.test_slack_whole import Door

WINDOW = 600
"""Seconds for which a signed request can be played."""


@asynccontextmanager
async def whole(slack: ManyWorkspaces, url: str, clock: Clock) -> AsyncIterator[Process]:
    """One process with its own engine."""
    door, database, keyring = Door(), Database(url), Keyring([KEY])

    async def store(function: Any) -> Any:
        return await door.engine.clerk.transaction(function)

    running = await SlackAdapter(clock=clock, wall_clock=clock).start(
        settings(slack), door, StoreVault("slack", keyring, store, clock.now)
    )
    assert running.open is not None and running.close is not None
    chats = {"slack": running.chat}
    door.engine = Runtime(
        database=database,
        tools=compose.tools(random.Random(), chats, keyring=keyring),
        stories=compose.features(),
        chats=chats,
        clock=clock.now,
    )
    await door.engine.start()
    app = web.Application()
    app.add_routes(running.routes)
    async with TestServer(app) as server:
        await running.open()
        address = str(server.make_url("/")).rstrip("/")
        sender = Sender(f"{address}/slack/events", SECRET)
        try:
            yield Process(running, door, address, sender, settings(slack))
        finally:
            await running.close()
            await door.engine.stop()
            database.close()


@asynccontextmanager
async def two_engines(
    url: str, clock: Clock
) -> AsyncIterator[tuple[ManyWorkspaces, Process, Process]]:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(ManyWorkspaces(clock, rotates=True))
        one, two = [await stack.enter_async_context(whole(slack, url, clock)) for _ in range(2)]
        for team in (SPRING, AUTUMN):
            assert (await Browser(one.address).installs(slack.allow(team))).status == 200
        yield slack, one, two


def counts(db: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: db.execute(select(func.count()).select_from(table)).scalar() or 0
        for table in metadata.sorted_tables
    }


def test_what_was_signed_once_is_heard_once_by_all_processes(postgres_url: str):
    async def play() -> None:
        clock = Clock()
        async with two_engines(postgres_url, clock) as (slack, one, two):
            command = of_team(payload("command"), SPRING)
            command |= {"text": "help", "response_url": slack.response_url}
            press = of_team(payload("block_actions"), AUTUMN) | {"response_url": slack.response_url}
            form = of_team(payload("view_submission"), SPRING)
            event = of_team(payload("message"), AUTUMN)
            requests = [one.sender.request(body) for body in (command, press, form, event)]
            for request in requests:
                first = await one.sender.send(request)
                assert first.status == 200
            # A signature is believed five minutes before its time and five after: what is tidied
            # away by then must not be needed.
            clock.seconds += WINDOW
            assert isinstance(one.ear, Door)
            one.ear.engine.dispatcher.tidy()
            database = Database(postgres_url)
            with database.transaction() as db:
                before = counts(db)
            for request in requests * 3:
                for process in (two, one):
                    assert (await process.sender.send(request)).status == 200
            with database.transaction() as db:
                assert counts(db) == before
            database.close()
        # Closed: all replies are shown. The command and the press were answered once each.
        assert len(slack.responses) == 2

    asyncio.run(play())


def test_a_token_is_renewed_once_while_both_processes_send(postgres_url: str):
    async def play() -> None:
        clock = Clock()
        async with two_engines(postgres_url, clock) as (slack, one, two):
            for round_ in range(3):
                clock.seconds += HOURS_12 + 1
                sends = [
                    process.running.chat.send(
                        Parcel(
                            key=f"{round_}-{n}-{process.address}",
                            kind="post",
                            card=card("Week 1"),
                            workspace=team,
                            place=Place(platform="slack", workspace=team, channel=f"C{team}"),
                        )
                    )
                    for n in range(5)
                    for process in (one, two)
                    for team in (SPRING, AUTUMN)
                ]
                await asyncio.gather(*sends)
            clock.seconds += FRESH
            asked = [each.get("grant_type") for each in slack.asked("oauth.v2.access")]
            assert asked.count("refresh_token") == 3 * 2
            for team in (SPRING, AUTUMN):
                messages = slack.messages[f"C{team}"]
                keys = {each["metadata"]["event_payload"]["key"] for each in messages}
                assert len(messages) == len(keys) == 3 * 10
            by = {team for team, _ in slack.called("chat.postMessage")}
            assert by == {SPRING, AUTUMN}
        database = Database(postgres_url)
        with database.transaction() as db:
            rows = db.execute(select(vault).where(vault.c.name == "installation")).all()
        database.close()
        assert {row.workspace for row in rows} == {SPRING, AUTUMN}
        assert "xox" not in str(rows)

    asyncio.run(play())
