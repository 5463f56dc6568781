"""A cohort's first discussion, through ``python -m bot run`` as a real process."""

import asyncio
import json

from bot.store.tables import consent, message, outgoing
from tests.run.served import posted_now, rows, serving, set_up
from tests.run.workspace import ROOM, Workspace, direct


def test_a_cohort_is_set_up_started_and_discusses(url: str):
    asyncio.run(_discusses(url))


async def _discusses(url: str) -> None:
    async with Workspace(("ana", "ben", "cho")) as slack:
        async with serving(slack, url) as bot:
            await set_up(slack)
            ready = await slack.sees("ana", button="Start")
            assert "Ben Okafor" in ready.text and "Cho Park" in ready.text
            assert not slack.messages.get(ROOM) and not slack.messages.get(direct("ben"))

            await slack.press("ana", "Start")
            await slack.fill("ana", {})
            for who in ("ana", "ben", "cho"):
                await slack.press(who, "Agree")
            order = [key.split(":")[0] for key in slack.said_keys()]
            assert order.index("hello") < order.index("welcome")

            thread = await posted_now(slack, "introductions")
            first = slack.message("ben", "I run the front desk in Bayview.", thread)
            await slack.takes(first)
            await slack.takes(first)
            await slack.takes(first | {"event_id": "Ev-other"})
            again = slack.stamp()
            gesture = {**first["event"], "ts": again, "event_ts": again}
            await slack.takes(slack.event(gesture))
            gone = slack.message("cho", "I will take this back at once.", thread)
            kept = slack.message("cho", "We ask every patient at the desk.", thread)
            await slack.takes(gone)
            await slack.takes(kept)
            await slack.takes(slack.edited(kept, "We ask every patient at registration."))
            await slack.takes(slack.deleted(gone))

            await slack.command("ana", "summary")
            draft = await slack.sees("ana", button="Approve and post")
            assert draft.channel == direct("ana")
            shown = json.dumps(slack.messages[direct("ana")], ensure_ascii=False)
            assert "at registration" in shown and "take this back" not in shown
            bot.terminate()
            assert await bot.ended() == 0
        assert sorted(row["text"] for row in rows(url, message)) == [
            "I run the front desk in Bayview.",
            "We ask every patient at registration.",
        ]
        assert sum(row["kind"] == "agreement" for row in rows(url, consent)) == 3
        states = {row["key"]: row["state"] for row in rows(url, outgoing)}
        assert set(states.values()) == {"sent"}
        assert len(slack.said_keys()) == len(set(slack.said_keys()))
        assert set(slack.said_keys()) <= states.keys()
