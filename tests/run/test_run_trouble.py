"""What goes wrong around a running process, and what people and operators notice of it."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from bot.protocol.adapter import SettingsError
from bot.store.tables import outgoing
from bot.web.app import serving as serving_on
from tests.run.process import environment, health, ran, started
from tests.run.served import BOT_TOKEN, QUICK, begun, rows, serving, set_up, settings
from tests.run.workspace import Workspace, direct
from tests.slack.harness import SECRET
from tests.slack.standin import broken, hangs_up, limited, says


def test_a_slack_that_limits_fails_and_hangs_up_makes_nothing_double_or_lost(sqlite: str):
    asyncio.run(_bad_day(sqlite))


async def _bad_day(url: str) -> None:
    async with Workspace(("ana", "ben", "cho", "dee")) as slack:
        async with serving(slack, url, QUICK) as bot:
            await set_up(slack)
            await slack.press("ana", "Start")
            slack.next(
                "chat.postMessage",
                limited(1), broken(), hangs_up(accepted=True), broken(accepted=True), hangs_up(),
            )  # fmt: skip
            await slack.fill("ana", {})
            for who in ("ana", "ben", "cho", "dee"):
                await slack.press(who, "Agree")
            order = [key.split(":")[0] for key in slack.said_keys()]
            assert order.index("hello") < order.index("welcome")

            # A form's door is open for three seconds: what comes later is a message with a button.
            slack.next("views.open", says("expired_trigger_id"))
            await slack.command("ana", "settings")
            again = await slack.sees("ana", button="Open the form")
            assert again.channel == direct("ana")
            await slack.press("ana", "Open the form")
            await slack.until(lambda: "ana" in slack.views)

            # SIGTERM while something is on its way: that is finished, nothing new is begun.
            slack.arrived, held = asyncio.Event(), slack.goes_on
            await slack.command("ana", "prompt introductions now")
            await slack.arrived.wait()
            bot.terminate()
            await bot.says("stopping")
            late = await slack.deliver(slack.message("ben", "Is anybody still there?"))
            assert late.status == 503
            held.set()
            slack.arrived = None
            assert await bot.ended() == 0
        doubted = slack.asked("conversations.history") + slack.asked("conversations.open")
        assert doubted
        assert len(slack.said_keys()) == len(set(slack.said_keys()))
        states = {row["key"]: row["state"] for row in rows(url, outgoing)}
        assert {key for key, state in states.items() if state == "sent"} >= set(slack.said_keys())
        assert set(states.values()) <= {"sent", "waiting"}

        async with serving(slack, url, QUICK):
            await slack.until(lambda: slack.posted("prompt"))
        assert len(slack.posted("prompt")) == 1


def test_a_token_that_is_revoked_keeps_everything_until_it_is_repaired(sqlite: str):
    asyncio.run(_revoked(sqlite))


async def _revoked(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack:
        async with serving(slack, url, QUICK) as bot:
            await begun(slack, ("ana", "ben"))
            slack.next("chat.postMessage", says("token_revoked"))
            await slack.command("ana", "prompt introductions now")
            assert "token_revoked" in await bot.says("Slack refuses")
            bot.terminate()
            assert await bot.ended() == 0
        assert "waiting" in {row["state"] for row in rows(url, outgoing)}

        slack.next("auth.test", says("token_revoked"))
        env = settings(slack, url)
        code, _, err = await ran(env, "-m", "bot", "run")
        assert code == 2 and "Slack refuses SLACK_BOT_TOKEN (token_revoked)" in err
        assert "Traceback" not in err and BOT_TOKEN not in err


def test_a_wrong_configuration_is_told_all_at_once():
    wrong = environment(
        SLACK_BOT_TOKEN="a-token", SLACK_APP_TOKEN="another", SLACK_API_URL="slack",
        DATABASE_URL="mysql://db", PORT="http", LOG_LEVEL="loud", ROUNDTABLE_PROMPTS="/nowhere",
    )  # fmt: skip
    code, out, err = asyncio.run(ran(wrong, "-m", "bot", "run"))
    assert code == 2 and out == "" and "Traceback" not in err
    for name in set(wrong) & {
        "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL", "PORT", "LOG_LEVEL",
        "ROUNDTABLE_PROMPTS",
    }:  # fmt: skip
        assert name in err


def test_a_database_that_is_down_is_awaited_and_said_to_be(tmp_path: Path):
    asyncio.run(_awaited(tmp_path))


async def _awaited(folder: Path) -> None:
    there = folder / "not-mounted-yet"
    async with Workspace(("ana", "ben")) as slack:
        async with started(settings(slack, f"sqlite:///{there}/cohorts.db")) as bot:
            assert "unable to open" in await bot.says("the database does not answer")
            address = f"http://127.0.0.1:{await bot.port()}"
            assert await health(address, "healthz") == (200, {"alive": True})
            state = {"database": False, "platforms": True}
            assert await health(address, "readyz") == (503, state)
            slack.speaks_to(address)
            event = slack.message("ben", "Is this room for the cohort?")
            assert (await slack.deliver(event)).status == 500
            there.mkdir()
            await bot.ready()
            assert (await slack.deliver(event, retry=1)).status == 200
            bot.terminate()
            assert await bot.ended() == 0
        assert SECRET not in bot.log


def test_a_port_that_is_taken_is_a_matter_of_the_configuration():
    async def play() -> None:
        async with serving_on(web.Application(), "127.0.0.1", 0) as port:
            with pytest.raises(SettingsError, match=f"PORT {port} cannot be listened on"):
                async with serving_on(web.Application(), "127.0.0.1", port):
                    pass

    asyncio.run(play())
