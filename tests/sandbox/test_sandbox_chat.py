"""The Chat port: what the courier brings, and what the engine asks."""

import asyncio

import pytest

from adapters.sandbox.address import place, ref, user
from bot.protocol.ports import Absent, Never, Parcel
from bot.protocol.refs import Profile
from bot.protocol.text import Plain


@pytest.fixture
def parcel(make_card):
    def make(kind, text="Week 1", key="k1", **more):
        return Parcel(key=key, kind=kind, card=make_card(text), workspace="sandbox", **more)

    return make


def send(world, parcel):
    return asyncio.run(world.chat.send(parcel))


def test_a_post_stands_in_the_room_and_is_found_by_its_key(world, parcel):
    sent = send(world, parcel("post", place=place("room")))
    assert world.shown("ana") == world.shown("ben") == ["Week 1"]
    assert world.shown("cal") == []
    found = asyncio.run(world.chat.find(parcel("post", place=place("room")), world.time))
    assert found == sent
    assert world.chat.link(sent) == f"#{sent.message}"


def test_what_was_never_sent_is_absent(world, parcel):
    assert isinstance(asyncio.run(world.chat.find(parcel("post"), world.time)), Absent)


def test_a_private_word_reaches_its_person_alone_in_the_room_or_not(world, parcel):
    send(world, parcel("tell", user=user("cal")))
    assert world.shown("cal") == ["Week 1"]
    assert world.shown("ana") == []


def test_an_edit_takes_the_place_and_the_same_words_are_no_edit(world, parcel):
    sent = send(world, parcel("post", place=place("room")))
    send(world, parcel("edit", "Week 1, moved", ref=sent))
    send(world, parcel("edit", "Week 1, moved", ref=sent))
    assert world.shown("ben") == ["Week 1", "Week 1, moved"]


def test_a_page_is_kept_for_when_it_is_opened(world, parcel):
    send(world, parcel("publish", "My data", user=user("ben")))
    assert world.platform.home("ben").text() == "My data"
    assert world.shown("ben") == []


def test_who_or_what_is_gone_is_never_reached(world, parcel):
    gone = world.platform.say("ben", "room", (Plain(text="Hi"),))
    world.platform.delete(gone.id, "ben")
    profile = world.platform.person("cal").profile
    world.platform.meet("cal", Profile(user=profile.user, name="Cal Ito", deactivated=True))
    for refused in (
        parcel("tell", user=user("zoe")),
        parcel("tell", user=user("cal")),
        parcel("post", place=place("elsewhere")),
        parcel("post", place=place("room"), thread=gone.id),
        parcel("edit", ref=ref(gone)),
    ):
        with pytest.raises(Never):
            send(world, refused)


def test_the_words_of_a_message_are_those_that_stand_there_now(world):
    id = world.do(world.stage.say("ben", "One", to="room"))
    world.do(world.stage.edit("ben", id, "Two"))
    where = ref(world.platform.message(id))
    assert asyncio.run(world.chat.words(where)) == (Plain(text="Two"),)
    world.do(world.stage.delete("ben", id))
    assert isinstance(asyncio.run(world.chat.words(where)), Absent)


def test_the_roster_is_who_is_in_the_room(world):
    async def names():
        return [profile.name async for profile in world.chat.roster(place("room"))]

    assert asyncio.run(names()) == ["Ana Ruiz", "Ben Okafor"]
    assert asyncio.run(world.chat.person(user("cal"))).name == "Cal Ito"
    assert isinstance(asyncio.run(world.chat.person(user("zoe"))), Absent)
