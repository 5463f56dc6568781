"""Two processes on one PostgreSQL: they share the work, and one goes on for both."""

import asyncio

import psycopg

from bot.store.tables import message, outgoing
from tests.run.process import started
from tests.run.served import QUICK, keeps_quiet, posted_now, rows, serving, set_up, settings
from tests.run.workspace import NAMES, ROOM, Workspace
from tests.slack.harness import SECRET
from tests.slack.sender import Sender
from tests.slack.standin import SILENT

PEOPLE = list(NAMES)


def test_two_processes_say_everything_once_and_one_goes_on_for_both(postgres: str):
    with psycopg.connect(postgres, autocommit=True) as db:
        db.execute("DROP SCHEMA public CASCADE")
        db.execute("CREATE SCHEMA public")
    asyncio.run(_together(postgres))


async def _together(url: str) -> None:
    async with (
        Workspace() as slack,
        # Both begin at once on an empty database: one of them makes the tables.
        started(settings(slack, url), QUICK) as other,
        serving(slack, url, QUICK) as one,
    ):
        slack.speaks_to(await other.ready())
        await set_up(slack)
        await slack.press("ana", "Start")
        await slack.fill("ana", {})
        for who in PEOPLE:
            await slack.press(who, "Agree")
        thread = await posted_now(slack, "introductions")
        events = [slack.message(who, f"{who} says this but once.", thread) for who in PEOPLE * 3]
        # Every event reaches both at the same time, as after an answer that came too late.
        answers = await asyncio.gather(
            *(bot.deliver(event) for event in events for bot in slack.bots)
        )
        assert {each.status for each in answers} == {200}

        command = Sender("", SECRET).request(slack.commanded("ana", "extend 2 days"))
        for bot in slack.bots:
            assert (await bot.send(command)).status == 200

        # Whoever sends what comes now hangs, and dies of it; the other one looks it up.
        slack.next("chat.postMessage", SILENT)
        told = len(slack.asked("chat.postMessage"))
        await slack.command("ana", "prompt small-step now")
        await slack.until(lambda: len(slack.asked("chat.postMessage")) > told)
        one.kill()
        await slack.until(lambda: len(slack.posted("prompt")) == 2)
        other.terminate()
        assert await other.ended() == 0
        kept = sorted(row["text"] for row in rows(url, message))
        assert kept == sorted(event["event"]["text"] for event in events)
        assert len(slack.said_keys()) == len(set(slack.said_keys()))
        assert {row["state"] for row in rows(url, outgoing)} == {"sent"}
        extended = [m for m in slack.messages[ROOM] if "There is more time" in m["text"]]
        assert len(extended) == 1
        keeps_quiet(other, slack)
