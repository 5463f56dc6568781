"""What fails is parked, listed and replayed, by commands beside the running process."""

import asyncio

from bot.store.database import Database
from bot.store.tables import cohort, parked
from tests.run.process import ran
from tests.run.served import QUICK, begun, rows, serving, settings
from tests.run.workspace import ROOM, Workspace, direct


def test_a_command_that_failed_is_replayed_after_the_repair(sqlite: str):
    asyncio.run(_repaired(sqlite))


async def _repaired(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack:
        env = settings(slack, url)
        async with serving(slack, url, QUICK):
            await begun(slack, ("ana",))
            _zone(url, "Nowhere/Atall")
            assert (await slack.command("ana", "prompt introductions now")).status == 200
            apology = await slack.sees("ana", "Something went wrong here")
            [waiting] = rows(url, parked)
            assert waiting["reference"] in apology.text

            code, listed, _ = await ran(env, "-m", "bot", "parked")
            assert code == 0 and waiting["reference"] in listed and "1 parked." in listed
            _zone(url, "America/New_York")
            code, out, err = await ran(env, "-m", "bot", "parked", "replay", "all")
            assert code == 0 and f"{waiting['reference']}: taken" in out, err
            # The process that runs says what the replay had to say.
            await slack.until(lambda: slack.posted("prompt", ROOM))
            told = await slack.sees("ana", "is on its way to the room")
            assert told.channel == direct("ana") and not told.door
        assert [row["state"] for row in rows(url, parked)] == ["replayed"]


def _zone(url: str, name: str) -> None:
    database = Database(url)
    with database.transaction() as db:
        db.execute(cohort.update().values(zone=name))
    database.close()
