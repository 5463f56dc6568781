"""A private channel is shared with another organisation, and gets another id from Slack."""

import asyncio

from bot.store.tables import message, room
from tests.run.served import QUICK, prompted, rows, serving
from tests.run.workspace import ROOM, Workspace

NEW = "C0SHARED"


def test_the_cohort_stays_in_a_room_that_gets_another_id(sqlite: str):
    asyncio.run(_stays(sqlite))


async def _stays(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack:
        async with serving(slack, url, QUICK) as bot:
            thread = await prompted(slack, ("ana", "ben"))
            before = slack.message("ben", "Written before the move.", thread)
            await slack.takes(before)
            moved = {"type": "channel_id_changed", "old_channel_id": ROOM, "new_channel_id": NEW}
            await slack.takes(slack.event(moved | {"event_ts": slack.stamp()}))
            slack.messages[NEW] = slack.messages.pop(ROOM)

            inner = before["event"] | {"channel": NEW}
            after = inner | {"text": "Written after it.", "ts": slack.stamp(), "client_msg_id": "n"}
            await slack.takes(slack.event(after))
            await slack.takes(slack.edited({"event": inner}, "Written before it, and edited."))
            command = slack.commanded("ana", "extend 2 days") | {"channel_id": NEW}
            await slack.takes(command)
            told = await slack.until(lambda: slack.messages[NEW][3:])
            assert told[0]["thread_ts"] == thread and "There is more time" in told[0]["text"]
            bot.terminate()
            assert await bot.ended() == 0
        assert [row["channel"] for row in rows(url, room)] == [NEW]
        assert sorted(row["text"] for row in rows(url, message)) == [
            "Written after it.",
            "Written before it, and edited.",
        ]
