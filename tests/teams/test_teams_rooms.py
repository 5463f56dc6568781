"""Rooms that the bot knows: remembered over restarts, forgotten when it is taken out of them, and the
only ones for which forms are taken."""

import asyncio
from pathlib import Path

import pytest

from adapters.teams import desk, wire
from bot.protocol.events import Submitted
from bot.protocol.ports import Later, Parcel
from tests.cards import card
from tests.teams import gestures
from tests.teams.harness import (
    CHANNEL,
    PLACES,
    Answer,
    World,
    ask,
    bot,
    dialogue,
    place,
    private_chat,
    team,
    text,
    user,
)
from tests.teams.made import ANA, BEN, CAL, activity, in_private
from tests.teams.standin import SILENT, Trouble, broken
from tests.teams.standin_state import CHAT, ROOM, TEAM, TENANT

IN_CHANNEL = PLACES["channel"]


# Where somebody is reached


async def reach(world: World, person: str) -> None:
    """The engine tells someone something."""
    parcel = Parcel(key="k", kind="tell", card=card("Hello"), workspace=TENANT, user=user(person))
    await world.chat.send(parcel)


@pytest.mark.parametrize(
    "news", [["bot_removed_team"], ["bot_removed_team", "removed_team"], ["removed_team"]]
)
@dialogue
async def test_taken_out_of_a_team_the_bot_forgets_its_rooms(world: World, news: list[str]):
    await world.says(BEN, "Hello", IN_CHANNEL)
    world.teams.people[CAL].reach = "team"
    for each in news:
        await world.hears(each)
    with pytest.raises(Later, match="no room"):
        await reach(world, CAL)
    await world.says(BEN, "Hello", PLACES["group chat"])
    world.teams.members[CHAT].append(CAL)
    await reach(world, CAL)
    assert [text(each) for each in world.privately(CAL)] == ["Hello"]


@pytest.mark.parametrize("what", ["removed_for_upgrade", "upgraded_team", "member_removed_team"])
@dialogue
async def test_other_news_of_a_team_forget_nothing(world: World, what: str):
    await world.says(BEN, "Hello", IN_CHANNEL)
    world.teams.people[BEN].reach = "team"
    await world.hears(what)
    await reach(world, BEN)
    assert len(world.privately(BEN)) == 1


@dialogue
async def test_taken_out_of_a_group_chat_the_bot_still_knows_its_team(world: World):
    world.teams.people[CAL].reach = "team"
    world.teams.members[TEAM].append(CAL)
    await world.says(BEN, "Hello", IN_CHANNEL)
    await world.says(BEN, "Hello", PLACES["group chat"])
    await world.hears("bot_removed_group_chat")
    await reach(world, CAL)
    assert [call.parts["conversation"] for call in world.teams.asked("member")] == [TEAM]


def test_after_a_restart_people_are_reached_by_a_room_that_is_remembered(tmp_path: Path):
    asyncio.run(_restarts(tmp_path / "teams.db"))


async def _restarts(memory: Path) -> None:
    nowhere = "http://127.0.0.1:9/"
    async with team() as teams:
        teams.people[BEN].reach = "team"
        async with bot(teams, memory, service_url=nowhere) as world:
            await world.says(ANA, "Hello", IN_CHANNEL)
        async with bot(teams, memory, service_url=nowhere) as world:
            await reach(world, BEN)
            assert [text(each) for each in world.privately(BEN)] == ["Hello"]
        assert [call.parts["id"] for call in teams.asked("member")] == [BEN]
        assert b"Ben" not in memory.read_bytes()


# Forms for another room


@dialogue(targeted=False)
async def test_a_form_for_a_room_that_its_sender_is_not_in_is_refused(world: World):
    form = await world.shows(ask("name"))
    world.teams.members[TEAM].remove(BEN)
    answer = await world.presses(BEN, form, "Create", name="Spring")
    assert answer.json["value"].startswith("You are not in the room that this form is for")
    assert not any(isinstance(each, Submitted) for each in world.events())
    world.teams.members[TEAM].append(BEN)
    await world.presses(BEN, form, "Create", name="Spring")
    event = world.events()[-1]
    assert isinstance(event, Submitted) and event.place == place(CHANNEL)


