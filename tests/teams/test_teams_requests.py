"""Teams' requests over real HTTP: what is answered, who is let in, and what is logged of it."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.teams.keys import RETRY
from adapters.teams.sdk import Unreadable
from adapters.teams.tokens import Refused
from adapters.teams.transport import LARGEST
from tests.teams.issuer import a_key
from tests.teams.road import (
    INVOKE,
    MESSAGE,
    SECRET,
    STRANGERS,
    TENANT,
    Answer,
    Json,
    World,
    dialogue,
)
from tests.teams.road import nothing_is_told as nothing_is_told

# Taken


@dialogue
async def test_a_message_is_taken_as_it_was_sent(world: World):
    assert await world.brings() == Answer(status=200, body="")
    assert world.taken == [MESSAGE]


@dialogue
async def test_a_message_is_answered_with_nothing_whatever_the_desk_says(world: World):
    world.says = {"statusCode": 200}
    for message in (MESSAGE, MESSAGE | {"deliveryMode": "expectReplies"}):
        assert await world.brings(message) == Answer(status=200, body="")


@dialogue
async def test_an_invoke_is_answered_with_what_the_desk_says(world: World):
    world.says = {"statusCode": 200, "type": "x", "value": {"body": ["ümlaut"]}}
    answer = await world.brings(INVOKE)
    assert (answer.status, json.loads(answer.body)) == (200, world.says)
    world.says = None
    assert await world.brings(INVOKE) == Answer(status=200, body="")
    assert world.taken == [INVOKE, INVOKE]
    assert world.notes.asked == []


@dialogue
async def test_the_scheme_of_a_token_may_be_written_in_any_letters(world: World):
    headers = {"Authorization": f"bearer {world.issuer.token()}"}
    assert (await world.brings(headers=headers)).status == 200


@dialogue
async def test_clocks_may_differ_by_some_minutes(world: World):
    for age in (3600 + 200, -200):
        assert (await world.brings(headers=world.issuer.headers(age=age))).status == 200


@dialogue
async def test_times_and_names_may_be_left_out(world: World):
    names = ("type", "channelId", "serviceUrl", "conversation", "channelData")
    assert (await world.brings({name: MESSAGE[name] for name in names})).status == 200
    assert (await world.brings(MESSAGE | {"from": None, "timestamp": None})).status == 200


# 400: what is no activity of Teams


def without(name: str) -> Json:
    return {each: MESSAGE[each] for each in MESSAGE if each != name}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"7", b"[]", b'"text"', b"\xff\xfe", b"\xef\xbb\xbf{}", b"{} {}",
     json.dumps(MESSAGE).encode("utf-16"), b"[" * 100_000, b'{"a":' * 50_000, b"{}", b"1" * 5000],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
@dialogue
async def test_what_is_no_object_of_json_is_not_understood(world: World, body: bytes):
    assert (await world.brings(body)).status == 400
    assert world.taken == []


@pytest.mark.parametrize(
    "body",
    [
        *(without(name) for name in ("type", "serviceUrl", "channelId", "conversation")),
        *(MESSAGE | {name: odd} for name in ("type", "serviceUrl", "channelId") for odd in ("", 7)),
        *(MESSAGE | {"conversation": odd} for odd in ({}, [], "a:1", {"id": ""}, {"id": 7}, None)),
        *(MESSAGE | {name: "odd"} for name in ("from", "recipient", "channelData")),
        *(MESSAGE | {"channelData": {name: "odd"}} for name in ("tenant", "team", "channel")),
        *(
            MESSAGE | {name: odd}
            for name in ("timestamp", "localTimestamp")
            for odd in ("", "yesterday", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+09:00", 7, [])
        ),
        MESSAGE | {"channelId": "emulator"},
        MESSAGE | {"channelId": "webchat"},
    ],
    ids=lambda body: str([body.get(n) for n in ("type", "channelId", "conversation")])[:60],
)
@dialogue
async def test_what_is_no_activity_of_teams_is_not_understood(world: World, body: Json):
    # The key may speak for them; it is the bot that is of Teams alone.
    world.issuer.rotate(a_key(1, endorsements=("msteams", "emulator", "webchat")))
    assert (await world.brings(body)).status == 400
    assert world.taken == []


@dialogue
async def test_the_desk_may_find_that_it_is_no_activity(world: World):
    world.fault = Unreadable("no account")
    assert (await world.brings()).status == 400


# 403, 404, 405, 413


@dialogue
async def test_a_tenant_that_is_not_allowed_is_turned_away_and_told_of_once(
    world: World, caplog: pytest.LogCaptureFixture
):
    there = {"id": "a:1-ana", "tenantId": STRANGERS}
    elsewhere = MESSAGE | {"channelData": {"tenant": {"id": STRANGERS}}, "conversation": there}
    for _ in range(3):
        assert (await world.brings(elsewhere)).status == 403
    assert [e.getMessage() for e in caplog.records if e.name == "adapters.teams.gate"] == [
        f"the tenant '{STRANGERS}' is not in TEAMS_TENANTS and is turned away"
    ]
    nowhere = MESSAGE | {"channelData": {}, "conversation": {"id": "a:1-ana"}}
    assert (await world.brings(nowhere)).status == 403
    assert (await world.brings()).status == 200
    assert world.taken == [MESSAGE]


@dialogue
async def test_an_activity_of_two_tenants_is_turned_away(world: World):
    for told in ({"channelData": {"tenant": {"id": STRANGERS}}},
                 {"conversation": MESSAGE["conversation"] | {"tenantId": STRANGERS}}):  # fmt: skip
        assert (await world.brings(MESSAGE | told)).status == 403
    assert world.taken == []
    loud = MESSAGE | {"channelData": {"tenant": {"id": TENANT.upper()}}}
    assert (await world.brings(loud)).status == 200


@dialogue
async def test_there_is_nothing_to_get(world: World):
    async with aiohttp.ClientSession() as session, session.get(world.url) as said:
        assert said.status == 405


@dialogue
async def test_a_body_that_is_too_large_is_not_read(world: World):
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 65_536 + 1):
            yield b" " * 65_536

    assert (await world.brings(b" " * (LARGEST + 1))).status == 413
    assert (await world.brings(chunks())).status == 413
    assert world.taken == []
    largest = json.dumps(MESSAGE).encode()
    assert (await world.brings(largest.ljust(LARGEST))).status == 200


# 503: what shall be delivered again


@pytest.mark.parametrize(
    "fault", [ConnectionError(SECRET), TimeoutError(SECRET), ValueError(SECRET), KeyError(SECRET)],
    ids=lambda fault: type(fault).__name__,
)  # fmt: skip
@dialogue
async def test_what_could_not_be_kept_is_not_acknowledged(
    world: World, fault: Exception, caplog: pytest.LogCaptureFixture
):
    world.fault = fault
    assert (await world.brings()).status == 503
    assert (await world.brings(INVOKE)).status == 503
    told = [e.getMessage() for e in caplog.records if e.name == "adapters.teams.transport"]
    assert len(told) == 2
    assert all(type(fault).__name__ in each and "road.py:" in each for each in told)
    world.fault = None
    assert (await world.brings()).status == 200
    assert world.taken == [MESSAGE]


@dialogue
async def test_while_the_keys_cannot_be_fetched_nobody_is_refused(world: World):
    world.issuer.broken = True
    assert (await world.brings()).status == 503
    assert (await world.brings(headers={})).status == 401
    world.issuer.broken = False
    world.clock.seconds += RETRY
    assert (await world.brings()).status == 200


@dialogue
async def test_after_closing_nothing_more_is_taken(world: World):
    assert world.road.ready()
    await world.road.close()
    assert not world.road.ready()
    assert (await world.brings()).status == 503
    assert world.taken == []


# Development


@dialogue(development=True)
async def test_in_development_this_machine_needs_no_token(world: World):
    here = MESSAGE | {"serviceUrl": "http://127.0.0.1:9/"}
    assert (await world.brings(here, headers={})).status == 200
    assert (await world.brings(here, headers={"Authorization": "Bearer "})).status == 200
    assert (await world.brings(MESSAGE, headers={})).status == 401
    elsewhere = MESSAGE | {"channelData": {}, "serviceUrl": "http://127.0.0.1:9/"}
    assert (await world.brings(elsewhere, headers={})).status == 200
    assert (await world.brings(b"{", headers={})).status == 400
    assert (await world.brings(here | {"channelId": "emulator"}, headers={})).status == 400


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "Origin"])
@dialogue(development=True)
async def test_in_development_proxies_and_pages_are_refused(world: World, name: str):
    assert (await world.brings(headers={name: "127.0.0.1"})).status == 401
    assert world.taken == []


@dialogue(development=True)
async def test_in_development_other_machines_are_refused(world: World):
    for peer in ("192.168.0.2", "2001:db8::1", "::ffff:192.168.0.2", "", None):
        with pytest.raises(Refused):
            await world.gate.caller({}, peer)
    for peer in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert await world.gate.caller({}, peer)


@dialogue
async def test_otherwise_this_machine_needs_a_token_as_well(world: World):
    with pytest.raises(Refused):
        await world.gate.caller({}, "127.0.0.1")


@dialogue
async def test_what_is_being_taken_is_finished_before_the_road_is_closed(world: World):
    world.goes_on.clear()
    bringing = asyncio.create_task(world.brings())
    await world.arrived.wait()
    closing = asyncio.create_task(world.road.close())
    assert (await world.brings()).status == 503
    assert not closing.done()
    world.goes_on.set()
    assert (await bringing).status == 200
    await closing
    assert world.taken == [MESSAGE]
