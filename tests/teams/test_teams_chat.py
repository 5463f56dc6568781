"""What the engine has Teams told: sending over real HTTP, and what becomes of it."""

import asyncio
import json
from dataclasses import replace

import pytest

from adapters.teams import people as people_module
from adapters.teams.names import CARD
from adapters.teams.people import ROOMS
from bot.protocol.cards import Button, Card
from bot.protocol.ports import Later, Never, Parcel
from bot.protocol.text import Paragraph, Plain
from tests.cards import card
from tests.teams.outbound import (
    CHANNEL,
    World,
    dialogue,
    edit,
    long_card,
    post,
    ref,
    tell,
    user,
)
from tests.teams.standin import (
    SILENT,
    Trouble,
    broken,
    conflict,
    hangs_up,
    limited,
)
from tests.teams.standin_state import CHAT, GROUP, ROOM, TEAM, TENANT

# Where it goes


@dialogue
async def test_a_post_opens_a_thread_in_the_channel(world: World):
    there = await world.chat.send(post())
    [message] = world.teams.said(ROOM)
    assert there == ref(message.id)
    assert message.activity["attachments"][0]["contentType"] == CARD
    assert message.card["body"][0]["id"] == "key:k1"
    assert "Week 1" in json.dumps(message.card["body"])


@dialogue
async def test_a_post_under_another_stands_in_its_thread(world: World):
    top = await world.chat.send(post())
    under = await world.chat.send(post(thread=top.message))
    assert under == ref(world.teams.said(ROOM)[1].id, thread=top.message)
    assert world.teams.said(ROOM)[1].thread == top.message


@dialogue
async def test_a_group_chat_has_no_threads(world: World):
    top = await world.chat.send(post(CHAT))
    under = await world.chat.send(post(CHAT, thread=top.message))
    messages = world.teams.said(CHAT)
    assert [top, under] == [ref(message.id, CHAT) for message in messages]


@pytest.mark.parametrize("kind", ["tell", "publish"])
@dialogue
async def test_a_person_is_told_in_their_private_chat_which_is_opened_once(world: World, kind: str):
    for _ in range(2):
        parcel = Parcel(key="k", kind=kind, card=card("Hello"), workspace=TENANT, user=user("ben"))  # pyright: ignore[reportArgumentType]
        there = await world.chat.send(parcel)
        assert there == ref(world.teams.said("a:ben")[-1].id, "a:ben")
    [opened] = world.teams.asked("create")
    assert opened.body["members"] == [{"id": "ben"}]
    assert len(world.teams.said("a:ben")) == 2


@dialogue
async def test_someone_who_has_the_app_only_in_a_team_is_found_there(world: World):
    world.teams.people["ben"].reach = "team"
    world.directory.room(TENANT, CHAT)
    world.teams.members[CHAT] = ["ana"]
    world.directory.room(TENANT, CHANNEL)
    await world.chat.send(tell())
    assert len(world.teams.said("a:ben")) == 1
    assert [call.body["members"] for call in world.teams.asked("create")] == [
        [{"id": "ben"}],
        [{"id": "29:ben"}],
    ]


@dialogue
async def test_whose_account_is_known_is_not_looked_for(world: World):
    world.teams.people["ben"].reach = "team"
    world.directory.met(TENANT, world.teams.people["ben"].member)
    await world.chat.send(tell())
    assert [call.operation for call in world.teams.calls] == ["create", "send"]


@pytest.mark.parametrize("met", [True, False])
@dialogue
async def test_someone_without_the_app_cannot_be_told(world: World, met: bool):
    world.teams.people["ben"].reach = "nowhere"
    world.directory.room(TENANT, CHANNEL)
    if met:
        world.directory.met(TENANT, world.teams.people["ben"].member)
    with pytest.raises(Never, match="403 ForbiddenOperationException"):
        await world.chat.send(tell())


