"""Who does not show that it may speak is answered 401, and nothing of it is logged."""

from dataclasses import replace

import aiohttp
import pytest

from adapters.teams.transport import LARGEST
from tests.teams.issuer import APP, SERVICE_URL, a_key
from tests.teams.road import (
    MESSAGE,
    STRANGERS,
    TENANT,
    Json,
    World,
    dialogue,
)
from tests.teams.road import nothing_is_told as nothing_is_told


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
