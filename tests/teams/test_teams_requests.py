"""Teams' requests over real HTTP: what is answered, who is let in, and what is logged of it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from adapters.teams.keys import RETRY
from adapters.teams.sdk import Unreadable
from adapters.teams.tokens import Refused
from adapters.teams.transport import LARGEST
from tests.teams.issuer import APP, SERVICE_URL, a_key
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


@pytest.fixture(autouse=True)
def nothing_is_told(caplog: pytest.LogCaptureFixture):
    """Whatever happens, no log holds anything of a token, a message, or who wrote it."""
    caplog.set_level(logging.DEBUG)
    yield
    for phase in ("setup", "call"):
        for record in caplog.get_records(phase):
            told = logging.Formatter().format(record)
            for hidden in ("eyJ", "Bearer", SECRET, "Ana Ruiz", "29:1-ana"):
                assert hidden not in told


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


# 401: who does not show that it may speak


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Bearer ü.ü.ü", "TOKEN",
     "Bearer " + "." * 50, "Bearer " + "W1tb" * 1500 + ".e30.AA", "Bearer TOKEN TOKEN"],
    ids=lambda header: header[:20],
)  # fmt: skip
@dialogue
async def test_who_brings_no_token_is_refused(world: World, header: str):
    headers = {"Authorization": header.replace("TOKEN", world.issuer.token(), 1)}
    assert (await world.brings(headers=headers)).status == 401
    assert world.taken == []
    assert world.issuer.asked == 0


@dialogue
async def test_who_shows_nothing_is_asked_for_a_token(world: World):
    async with (
        aiohttp.ClientSession() as session,
        session.post(world.url, json=MESSAGE) as said,
    ):
        assert (said.status, said.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "wrong",
    [
        {"age": 4000},
        {"age": -400},
        {"exp": None},
        {"nbf": None},
        {"exp": "soon"},
        {"aud": STRANGERS},
        {"aud": [APP]},
        {"aud": None},
        {"iss": "https://api.botframework.us"},
        {"iss": None},
        {"serviceurl": "https://elsewhere.example/"},
        {"serviceurl": SERVICE_URL.rstrip("/")},
        {"serviceurl": None},
        {"algorithm": "none"},
        {"algorithm": "HS256"},
        {"algorithm": "PS256"},
        {"header": {"kid": "key-2"}},
        {"header": {"kid": ""}},
        {"header": {"crit": ["unheard"], "unheard": 1}},
        {"key": replace(a_key(2), id="key-1")},
    ],
    # A key's own letters differ from process to process.
    ids=lambda wrong: "another key" if "key" in wrong else str(wrong),
)
@dialogue
async def test_a_token_that_is_not_for_this_is_refused(world: World, wrong: Json):
    assert (await world.brings(headers=world.issuer.headers(**wrong))).status == 401
    assert world.taken == []


@dialogue
async def test_a_token_that_was_tampered_with_is_refused(world: World):
    header, _, signature = world.issuer.token().split(".")
    claims = world.issuer.token(aud=STRANGERS).split(".")[1]
    headers = {"Authorization": f"Bearer {header}.{claims}.{signature}"}
    assert (await world.brings(headers=headers)).status == 401


@pytest.mark.parametrize(
    "issuer",
    [
        "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
        "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0",
        f"https://sts.windows.net/{TENANT}/",
    ],
)
@dialogue
async def test_other_bots_and_emulators_are_refused(world: World, issuer: str):
    for claims in ({"ver": "1.0", "appid": STRANGERS}, {"ver": "2.0", "azp": APP}):
        headers = world.issuer.headers(iss=issuer, **claims)
        assert (await world.brings(headers=headers)).status == 401
    assert world.issuer.asked == 0


@pytest.mark.parametrize("endorsements", [("webchat", "directline"), (), None])
@dialogue
async def test_a_key_speaks_only_for_its_channels(
    world: World, endorsements: tuple[str, ...] | None
):
    world.issuer.rotate(a_key(1, endorsements=endorsements))
    assert (await world.brings()).status == 401
    assert (await world.brings(MESSAGE | {"channelId": "slack"})).status == 401
    assert world.taken == []


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits")
@dialogue
async def test_a_key_that_is_too_short_is_none(world: World):
    world.issuer.rotate(a_key(3, bits=1024))
    assert (await world.brings()).status == 401


@dialogue
async def test_a_body_for_another_service_url_than_the_tokens_is_refused(world: World):
    elsewhere = MESSAGE | {"serviceUrl": "https://elsewhere.example/"}
    assert (await world.brings(elsewhere)).status == 401
    assert world.taken == []


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://evil.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "http://127.0.0.1/",
        "http://[",
    ],
)
@dialogue
async def test_our_tokens_go_to_teams_alone_whatever_a_token_says(
    world: World, url: str, caplog: pytest.LogCaptureFixture
):
    for _ in range(2):
        headers = world.issuer.headers(serviceurl=url)
        assert (await world.brings(MESSAGE | {"serviceUrl": url}, headers)).status == 401
    assert world.taken == []
    [told] = [e.getMessage() for e in caplog.records if e.name == "adapters.teams.gate"]
    assert "TEAMS_SERVICE_URL" in told


@dialogue
async def test_of_a_stranger_nothing_is_read(world: World):
    for body in (b"{", b"x" * (LARGEST + 1), b"\xff"):
        assert (await world.brings(body, headers={})).status == 401


@dialogue
async def test_a_token_that_is_too_long_for_a_header_is_not_read(world: World):
    endless = world.issuer.headers(more="x" * 100_000)
    assert (await world.brings(headers=endless)).status == 400


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
