"""The Bot Connector over real HTTP: what is sent, with which token, and how patiently."""

from datetime import UTC, datetime
from email.utils import format_datetime

import aiohttp
import pytest

from adapters.teams.connector import ATTEMPTS, Connector, ConnectorError, Created, patiently
from tests.teams.outbound import SCOPE, World, dialogue
from tests.teams.standin import (
    SILENT,
    StandIn,
    Trouble,
    broken,
    conflict,
    hangs_up,
    limited,
    refused,
    says,
)
from tests.teams.standin_state import BOT, CHAT, GROUP, ROOM, TEAM, TENANT

HELLO = {"type": "message", "text": "Hello"}


@dialogue
async def test_a_message_is_sent_with_the_apps_token(world: World):
    id = await world.connector.send(TENANT, CHAT, HELLO)
    assert world.teams.message(CHAT, id).activity == HELLO
    [call] = world.teams.calls
    assert call.authorization == "Bearer token-1"
    assert world.tokens.scopes == {SCOPE}


@dialogue
async def test_without_a_need_for_tokens_none_is_sent(world: World):
    world.tokens.number = 0
    await world.connector.send(TENANT, CHAT, HELLO)
    assert world.teams.calls[0].authorization == ""


@dialogue
async def test_an_answer_goes_into_the_thread_whose_letters_are_quoted(world: World):
    top = await world.connector.send(TENANT, ROOM, HELLO)
    under = await world.connector.send(TENANT, f"{ROOM};messageid={top}", HELLO)
    assert world.teams.message(ROOM, under).thread == top
    assert f"19%3Aroom%40thread.tacv2%3Bmessageid%3D{top}/" in world.teams.calls[1].path


@dialogue
async def test_a_message_for_one_person_alone_is_seen_by_nobody_else(world: World):
    id = await world.connector.send(TENANT, CHAT, HELLO, targeted_to="29:ben")
    assert world.teams.message(CHAT, id).targeted_to == "29:ben"
    assert world.teams.said(CHAT) == []
    await world.connector.update(TENANT, CHAT, id, HELLO | {"text": "Bye"}, targeted=True)
    assert world.teams.message(CHAT, id).activity["text"] == "Bye"
    with pytest.raises(ConnectorError):
        await world.connector.update(TENANT, CHAT, id, HELLO)
    await world.connector.delete(TENANT, CHAT, id, targeted=True)
    assert world.teams.message(CHAT, id).deleted
    assert "recipient" not in HELLO


@pytest.mark.parametrize(("where", "who"), [("a:ben", "29:ben"), (CHAT, "29:cal")])
@dialogue
async def test_a_message_for_one_person_alone_needs_a_room_that_they_are_in(
    world: World, where: str, who: str
):
    world.teams.meet("cal", "Cal")
    world.teams.open_personal("ben")
    with pytest.raises(ConnectorError):
        await world.connector.send(TENANT, where, HELLO, targeted_to=who)


@dialogue
async def test_a_thread_is_opened_in_a_channel(world: World):
    created = await world.connector.create(
        TENANT,
        {
            "isGroup": True,
            "bot": {"id": BOT},
            "tenantId": TENANT,
            "channelData": {"channel": {"id": ROOM}},
            "activity": HELLO,
        },
    )
    [message] = world.teams.said(ROOM)
    opened = f"{ROOM};messageid={message.id}"
    assert created == Created(conversation=opened, activity=message.id)


@dialogue
async def test_a_message_is_changed_and_taken_away(world: World):
    id = await world.connector.send(TENANT, CHAT, HELLO)
    await world.connector.update(TENANT, CHAT, id, {"type": "message", "text": "Bye"})
    message = world.teams.message(CHAT, id)
    assert message.edited and message.activity["text"] == "Bye"
    await world.connector.delete(TENANT, CHAT, id)
    assert message.deleted


