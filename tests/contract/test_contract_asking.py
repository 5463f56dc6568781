"""Asking: who is there, who somebody is, what stands in a message, where it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.protocol.ports import Absent, Later, Unknown, Unsure
from bot.protocol.refs import Profile
from bot.protocol.text import plain
from tests.contract.dialogue import dialogue, parcel
from tests.contract.rig import PEOPLE, PRESENT, Question, Rig, Standin, Trouble

SINCE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
QUESTIONS: tuple[Question, ...] = ("find", "words", "person", "roster")


async def roster(there: Standin, rig: Rig) -> list[Profile]:
    return [profile async for profile in there.chat.roster(rig.room)]


@dialogue
async def test_everyone_who_is_in_the_room_is_on_the_roster_and_we_are_not(
    there: Standin, rig: Rig
):
    people = [each for each in await roster(there, rig) if not each.bot]
    assert [each.user for each in people] == [rig.user(handle) for handle in PRESENT]
    assert [each.name for each in people] == [PEOPLE[handle] for handle in PRESENT]
    assert not any(each.stranger or each.deactivated for each in people)


@dialogue
async def test_the_roster_of_a_room_that_is_not_there_is_empty(there: Standin, rig: Rig):
    nowhere = replace(rig.room, channel=f"{rig.room.channel}X")
    assert [each async for each in there.chat.roster(nowhere)] == []


@dialogue
async def test_a_person_is_known_by_name_and_nobody_is_absent(there: Standin, rig: Rig):
    for handle in PRESENT:
        found = await there.chat.person(rig.user(handle))
        assert isinstance(found, Profile)
        assert (found.user, found.name) == (rig.user(handle), PEOPLE[handle])
    assert isinstance(await there.chat.person(rig.user("nobody")), Absent)


@dialogue
async def test_a_members_words_are_those_that_stand_there_until_they_are_taken_back(
    there: Standin, rig: Rig
):
    top = await there.says("ben", "We ask <b>every</b> visit & more.")
    under = await there.says("cho", "שלום, me too 💡", thread=top.message)
    assert under.thread == top.message
    for ref, letters in (
        (top, "We ask <b>every</b> visit & more."),
        (under, "שלום, me too 💡"),
    ):
        found = await there.chat.words(ref)
        assert isinstance(found, tuple)
        assert plain(found) == letters
    for ref in (under, top):
        await there.takes_back(ref)
        assert isinstance(await there.chat.words(ref), Absent)


@dialogue
async def test_words_that_were_never_said_are_absent(there: Standin, rig: Rig):
    said = await there.says("ben", "Hello")
    never = replace(said, message=f"{said.message}0")
    assert isinstance(await there.chat.words(never), Absent)


@dialogue
async def test_a_link_leads_to_one_message(there: Standin, rig: Rig):
    top = await there.chat.send(await parcel(there, rig, "post", "Top"))
    under = await there.chat.send(replace(await parcel(there, rig, "post"), thread=top.message))
    said = await there.says("ben", "Hello", thread=top.message)
    links = [there.chat.link(ref) for ref in (top, under, said)]
    assert all(link and not any(one.isspace() for one in link) for link in links)
    assert len(set(links)) == 3


@pytest.mark.meets(
    Trouble.LIMITED, Trouble.LIMITED_UNTOLD, Trouble.BROKEN, Trouble.HTML, Trouble.HUNG_UP
)
@pytest.mark.parametrize("question", QUESTIONS)
@dialogue
async def test_a_trouble_is_no_answer(
    there: Standin, rig: Rig, question: Question, trouble: Trouble
):
    """Whoever asks again later gets the right answer, and until then none that is wrong."""
    sent = await parcel(there, rig, "post")
    await there.chat.send(sent)
    said = await there.says("ben", "Hello")

    async def ask() -> object:
        match question:
            case "find":
                return await there.chat.find(sent, SINCE)
            case "words":
                return await there.chat.words(said)
            case "person":
                return await there.chat.person(rig.user("ben"))
            case "roster":
                return [each.name for each in await roster(there, rig) if not each.bot]

    right = await ask()
    assert not isinstance(right, Absent | Unknown)
    await there.meets_asking(question, trouble)
    try:
        answer = await ask()
    except Later as later:
        assert later.after > 0
    else:
        assert answer == right
    assert await ask() == right


@pytest.mark.meets(Trouble.GONE)
@dialogue
async def test_where_nobody_listens_it_is_later(there: Standin, rig: Rig, trouble: Trouble):
    said = await there.says("ben", "Hello")
    sent = await there.meets(await parcel(there, rig, "post"), trouble)
    for _ in range(2):
        with pytest.raises((Later, Unsure)):
            await there.chat.send(sent)
        with pytest.raises(Later):
            await there.chat.words(said)
        with pytest.raises(Later):
            await there.chat.person(rig.user("ben"))
        with pytest.raises(Later):
            await roster(there, rig)
