"""Slack's requests over real HTTP: what is answered, and what the engine has then."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError

from adapters.slack.adapter import SlackAdapter
from adapters.slack.client import web_client
from adapters.slack.install import REST, Identity
from adapters.slack.settings import Settings
from bot.protocol.adapter import SettingsError
from bot.protocol.events import Commanded, Edited, Said
from bot.protocol.text import plain
from tests.slack.harness import SECRET, World, WritingEar, dialogue, payload
from tests.slack.sender import Sender
from tests.slack.standin import StandIn, Trouble, broken, says


@dialogue
async def test_an_event_is_taken(world: World):
    answer = await world.hears("message")
    assert (answer.status, answer.body) == (200, "")
    assert [type(e) for e in world.ear.new] == [Said]


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"age": 301},
        {"age": -301},
        {"timestamp": "now"},
        {"timestamp": ""},
        {"timestamp": "-1"},
        {"timestamp": "1e9"},
        {"timestamp": "9" * 5000},
        {"signature": ""},
        {"signature": "v0="},
        {"signature": "v0=ümlaut"},
    ],
    ids=str,
)
@dialogue
async def test_a_request_that_slack_did_not_sign_is_turned_away(world: World, wrong: dict):
    assert (await world.hears("message", **wrong)).status == 401
    assert world.ear.given == []


@dialogue
async def test_letters_that_are_no_text_and_texts_that_are_no_object_are_turned_away(world: World):
    for body, status in ((b"\xff\xfe", 401), (b"{", 400), (b"payload=[1]", 400)):
        assert (await world.sender.send(world.sender.signed(body))).status == status
    unsigned = world.sender.signed(b"{", signature="v0=00")
    assert (await world.sender.send(unsigned)).status == 401


@dialogue
async def test_a_body_over_a_megabyte_is_not_read(world: World):
    large = world.sender.signed(b"x" * (1024 * 1024 + 1))
    assert (await world.sender.send(large)).status == 413
    assert (await world.sender.stream(large)).status == 413
    small = world.sender.request(payload("message"))
    assert (await world.sender.stream(small)).status == 200


@dialogue
async def test_slack_proves_our_address_and_our_certificate(world: World):
    answer = await world.hears({"type": "url_verification", "challenge": "abc", "token": "x"})
    assert (answer.status, answer.json()) == (200, {"challenge": "abc"})
    check = world.sender.signed(b"ssl_check=1&token=x", "application/x-www-form-urlencoded")
    assert (await world.sender.send(check)).status == 200
    assert world.ear.given == []


@pytest.mark.parametrize(
    "name", ["unknown_event", "another_installation", "view_closed", "command_other", "message_own"]
)
@dialogue
async def test_what_is_not_for_us_is_answered_as_taken(world: World, name: str):
    assert (await world.hears(name)).status == 200
    assert world.ear.given == []


@pytest.mark.parametrize("name", ["message", "command", "block_actions", "view_submission"])
@dialogue
async def test_what_could_not_be_kept_is_not_acknowledged(world: World, name: str):
    world.ear.broken = True
    assert (await world.hears(name)).status == 500
    world.ear.broken = False
    assert (await world.hears(name, retry=1)).status == 200
    assert len(world.ear.new) == 1


@dialogue
async def test_a_delivery_repeated_by_slack_is_the_same_event(world: World):
    for retry in range(3):
        assert (await world.hears("message", retry=retry)).status == 200
    assert (len(world.ear.given), len(world.ear.new)) == (3, 1)


@pytest.mark.parametrize("name", ["command", "block_actions", "view_submission"])
@dialogue
async def test_a_signed_request_played_again_is_the_same_event(world: World, name: str):
    request = world.sender.request(payload(name))
    for _ in range(3):
        assert (await world.sender.send(request)).status == 200
    assert (len(world.ear.given), len(world.ear.new)) == (3, 1)


@dialogue
async def test_a_press_made_twice_is_two_events(world: World):
    await world.hears("block_actions")
    await world.hears("block_actions", age=1)
    assert len(world.ear.new) == 2


@dialogue
async def test_an_edit_that_overtakes_its_message_arrives_as_an_edit(world: World):
    await world.hears(payload("message_changed") | {"event_id": "Ev0002"})
    await world.hears("message")
    assert [type(e) for e in world.ear.new] == [Edited, Said]


@dialogue
async def test_a_command_may_hold_any_word(world: World):
    await world.hears(payload("command") | {"text": 'prompt payload={"a":1} ümläut &amp; 100%'})
    [event] = world.ear.new
    assert isinstance(event, Commanded)
    assert event.text == 'prompt payload={"a":1} ümläut & 100%'


@dialogue
async def test_waiting_events_are_taken_side_by_side(world: World):
    bodies: list[dict[str, Any]] = [payload("message") | {"event_id": f"Ev{n}"} for n in range(20)]
    for n, body in enumerate(bodies):
        body["event"] = body["event"] | {
            "ts": f"17724636{n:02}.000100",
            "client_msg_id": str(n),
            "text": str(n),
        }
        del body["event"]["blocks"]
    answers = await asyncio.gather(*(world.hears(body) for body in bodies))
    assert {a.status for a in answers} == {200}
    assert sorted(int(plain(e.nodes)) for e in world.ear.new if isinstance(e, Said)) == list(
        range(20)
    )


@dialogue
async def test_who_we_are_is_asked_once(world: World):
    for n in range(3):
        await world.hears(payload("message") | {"event_id": f"Ev{n}"})
    assert len(world.slack.asked("auth.test")) == 1


@dialogue
async def test_after_closing_nothing_more_is_taken(world: World):
    assert world.running.ready()
    assert world.running.close is not None
    await world.running.close()
    assert not world.running.ready()
    assert (await world.hears("message")).status == 503
    assert world.ear.given == []


@pytest.mark.parametrize("name", ["app_uninstalled", "tokens_revoked"])
@dialogue
async def test_an_uninstalling_that_is_old_news_is_none(world: World, name: str):
    assert (await world.hears(name)).status == 200
    assert world.ear.new == []
    world.slack.next("auth.test", broken(500), says("token_revoked"))
    assert (await world.hears(name)).status == 500
    assert (await world.hears(name, retry=1)).status == 200
    assert len(world.ear.new) == 1


@pytest.mark.parametrize("odd", [{"ts": None}, {"ts": "9" * 30}, {"blocks": [1]}, {"files": 7}])
@dialogue
async def test_what_cannot_be_read_is_not_asked_for_again(world: World, odd: dict, caplog: Any):
    body = payload("message")
    body["event"] = body["event"] | {"text": "secret words"} | odd
    with caplog.at_level(logging.DEBUG):
        assert (await world.hears(body)).status == 200
    assert world.ear.given == []
    [line] = [r.getMessage() for r in caplog.records if r.name == "adapters.slack.desk"]
    assert line.startswith("a payload could not be read: ")
    assert "secret" not in caplog.text and "9" * 30 not in caplog.text


@dialogue
async def test_a_command_with_a_date_that_no_calendar_holds_is_heard(world: World):
    text = "prompt <!date^99999999999999999^x|y>"
    assert (await world.hears(payload("command") | {"text": text})).status == 200
    [event] = world.ear.new
    assert isinstance(event, Commanded)
    assert event.text == "prompt y"


class Clock:
    """Seconds that pass when a test says so, or by ``step`` with each look."""

    def __init__(self, step: float = 0.0) -> None:
        self.seconds = 100.0
        self._step = step

    def __call__(self) -> float:
        self.seconds += self._step
        return self.seconds


def asking_who_we_are(
    test: Callable[[StandIn, Identity, Clock], Coroutine[Any, Any, None]],
) -> Callable[[], None]:
    def run() -> None:
        async def play() -> None:
            async with StandIn() as slack, aiohttp.ClientSession() as session:
                clock = Clock()
                client = web_client("xoxb-1", slack.api_url, session)
                await test(slack, Identity(client, clock), clock)

        asyncio.run(play())

    return run


@asking_who_we_are
async def test_all_who_wait_share_one_attempt(slack: StandIn, identity: Identity, clock: Clock):
    slack.next("auth.test", broken(500))
    failed = await asyncio.gather(*(identity.get() for _ in range(5)), return_exceptions=True)
    assert all(isinstance(each, Exception) for each in failed)
    assert len(slack.asked("auth.test")) == 1


@asking_who_we_are
async def test_after_a_failure_slack_is_left_alone_for_a_while(
    slack: StandIn, identity: Identity, clock: Clock
):
    slack.next("auth.test", says("invalid_auth"))
    for _ in range(3):
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await identity.get()
    assert len(slack.asked("auth.test")) == 1
    clock.seconds += REST
    assert (await identity.get()).workspace == "T0TEAM"
    assert len(slack.asked("auth.test")) == 2


@asking_who_we_are
async def test_who_gives_up_waiting_takes_nothing_from_the_others(
    slack: StandIn, identity: Identity, clock: Clock
):
    slack.arrived = asyncio.Event()
    first, second = (asyncio.create_task(identity.get()) for _ in range(2))
    await slack.arrived.wait()
    first.cancel()
    slack.goes_on.set()
    assert (await second).workspace == "T0TEAM"
    assert len(slack.asked("auth.test")) == 1


def run_without_slack(*troubles: Trouble) -> tuple[WritingEar, list[int]]:
    """Start while ``auth.test`` meets these troubles, then hear a message three times, with time
    enough in between to ask again."""

    async def play() -> tuple[WritingEar, list[int]]:
        async with StandIn() as slack:
            slack.next("auth.test", *troubles)
            ear = WritingEar()
            settings = Settings(bot_token="xoxb-1", signing_secret=SECRET, api_url=slack.api_url)
            running = await SlackAdapter(clock=Clock(step=REST)).start(settings, ear)
            assert running.open is not None and running.close is not None
            await running.open()
            app = web.Application()
            app.add_routes(running.routes)
            async with TestServer(app) as server:
                sender = Sender(str(server.make_url("/slack/events")), SECRET)
                answers = [await sender.deliver(payload("message")) for _ in range(3)]
                await running.close()
            return ear, [a.status for a in answers]

    return asyncio.run(play())


def test_while_slack_does_not_say_who_we_are_nothing_is_acknowledged():
    # At the start, when it opens, and with the first message.
    ear, statuses = run_without_slack(broken(500), broken(500), broken(500))
    assert statuses == [500, 200, 200]
    assert len(ear.new) == 1


def test_a_token_that_slack_refuses_is_told_at_the_start():
    with pytest.raises(SettingsError, match=r"SLACK_BOT_TOKEN \(invalid_auth\)"):
        run_without_slack(says("invalid_auth"))