@dialogue
async def test_someone_is_found_by_either_id(world: World):
    for id in ("ben", "29:ben"):
        assert (await world.connector.member(TENANT, CHAT, id))["name"] == "Ben"
    with pytest.raises(ConnectorError) as nobody:
        await world.connector.member(TENANT, CHAT, "cal")
    assert (nobody.value.status, nobody.value.code) == (404, "MemberNotFoundInConversation")


@dialogue
async def test_everyone_is_told_page_by_page(world: World):
    world.teams.page = 2
    people = [f"person-{n}" for n in range(5)]
    for each in people:
        world.teams.meet(each, each.title())
    world.teams.open_chat(*people)
    world.teams.next("members", limited(), broken(502))
    pages = [page async for page in world.connector.members(TENANT, CHAT)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [member["aadObjectId"] for page in pages for member in page] == people
    world.teams.members[CHAT] = []
    assert [page async for page in world.connector.members(TENANT, CHAT)] == [[]]


@dialogue
async def test_a_team_tells_its_group_and_its_channels(world: World):
    assert (await world.connector.team(TENANT, TEAM))["aadGroupId"] == GROUP
    told = await world.connector.channels(TENANT, TEAM)
    assert [(each["id"], each["name"]) for each in told] == [(TEAM, None), (ROOM, "Spring")]


@dialogue
async def test_each_tenant_is_called_at_its_own_address(world: World):
    async with StandIn() as elsewhere:
        elsewhere.open_chat()
        tenant = {"tenant": {"id": "another"}}
        world.directory.heard(
            {
                "serviceUrl": elsewhere.service_url,
                "conversation": {"id": CHAT, "conversationType": "groupChat"},
                "channelData": tenant,
            }
        )
        await world.connector.send("another", CHAT, HELLO)
        assert (len(elsewhere.calls), len(world.teams.calls)) == (1, 0)


@dialogue
async def test_a_refused_token_is_replaced_once(world: World):
    world.teams.tokens = {"token-2"}
    await world.connector.send(TENANT, CHAT, HELLO)
    tokens = [call.authorization for call in world.teams.calls]
    assert tokens == ["Bearer token-1", "Bearer token-2"]
    assert len(world.teams.said(CHAT)) == 1


@dialogue
async def test_tokens_that_are_all_refused_are_not_tried_for_ever(world: World):
    world.teams.tokens = {"another"}
    with pytest.raises(ConnectorError) as error:
        await world.connector.send(TENANT, CHAT, HELLO)
    assert error.value.status == 401
    assert len(world.teams.calls) == 2
    world.tokens.number = 0
    with pytest.raises(ConnectorError):
        await world.connector.send(TENANT, CHAT, HELLO)
    assert len(world.teams.calls) == 3


@dialogue
async def test_a_fault_is_told_by_teams_word_and_never_by_its_sentence(world: World):
    world.teams.next("send", refused("BotDisabledByAdmin"), says(400, "<b>Hello</b> " * 20))
    with pytest.raises(ConnectorError, match=r"^BotDisabledByAdmin$") as error:
        await world.connector.send(TENANT, CHAT, HELLO)
    assert (error.value.status, error.value.foreign) == (403, False)
    with pytest.raises(ConnectorError, match=r"^HTTP 400$"):
        await world.connector.send(TENANT, CHAT, HELLO)


@pytest.mark.parametrize("status", [200, 403, 404, 500, 502])
@dialogue
async def test_a_page_is_no_answer(world: World, status: int):
    world.teams.next("send", broken(status))
    with pytest.raises(ConnectorError) as error:
        await world.connector.send(TENANT, CHAT, HELLO)
    assert (error.value.status, error.value.code) == (status, "")
    assert error.value.foreign


@dialogue
async def test_a_redirect_is_not_followed(world: World):
    elsewhere = {"Location": f"{world.teams.service_url}v3/conversations/elsewhere/activities"}
    world.teams.next("send", Trouble(status=307, headers=elsewhere))
    with pytest.raises(ConnectorError) as error:
        await world.connector.send(TENANT, CHAT, HELLO)
    assert error.value.status == 307
    assert len(world.teams.calls) == 1


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7.0), ("0", 0.0), ("9" * 400, 3600.0), (None, None), ("soon", None), ("-3", None)],
)
@dialogue
async def test_how_long_to_wait_is_read_where_it_can_be(
    world: World, told: str | None, seconds: float | None
):
    world.teams.next("send", limited(told))
    with pytest.raises(ConnectorError) as error:
        await world.connector.send(TENANT, CHAT, HELLO)
    assert error.value.retry_after == seconds


