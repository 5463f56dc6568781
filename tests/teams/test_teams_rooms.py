"""Rooms that the bot knows: remembered over restarts, forgotten when it is taken out of them."""

import asyncio
from pathlib import Path

import pytest

from bot.protocol.ports import Later, Parcel
from tests.teams.harness import PLACES, World, bot, card, dialogue, team, text, user
from tests.teams.made import ANA, BEN, CAL
from tests.teams.standin_state import CHAT, TEAM, TENANT

IN_CHANNEL = PLACES["channel"]


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
