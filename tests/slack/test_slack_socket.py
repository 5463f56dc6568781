"""Socket Mode: the same events by a web socket, acknowledged only when they are kept."""

import asyncio

from adapters.slack import ADAPTER
from adapters.slack.settings import Settings
from bot.protocol.adapter import Running
from bot.protocol.effects import Correct
from bot.protocol.events import Commanded, Pressed, Said, Submitted
from tests.patience import LONG
from tests.slack.harness import WritingEar, payload
from tests.slack.standin import StandIn


class Line:
    """Slack's end of the socket."""

    def __init__(self, slack: StandIn, ear: WritingEar, running: Running) -> None:
        self.slack = slack
        self.ear = ear
        self.running = running

    async def hears(self, name: str, envelope: str, kind: str = "events_api") -> None:
        await self.slack.deliveries.put(
            {"type": kind, "envelope_id": envelope, "payload": payload(name)}
        )

    async def acknowledged(self) -> dict:
        return await asyncio.wait_for(self.slack.acknowledged.get(), timeout=LONG)


def on_the_line(test):
    def run() -> None:
        async def play() -> None:
            async with StandIn() as slack:
                ear = WritingEar()
                settings = Settings(bot_token="xoxb-1", app_token="xapp-1", api_url=slack.api_url)
                running = await ADAPTER.start(settings, ear)
                assert running.open is not None and running.close is not None
                assert not running.ready()
                await running.open()
                try:
                    await test(Line(slack, ear, running))
                finally:
                    await running.close()

        asyncio.run(play())

    run.__name__ = test.__name__
    return run


@on_the_line
async def test_events_commands_and_presses_come_in_without_a_public_address(line: Line):
    assert line.running.routes == ()
    for envelope, (name, kind) in enumerate(
        [
            ("message", "events_api"),
            ("command", "slash_commands"),
            ("block_actions", "interactive"),
        ]
    ):
        await line.hears(name, f"e{envelope}", kind)
        assert await line.acknowledged() == {"envelope_id": f"e{envelope}"}
    assert [type(e) for e in line.ear.new] == [Said, Commanded, Pressed]
    assert line.running.ready()


@on_the_line
async def test_what_could_not_be_kept_is_not_acknowledged(line: Line):
    line.ear.broken = True
    await line.hears("message", "lost")
    await line.hears("unknown_event", "not-for-us")
    assert await line.acknowledged() == {"envelope_id": "not-for-us"}
    line.ear.broken = False
    await line.hears("message", "again")
    assert await line.acknowledged() == {"envelope_id": "again"}
    assert len(line.ear.new) == 1


@on_the_line
async def test_a_command_delivered_twice_is_one_event(line: Line):
    for envelope in ("first", "second"):
        await line.hears("command", envelope, "slash_commands")
        await line.acknowledged()
    assert (len(line.ear.given), len(line.ear.new)) == (2, 1)


@on_the_line
async def test_a_form_is_corrected_in_the_acknowledgement(line: Line):
    line.ear.replies = (Correct(errors={"name": "Choose another."}),)
    await line.hears("view_submission", "e", "interactive")
    assert await line.acknowledged() == {
        "envelope_id": "e",
        "payload": {
            "response_action": "errors",
            "errors": {"field:0:e:name": "Choose another."},
        },
    }
    assert isinstance(line.ear.new[0], Submitted)


def test_the_line_closes_also_when_slack_never_answered():
    async def play() -> None:
        async with StandIn() as slack:
            settings = Settings(bot_token="xoxb-1", app_token="xapp-1", api_url=slack.api_url)
            running = await ADAPTER.start(settings, WritingEar())
            await slack.close()
            assert running.open is not None and running.close is not None
            await running.open()
            assert not running.ready()
            await asyncio.wait_for(running.close(), timeout=LONG)

    asyncio.run(play())
