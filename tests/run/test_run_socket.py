"""Socket Mode with a real process: no public address, and the same promises."""

import asyncio

from bot.store.database import Database
from bot.store.tables import cohort, message
from tests.patience import LONG
from tests.run.process import health, started
from tests.run.served import APP_TOKEN, COHORT, keeps_quiet, rows, settings
from tests.run.workspace import ROOM, Workspace
from tests.slack.sender import Answer
from tests.slack.standin import Json

KINDS = {"event_callback": "events_api", "view_submission": "interactive",
         "block_actions": "interactive"}  # fmt: skip


class OnTheLine(Workspace):
    """Delivers through the web socket; an answer is what comes back for the same envelope."""

    def __init__(self, *people: str) -> None:
        super().__init__(people)
        self.sent = 0

    async def puts(self, payload: Json) -> str:
        """Put a payload on the line without waiting for anything; its envelope's id."""
        self.sent += 1
        kind = KINDS.get(payload.get("type", ""), "slash_commands")
        envelope = {"type": kind, "envelope_id": f"e{self.sent}", "payload": payload,
                    "accepts_response_payload": True}  # fmt: skip
        await self.deliveries.put(envelope)
        return f"e{self.sent}"

    async def deliver(self, payload: Json, **how: object) -> Answer:
        envelope = await self.puts(payload)
        while (answer := await self.acknowledgement())["envelope_id"] != envelope:
            pass
        return Answer(status=200, body=str(answer.get("payload") or ""))

    async def acknowledgement(self) -> Json:
        return await asyncio.wait_for(self.acknowledged.get(), timeout=LONG)


def test_a_cohort_lives_without_a_public_address(sqlite: str):
    asyncio.run(_lives(sqlite))


async def _lives(url: str) -> None:
    async with OnTheLine("ana", "ben") as slack:
        env = settings(slack, url, SLACK_APP_TOKEN=APP_TOKEN, SLACK_SIGNING_SECRET="")
        async with started(env) as bot:
            address = f"http://127.0.0.1:{await bot.port()}"
            await slack.command("ana", "new")
            assert (await health(address, "readyz"))[0] == 200
            answer = await slack.fill("ana", {**COHORT, "First day": "1999-01-01"})
            assert "response_action" in answer.body and "That day is over" in answer.body
            await slack.command("ana", "new")
            await slack.fill("ana", COHORT)
            await slack.press("ana", "Start")
            await slack.fill("ana", {})
            for who in ("ana", "ben"):
                await slack.press(who, "Agree")
            await slack.command("ana", "prompt introductions now")
            await slack.until(lambda: slack.posted("prompt", ROOM))
            thread = slack.posted("prompt", ROOM)[0]["ts"]

            # Nobody else can write while this transaction lasts, so nothing can be kept either;
            # what need not be kept is acknowledged meanwhile.
            database = Database(url)
            with database.transaction():
                answer_envelope = await slack.puts(slack.message("ben", "Ben, Bayview.", thread))
                notice = await slack.puts(slack.event({"type": "emoji_changed"}))
                assert (await slack.acknowledgement())["envelope_id"] == notice
                assert slack.acknowledged.empty()
            assert (await slack.acknowledgement())["envelope_id"] == answer_envelope
            assert [row["text"] for row in rows(url, message)] == ["Ben, Bayview."]
            database.close()

            # Slack closes the connection now and then, and says so; the next one takes over.
            connections = len(slack.asked("apps.connections.open"))
            await slack.deliveries.put({"type": "disconnect", "reason": "refresh_requested"})
            await slack.until(lambda: len(slack.asked("apps.connections.open")) > connections)
            await slack.takes(slack.message("ben", "And after the new connection.", thread))
            bot.terminate()
            assert await bot.ended() == 0
        keeps_quiet(bot, slack)
        assert len(rows(url, message)) == 2 and len(rows(url, cohort)) == 1
