"""``kill -9`` at any moment loses nothing that was acknowledged and says nothing twice.

Here is what can be told as a story; many kills at once are in ``tests.soak``."""

import asyncio
import json

from bot.store.tables import message, outgoing
from tests.run.process import Bot
from tests.run.served import QUICK, prompted, rows, serving
from tests.run.workspace import ROOM, Workspace
from tests.slack.standin import Trouble

TAKEN_SILENTLY = Trouble(accepted=True, silent=True)


def test_what_slack_took_before_the_kill_is_found_and_not_said_again(sqlite: str):
    asyncio.run(_found(sqlite))


async def _found(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack:
        async with serving(slack, url, QUICK) as bot:
            thread = await prompted(slack, ("ana", "ben"))
            slack.next("chat.postMessage", TAKEN_SILENTLY)
            await slack.command("ana", "prompt small-step now")
            await slack.until(lambda: len(slack.posted("prompt", ROOM)) == 2)
            # People can read it, and the bot does not know yet that they can.
            early = slack.posted("prompt", ROOM)[1]["ts"]
            await slack.takes(slack.message("ben", "Ben was quick to answer.", early))
            await _dies(bot)
        assert not slack.asked("conversations.history")
        async with serving(slack, url, QUICK) as bot:
            await slack.until(lambda: slack.asked("conversations.history"))
            # What comes after it in the same room shows that it is settled.
            await slack.command("ana", "extend 2 days")
            await slack.sees("ben", "There is more time")
            await slack.takes(slack.message("ben", "We keep a card by the phone.", thread))
            bot.terminate()
            assert await bot.ended() == 0
        assert len(slack.said_keys()) == len(set(slack.said_keys()))
        prompts = [row for row in rows(url, outgoing) if row["key"].startswith("prompt:")]
        assert [row["state"] for row in prompts] == ["sent", "sent"]
        kept = {row["text"]: row["discussion"] for row in rows(url, message)}
        assert sorted(kept) == ["Ben was quick to answer.", "We keep a card by the phone."]
        assert len(set(kept.values())) == 2
        assert "include_all_metadata" in json.dumps(slack.asked("conversations.history"))


async def _dies(bot: Bot) -> None:
    bot.kill()
    assert await bot.ended() == -9
