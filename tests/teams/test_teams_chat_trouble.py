"""What becomes of what the engine has Teams told, when Teams or the way there fails."""

import aiohttp
import pytest

from adapters.teams.adapter import words_shown
from adapters.teams.chat import TeamsChat
from adapters.teams.connector import Connector
from adapters.teams.credentials import NoToken
from adapters.teams.directory import Directory
from adapters.teams.faults import REPAIR, UNREACHABLE
from adapters.teams.memory import Memory
from bot.protocol.ports import Later, Never, Unsure
from tests.teams.outbound import (
    CHANNEL,
    SCOPE,
    World,
    dialogue,
    post,
    tell,
)
from tests.teams.standin import (
    SILENT,
    Trouble,
    broken,
    conflict,
    hangs_up,
    limited,
    refused,
    says,
)
from tests.teams.standin_state import BOT, CHAT


@pytest.mark.parametrize(
    ("trouble", "meaning"),
    [
        (limited(7), Later),
        (limited(None), Later),
        (conflict(), Later),
        (broken(502), Unsure),
        (broken(504), Unsure),
        (broken(408), Unsure),
        (says(408), Unsure),
        (Trouble(status=503, headers={"Retry-After": "3"}), Later),
        (broken(403), Later),
        (broken(404), Later),
        (says(302), Later),
        (refused(), Never),
        (says(404, "ConversationNotFound"), Never),
        (says(413, "MessageSizeTooBig"), Never),
        (broken(413), Never),
        (says(400, "BadSyntax"), Never),
        (says(409), Unsure),
        (broken(500), Unsure),
        (broken(503), Unsure),
        (says(500, "ServiceError"), Unsure),
        (says(503), Unsure),
        (broken(200), Unsure),
        (Trouble(status=200), Unsure),
        (hangs_up(), Unsure),
        (hangs_up(accepted=True), Unsure),
    ],
)
@pytest.mark.parametrize("where", [CHANNEL, CHAT])
@dialogue
async def test_what_went_wrong_means(
    world: World, trouble: Trouble, meaning: type[Exception], where: str
):
    world.teams.next("create" if where == CHANNEL else "send", trouble)
    with pytest.raises(meaning):
        await world.chat.send(post(where))
    assert len(world.teams.calls) == 1
    assert world.pauses == []


@pytest.mark.parametrize(
    ("status", "meaning"), [(502, Later), (504, Later), (408, Unsure), (409, Unsure)]
)
@dialogue
async def test_where_nothing_can_be_looked_up_microsofts_advice_is_taken(
    world: World, status: int, meaning: type[Exception]
):
    world.teams.next("send", broken(status))
    with pytest.raises(meaning):
        await world.chat.send(tell())


@pytest.mark.parametrize("status", [302, 403, 404, 405])
@dialogue
async def test_a_page_on_the_way_holds_back_its_place_alone(world: World, status: int):
    world.teams.next("send", broken(status))
    with pytest.raises(Later) as later:
        await world.chat.send(post(CHAT))
    assert not later.value.workspace_wide


@dialogue
async def test_a_limit_holds_its_place_back_as_long_as_teams_says(world: World):
    world.teams.next("send", limited(7), limited(None))
    with pytest.raises(Later) as first:
        await world.chat.send(post(CHAT))
    assert first.value.after >= 7
    assert not first.value.workspace_wide
    with pytest.raises(Later) as second:
        await world.chat.send(post(CHAT))
    assert second.value.after >= 5


@dialogue
async def test_a_refused_token_holds_everything_back(
    world: World, caplog: pytest.LogCaptureFixture
):
    world.teams.tokens = {"another"}
    with pytest.raises(Later) as later:
        await world.chat.send(post(CHAT))
    assert later.value.workspace_wide
    assert "refuses the bot's token" in caplog.text
    assert "token-" not in caplog.text


@dialogue
async def test_without_a_token_everything_waits(world: World):
    world.tokens.trouble = NoToken("AADSTS7000215")
    with pytest.raises(Later, match="AADSTS7000215") as later:
        await world.chat.send(post(CHAT))
    assert later.value.workspace_wide
    assert world.teams.calls == []


@dialogue
async def test_a_login_service_that_keeps_silent_is_asked_again_soon(world: World):
    waits: list[float] = []
    for why in ("ConnectionError", "the login service keeps silent", "AADSTS7000215"):
        world.tokens.trouble = NoToken(why)
        with pytest.raises(Later) as later:
            await world.chat.send(post(CHAT))
        assert later.value.workspace_wide
        waits.append(later.value.after)
    assert waits == [UNREACHABLE, UNREACHABLE, REPAIR]


@dialogue
async def test_teams_out_of_reach_has_taken_nothing(world: World):
    await world.teams.close()
    with pytest.raises(Later) as later:
        await world.chat.send(post(CHAT))
    assert later.value.workspace_wide


@pytest.mark.parametrize("address", ["", "smba.example", "ftp://smba.example/", "http://["])
@dialogue
async def test_an_address_that_is_none_waits_for_repair(world: World, address: str):
    nowhere = Directory(Memory(None), address)
    connector = Connector(world.session, world.tokens, nowhere, SCOPE)
    chat = TeamsChat(connector, world.graph, nowhere, words_shown(), BOT)
    with pytest.raises(Later) as later:
        await chat.send(post(CHAT))
    assert later.value.workspace_wide


@dialogue
async def test_teams_keeping_silent_is_not_known(world: World):
    world.teams.next("send", SILENT)
    hurried = aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(timeout=hurried) as session:
        connector = Connector(session, world.tokens, world.directory, SCOPE)
        chat = TeamsChat(connector, world.graph, world.directory, words_shown(), BOT)
        with pytest.raises(Unsure):
            await chat.send(post(CHAT))