@dialogue(targeted=False)
async def test_an_old_client_is_told_so_beside_the_form(world: World):
    form = await world.shows(ask("name"))
    world.teams.members[TEAM].remove(BEN)
    await world.presses_in_an_old_client(BEN, form, "Create", name="Spring")
    assert text(world.privately(BEN)[-1]).startswith("You are not in the room")
    assert not any(isinstance(each, Submitted) for each in world.events())


@pytest.mark.parametrize("trouble", [SILENT, broken(500)])
@dialogue(targeted=False)
async def test_a_form_is_sent_again_where_its_sender_could_not_be_asked_for(
    world: World, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk, "LOOKING", 0.2)
    form = await world.shows(ask("name"))
    world.teams.next("member", trouble)
    answer = await world.presses(BEN, form, "Create", name="Spring")
    assert "send it once more" in answer.json["value"]
    world.teams.next("member", trouble)
    await world.presses_in_an_old_client(BEN, form, "Create", name="Spring")
    assert "send it once more" in text(world.privately(BEN)[-1])
    assert not any(isinstance(each, Submitted) for each in world.events())
    await world.presses(BEN, form, "Create", name="Spring")
    assert isinstance(world.events()[-1], Submitted)


@pytest.mark.parametrize("trouble", [SILENT, broken(500)])
@dialogue(targeted=False)
async def test_a_window_stays_open_until_its_sender_can_be_asked_for(
    world: World, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk, "LOOKING", 0.2)
    opener = await world.shows(ask("name", "theme", "purpose", "place"))
    window = (await world.opens(BEN, opener)).window
    world.teams.next("member", trouble)
    again = (await world.sends(BEN, opener, window, name="Spring")).window
    assert "send it once more" in again.text
    assert [each.value for each in again.inputs[:2]] == ["Spring", ""]
    assert not any(isinstance(each, Submitted) for each in world.events())
    await world.sends(BEN, opener, again, name="Spring")
    event = world.events()[-1]
    assert isinstance(event, Submitted) and event.values["name"] == "Spring"


async def sends_for(world: World, channel: str, *, direct: bool = False) -> Answer:
    """Ben sends a form from his private chat, with a room in it of his own choice."""
    tag = wire.FormTag(form=ask("name").form, channel=channel, direct=direct)
    press = gestures.press({"data": wire.data(wire.Sends(tag=tag))}, "1772460000300")
    return await world.hears(activity(sender=BEN, id="f:forged", **in_private(), **press))


@pytest.mark.parametrize(
    ("room", "direct"),
    [
        (f"19:faketeam@thread.tacv2/{ROOM}", False),
        (ROOM, False),
        (f"{TEAM}/{TEAM}/{ROOM}", False),
        ("19:never-met@thread.v2", False),
        (CHANNEL, True),
        (private_chat(CAL), True),
    ],
)
@dialogue
async def test_a_form_for_a_room_that_is_not_known_is_refused(
    world: World, room: str, direct: bool
):
    await world.says(BEN, "Hello", IN_CHANNEL)
    answer = await sends_for(world, room, direct=direct)
    assert answer.json["value"].startswith("You are not in the room")
    assert not any(isinstance(each, Submitted) for each in world.events())
    assert world.teams.asked("member") == []
    await sends_for(world, CHANNEL)
    event = world.events()[-1]
    assert isinstance(event, Submitted) and event.place == place(CHANNEL)


@pytest.mark.parametrize("direct", [True, False])
@dialogue
async def test_a_form_does_not_tell_whether_its_own_place_is_private(world: World, direct: bool):
    await sends_for(world, private_chat(BEN), direct=direct)
    event = world.events()[-1]
    assert isinstance(event, Submitted)
    assert event.place == place(private_chat(BEN), direct=True)


@dialogue
async def test_where_it_was_asked_for_nobody_is_asked(world: World):
    form = await world.shows(ask("name"))
    await world.presses(BEN, form, "Create", name="Spring")
    assert world.teams.asked("member") == []