@dialogue
async def test_someone_who_is_in_no_room_cannot_be_told(world: World):
    world.teams.meet("cal", "Cal", reach="team")
    world.directory.room(TENANT, CHANNEL)
    world.directory.room(TENANT, "19:left-long-ago@thread.v2")
    with pytest.raises(Never):
        await world.chat.send(tell("cal"))


@dialogue
async def test_a_person_is_looked_for_in_few_rooms(world: World):
    world.teams.people["ben"].reach = "team"
    for n in range(ROOMS + 5):
        world.directory.room(TENANT, f"19:{n}@thread.v2")
    with pytest.raises(Never):
        await world.chat.send(tell())
    assert len(world.teams.asked("member")) == ROOMS


@dialogue
async def test_a_private_chat_that_does_not_open_is_not_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(people_module, "REACHING", 0.05)
    world.teams.next("create", SILENT)
    with pytest.raises(Later):
        await world.chat.private(user("ben"))


@dialogue
async def test_before_any_room_is_known_it_waits(world: World):
    world.teams.people["ben"].reach = "team"
    with pytest.raises(Later) as later:
        await world.chat.send(tell())
    assert not later.value.workspace_wide


@pytest.mark.parametrize("trouble", [broken(500), hangs_up(accepted=True), limited(), conflict()])
@dialogue
async def test_as_long_as_the_private_chat_is_not_open_nothing_was_said(
    world: World, trouble: Trouble
):
    world.teams.next("create", trouble)
    with pytest.raises(Later):
        await world.chat.send(tell())
    await world.chat.send(tell())
    assert len(world.teams.said("a:ben")) == 1


@dialogue
async def test_an_edit_takes_the_place_of_the_message(world: World):
    top = await world.chat.send(post())
    under = await world.chat.send(post(thread=top.message))
    chat = await world.chat.send(post(CHAT))
    told = await world.chat.send(tell())
    for there in (top, under, chat, told):
        moved = edit(there, card("Moved"))
        assert await world.chat.send(moved) == there
    assert len(world.teams.messages) == 4
    assert all(m.edited and "Moved" in json.dumps(m.card) for m in world.teams.messages)


@dialogue
async def test_a_parcel_without_an_address_goes_nowhere(world: World):
    with pytest.raises(Never, match="no address for post"):
        await world.chat.send(Parcel(key="k", kind="post", card=card("x"), workspace=TENANT))
    assert world.teams.calls == []


# What is too long


@pytest.mark.parametrize("where", [CHANNEL, CHAT])
@dialogue
async def test_a_long_card_goes_on_in_messages_that_follow_it(world: World, where: str):
    there = await world.chat.send(post(where, shown=long_card("Go")))
    first, *rest = world.teams.messages
    assert there == ref(first.id, where)
    assert rest
    assert {m.thread for m in rest} == {first.id if where == CHANNEL else None}
    assert first.card["actions"][0]["title"] == "Go"
    assert not any("actions" in m.card for m in rest)


@pytest.mark.parametrize("where", [CHANNEL, CHAT])
@dialogue
async def test_what_follows_a_long_card_changes_with_it(world: World, where: str):
    """Words that leave a card leave all of its messages."""
    there = await world.chat.send(post(where, shown=long_card("Go")))
    kept, fewer = long_card("Go"), card("Fewer words", "Go")
    last = Paragraph(nodes=(Plain(text="The end."),))
    await world.chat.send(edit(there, replace(kept, blocks=(*kept.blocks[:-1], last))))
    assert len(world.teams.messages) == 2
    assert "The end." in json.dumps(world.teams.messages[1].card)
    await world.chat.send(edit(there, fewer))
    first, rest = world.teams.messages
    assert "Fewer words" in json.dumps(first.card) and rest.deleted
    await world.chat.send(edit(there, long_card("Go")))
    assert len(world.teams.messages) == 2 and "…" in json.dumps(first.card, ensure_ascii=False)


@dialogue
async def test_what_somebody_took_away_of_a_long_card_is_no_trouble(world: World):
    there = await world.chat.send(post(shown=long_card("Go")))
    world.teams.messages[1].deleted = True
    await world.chat.send(edit(there, card("Fewer words")))
    assert "Fewer words" in json.dumps(world.teams.messages[0].card)


