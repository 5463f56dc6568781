"""On one file of SQLite runs one bot."""

import asyncio
from pathlib import Path

import pytest

from bot.store import alone
from tests.run.process import ran
from tests.run.served import RUN, serving, settings
from tests.run.workspace import Workspace


def test_a_second_bot_on_one_file_says_so_and_ends(tmp_path: Path):
    asyncio.run(_second(f"sqlite:///{tmp_path}/cohorts.db"))


async def _second(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack, serving(slack, url) as bot:
        code, out, err = await ran(settings(slack, url), *RUN)
        assert code == 2 and out == "" and "Traceback" not in err
        assert "A bot runs on the database at" in err and "cohorts.db already" in err
        bot.terminate()
        assert await bot.ended() == 0


def test_whoever_was_the_bot_makes_room_for_the_next(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/cohorts.db"
    with alone.as_the_bot(url):
        with pytest.raises(alone.TakenError), alone.as_the_bot(url):
            pass
        with alone.as_the_bot(f"sqlite:///{tmp_path}/other.db"):
            pass
    with alone.as_the_bot(url):
        pass


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///:memory:", "postgresql://somewhere/db", "sqlite:////nowhere/c.db"],
    ids=["memory", "named-memory", "postgresql", "no-folder"],
)
def test_where_no_file_is_shared_there_may_be_many(url: str):
    with alone.as_the_bot(url), alone.as_the_bot(url):
        pass
