"""A database that neither answers nor refuses: whoever watches over the bot is told, and nobody is
kept waiting for the answer."""

import asyncio
import threading

import aiohttp
import pytest

from bot.store.database import Database
from bot.web.asking import Question
from tests import databases
from tests.patience import LONG
from tests.run.process import health
from tests.run.served import serving
from tests.run.workspace import Workspace


def test_a_server_that_stands_still_is_told_by_every_page():
    with databases.Server() as server:
        asyncio.run(asyncio.wait_for(_told(server), LONG))


async def _told(server: databases.Server) -> None:
    async with Workspace(("ana", "ben")) as slack, serving(slack, server.url) as bot:
        address = f"http://127.0.0.1:{await bot.port()}"
        with server.standing_still():
            # More than there are connections, or threads that could be left waiting.
            asked = [health(address, "readyz") for _ in range(40)]
            away = (503, {"database": False, "platforms": True})
            assert set(map(repr, await asyncio.gather(*asked))) == {repr(away)}
            pages = [_page(address) for _ in range(3)]
            for page in await asyncio.gather(*pages):
                assert "roundtable_database_up 0.0" in page
            assert await health(address, "healthz") == (200, {"alive": True})
        while (await health(address, "readyz"))[0] != 200:
            await asyncio.sleep(0.1)
        assert "roundtable_database_up 1.0" in await _page(address)
        event = slack.message("ben", "Is anyone there?")
        assert (await slack.deliver(event)).status == 200


async def _page(address: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/metrics") as answer:
        return await answer.text()


class Hanging:
    """Something that answers when it is let go."""

    def __init__(self) -> None:
        self.asked = 0
        self.go = threading.Event()

    def __call__(self) -> int:
        self.asked += 1
        assert self.go.wait(LONG)
        return self.asked


def test_one_thread_asks_however_many_want_to_know():
    asyncio.run(_asks_once())


async def _asks_once() -> None:
    hanging = Hanging()
    question = Question(hanging, patience=0.01)
    assert await asyncio.gather(*(question.answer() for _ in range(9))) == [None] * 9
    assert await question.answer() is None
    assert hanging.asked == 1
    hanging.go.set()
    patient = Question(hanging, patience=LONG)
    while await question.answer() is None:
        pass
    assert await patient.answer() == hanging.asked


def test_what_fails_has_no_answer():
    def fails() -> bool:
        raise ConnectionError

    assert asyncio.run(Question(fails, LONG).answer()) is None


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("lock_timeout", "10s"),
        ("statement_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "1min"),
    ],
)
def test_postgresql_itself_lets_none_of_our_connections_take_for_ever(limit: str, told: str):
    url = databases.postgres()
    database = Database(url)
    with database.transaction() as db:
        assert db.exec_driver_sql(f"SHOW {limit}").scalar() == told
    database.close()
    databases.drop(url)