@dialogue
async def test_what_grows_beyond_its_messages_ends_in_the_last_of_them(world: World):
    there = await world.chat.send(post(shown=long_card("Go")))
    await world.chat.send(edit(there, replace(long_card("Go"), blocks=long_card().blocks * 3)))
    _, rest = (json.dumps(m.card, ensure_ascii=False) for m in world.teams.messages)
    assert "Many words" in rest and "…" in rest


@dialogue
async def test_a_rest_that_teams_does_not_take_away_is_tried_again(world: World):
    there = await world.chat.send(post(shown=long_card("Go")))
    world.teams.next("delete", broken(403))
    with pytest.raises(Later):
        await world.chat.send(edit(there, card("Fewer words")))
    first, rest = world.teams.messages
    assert "Fewer words" in json.dumps(first.card) and not rest.deleted
    await world.chat.send(edit(there, card("Fewest words")))
    assert rest.deleted


@dialogue
async def test_the_rest_is_sent_with_patience(world: World):
    world.teams.next("send", limited(1), broken(502))
    await world.chat.send(post(shown=long_card("Go")))
    assert len(world.pauses) == 2
    assert len(world.teams.messages) == 2
    assert not world.teams.messages[0].edited


@dialogue
async def test_a_long_card_whose_rest_does_not_arrive_keeps_its_buttons(world: World):
    world.teams.next("send", broken(500))
    there = await world.chat.send(post(shown=long_card("Go")))
    [message] = world.teams.messages
    assert message.id == there.message
    assert message.card["actions"][0]["title"] == "Go"
    assert message.card["body"][0]["id"] == "key:k1"


@dialogue
async def test_a_beginning_without_its_rest_is_sent_all_the_same(world: World):
    world.teams.next("send", broken(500))
    world.teams.next("update", broken(500))
    there = await world.chat.send(post(shown=long_card("Go")))
    assert [m.id for m in world.teams.messages] == [there.message]


@dialogue
async def test_a_card_that_cannot_fit_is_refused_without_asking_teams(world: World):
    huge = Card(blocks=(), buttons=(Button(label="Go", action="go", args={"x": "y" * 90_000}),))
    with pytest.raises(Never, match="too_large"):
        await world.chat.send(post(shown=huge))
    assert world.teams.calls == []


# Links


@dialogue
async def test_a_link_opens_the_message_in_its_thread(world: World):
    room = "19%3Aroom%40thread.tacv2"
    assert (
        world.chat.link(ref("1772463000123"))
        == f"https://teams.microsoft.com/l/message/{room}/1772463000123"
        f"?tenantId={TENANT}&parentMessageId=1772463000123"
    )
    world.directory.keep_group(TEAM, GROUP)
    assert (
        world.chat.link(ref("1772463000123", thread="1772460000000"))
        == f"https://teams.microsoft.com/l/message/{room}/1772463000123"
        f"?tenantId={TENANT}&groupId={GROUP}&parentMessageId=1772460000000"
    )
    link = world.chat.link(ref("1772463000123", CHAT))
    assert link is not None and link.endswith(
        f"?tenantId={TENANT}&context=%7B%22contextType%22%3A%22chat%22%7D"
    )
    assert world.chat.link(ref("1772463000123", "a:ben")) is None


# The end


@dialogue
async def test_closing_waits_for_what_is_being_sent_and_takes_nothing_more(world: World):
    arrived = world.teams.arrived = asyncio.Event()
    sending = asyncio.create_task(world.chat.send(post(CHAT)))
    await arrived.wait()
    closing = asyncio.create_task(world.chat.close())
    await asyncio.wait([closing], timeout=0.05)
    assert not closing.done()
    with pytest.raises(Later):
        await world.chat.send(post(CHAT))
    world.teams.goes_on.set()
    await closing
    assert (await sending).channel == CHAT
    assert len(world.teams.calls) == 1
