"""Starting while the database is down, and being told to stop at awkward moments."""

import asyncio
import socket
from pathlib import Path

from bot.store.tables import message, outgoing
from bot.text.library import default_dir
from tests.run.process import environment, health, ran, started
from tests.run.served import QUICK, begun, prompted, rows, serving, settings
from tests.run.workspace import ROOM, Workspace
from tests.slack.harness import SECRET
from tests.slack.standin import SILENT


def test_told_twice_to_stop_it_still_finishes_what_it_holds(sqlite: str):
    asyncio.run(_twice(sqlite))


async def _twice(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack:
        async with serving(slack, url, QUICK) as bot:
            thread = await prompted(slack, ("ana", "ben"))
            slack.arrived, held = asyncio.Event(), slack.goes_on
            await slack.command("ana", "extend 2 days")
            await slack.arrived.wait()
            # Taken while a send is under way: kept, and answered for.
            await slack.takes(slack.message("ben", "We ask at the front desk.", thread))
            bot.terminate()
            await bot.says("stopping")
            bot.terminate()
            late = await slack.deliver(slack.message("ben", "And once more later on.", thread))
            assert late.status == 503
            held.set()
            slack.arrived = None
            assert await bot.ended() == 0
        assert [row["text"] for row in rows(url, message)] == ["We ask at the front desk."]
        async with serving(slack, url, QUICK):
            await slack.sees("ben", "There is more time")
            await slack.until(lambda: _all_sent(url))
        assert len(slack.said_keys()) == len(set(slack.said_keys()))


def _all_sent(url: str) -> bool:
    return {row["state"] for row in rows(url, outgoing)} == {"sent"}


def test_a_platform_that_never_answers_does_not_keep_it_from_stopping(sqlite: str):
    asyncio.run(_hangs(sqlite))


async def _hangs(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack:
        async with serving(slack, url, QUICK) as bot:
            await begun(slack, ("ana", "ben"))
            slack.next("chat.postMessage", SILENT)
            told = len(slack.asked("chat.postMessage"))
            await slack.command("ana", "prompt introductions now")
            await slack.until(lambda: len(slack.asked("chat.postMessage")) > told)
            bot.terminate()
            assert await bot.ended() == 0
        assert not _all_sent(url)
        async with serving(slack, url, QUICK):
            await slack.until(lambda: slack.posted("prompt", ROOM))
        assert len(slack.said_keys()) == len(set(slack.said_keys()))


def test_it_can_be_stopped_while_it_waits_for_its_database(tmp_path: Path):
    asyncio.run(_waiting(f"sqlite:///{tmp_path}/not-mounted/cohorts.db"))


def test_a_postgres_that_is_down_is_awaited_and_said_to_be_without_its_password():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, and nobody listens
        port = nobody.getsockname()[1]
        asyncio.run(_waiting(f"postgresql://bot:open-sesame@127.0.0.1:{port}/cohorts"))


async def _waiting(url: str) -> None:
    async with Workspace(("ana",)) as slack, started(settings(slack, url)) as bot:
        await bot.says("the database does not answer")
        address = f"http://127.0.0.1:{await bot.port()}"
        state = {"database": False, "platforms": True}
        assert await health(address, "readyz") == (503, state)
        assert await health(address, "healthz") == (200, {"alive": True})
        bot.terminate()
        assert await bot.ended() == 0
        assert "open-sesame" not in bot.log and SECRET not in bot.log


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path):
    asyncio.run(_no_database(tmp_path / "photo.db"))


async def _no_database(path: Path) -> None:
    path.write_bytes(b"JFIF" * 2000)
    async with Workspace(("ana",)) as slack:
        env = settings(slack, f"sqlite:///{path}")
        code, _, err = await ran(env, "-m", "bot", "run")
    assert code == 2
    assert "not a database" in err and "Traceback" not in err
    assert path.read_bytes() == b"JFIF" * 2000


def test_what_is_written_is_for_its_owner_alone(tmp_path: Path):
    asyncio.run(_private(tmp_path / "week.db"))


async def _private(path: Path) -> None:
    script = str(default_dir() / "rehearsals" / "first-week.yaml")
    code, _, err = await ran(environment(), "-m", "bot", "rehearse", script, "--db", str(path))
    assert code == 0, err
    assert path.stat().st_mode & 0o077 == 0