@dialogue
async def test_a_time_until_which_to_wait_counts_from_the_senders_own_clock(world: World):
    at = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    until = at.replace(second=20)
    headers = {"Retry-After": format_datetime(until, True), "Date": format_datetime(at, True)}
    world.teams.next("send", Trouble(status=429, headers=headers))
    with pytest.raises(ConnectorError) as error:
        await world.connector.send(TENANT, CHAT, HELLO)
    assert error.value.retry_after == 20.0


@dialogue
async def test_what_reads_asks_again_after_the_time_that_teams_names(world: World):
    world.teams.next("member", limited(3), conflict(), broken(504))
    assert (await world.connector.member(TENANT, CHAT, "ben"))["name"] == "Ben"
    assert len(world.teams.calls) == 4
    assert world.pauses[0] >= 3
    assert all(pause > 0 for pause in world.pauses)


@pytest.mark.parametrize(
    "trouble", [broken(500), broken(503), says(404), refused(), hangs_up(), says(501)]
)
@dialogue
async def test_what_will_not_pass_is_not_asked_again(world: World, trouble: Trouble):
    world.teams.next("team", trouble, trouble)  # aiohttp itself tries a dropped line once more
    with pytest.raises((ConnectorError, aiohttp.ClientError)):
        await world.connector.team(TENANT, TEAM)
    assert world.pauses == []


@dialogue
async def test_patience_ends(world: World):
    world.teams.next("team", *[limited(0)] * 10)
    with pytest.raises(ConnectorError, match="Throttled"):
        await world.connector.team(TENANT, TEAM)
    assert len(world.teams.calls) == ATTEMPTS


@dialogue
async def test_nobody_waits_as_long_as_a_minute(world: World):
    world.teams.next("team", limited(60))
    with pytest.raises(ConnectorError, match="Throttled"):
        await world.connector.team(TENANT, TEAM)
    assert world.pauses == []


@dialogue
async def test_what_writes_is_tried_once_unless_its_caller_is_patient(world: World):
    world.teams.next("send", limited(0), broken(502))
    for _ in range(2):
        with pytest.raises(ConnectorError):
            await world.connector.send(TENANT, CHAT, HELLO)
    world.teams.next("send", limited(0), broken(502))
    await patiently(lambda: world.connector.send(TENANT, CHAT, HELLO), world.sleep)
    assert len(world.teams.said(CHAT)) == 1
    assert len(world.teams.calls) == 5


@dialogue
async def test_teams_out_of_reach_is_tried_again(world: World):
    await world.teams.close()
    with pytest.raises(aiohttp.ClientConnectorError):
        await world.connector.team(TENANT, TEAM)
    assert len(world.pauses) == ATTEMPTS - 1


@dialogue
async def test_what_may_have_arrived_is_not_said_twice(world: World):
    world.teams.next("send", hangs_up(accepted=True))
    with pytest.raises(aiohttp.ClientError):
        await patiently(lambda: world.connector.send(TENANT, CHAT, HELLO), world.sleep)
    assert len(world.teams.said(CHAT)) == 1
    world.teams.next("send", SILENT)
    hurried = aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(timeout=hurried) as session:
        connector = Connector(session, world.tokens, world.directory, SCOPE)
        with pytest.raises(TimeoutError):
            await connector.send(TENANT, CHAT, HELLO)
