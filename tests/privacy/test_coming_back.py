"""Whoever was erased stays erased, until they or a moderator want it otherwise."""

from datetime import timedelta

import pytest

from adapters.sandbox import address
from bot.protocol.events import Commanded, Joined, Reacted, Said
from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.protocol.text import Mention, Plain, plain
from bot.store.codec import load_nodes
from bot.store.tables import identity, membership, message, person, tombstone
from tests.world import World

MONDAY = "2026-03-02 10:15"
BEN = User(platform="sandbox", workspace="sandbox", user="ben")
ROOM = Place(platform="sandbox", workspace="sandbox", channel="room")


@pytest.fixture
def erased(world: World) -> World:
    """Ben wrote, was quoted and has erased himself; it is an hour later."""
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.say("ben", "Words of Ben at the desk.", to="prompt")
    world.command("ben", "/cohort erase me")
    world.press("ben", "Erase it all")
    world.advance(hours=1)
    world.forget()
    return world


def people(world: World) -> set[str]:
    return {row["user"] for row in world.rows(identity)}


def test_what_arrives_late_leaves_no_trace(erased):
    before = erased.scene.now() - timedelta(hours=2)
    key = (Key(kind="late", value="1"),)
    ref = Ref(platform="sandbox", workspace="sandbox", channel="room", message="m99")
    said = Said(at=before, keys=key, who=BEN, place=ROOM, ref=ref, nodes=(Plain(text="Late."),))
    joined = Joined(at=before, keys=(Key(kind="late", value="2"),), who=BEN, place=ROOM,
                    profile=Profile(user=BEN, name="Ben Okafor"))  # fmt: skip
    agreed = Commanded(at=before, keys=(Key(kind="late", value="3"),), who=BEN, place=ROOM,
                       text="join")  # fmt: skip
    reacted = Reacted(at=before, keys=(Key(kind="late", value="4"),), who=BEN, place=ROOM,
                      ref=ref, emoji="bulb", added=True)  # fmt: skip
    for event in (said, joined, agreed, reacted):
        outcome = erased._run(erased.scene.take(event))
        assert outcome.replies == ()
    erased._settle()
    assert "ben" not in people(erased)
    assert erased.told("ana") == [] and erased.says_anywhere("Late.") == []


def test_writing_entering_and_leaving_do_not_bring_anyone_back(erased):
    erased.say("ben", "Still in the room.", to="prompt")
    erased.leaves("ben")
    erased.enters("ben")
    erased.say("ben", "thanks", to="dm")
    assert "ben" not in people(erased)
    assert erased.told("ana") == []
    assert not [each for each in erased.told("ben") if "Welcome to" in each]
    assert erased.says_anywhere("Still in the room") == []


def test_a_mention_of_someone_who_was_erased_names_nobody(erased):
    erased.say("cho", "As @ben said, ask at the desk.", to="prompt")
    (kept,) = erased.rows(message)
    assert kept["text"] == "As a former member said, ask at the desk."
    assert not [node for node in load_nodes(kept["nodes"]) if isinstance(node, Mention)]


def test_an_earlier_mention_names_nobody_either(world):
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.say("cho", "I ask as @ben does, and Ben Okafor taught me.", to="prompt")
    world.command("ben", "/cohort erase me")
    world.press("ben", "Erase it all")
    (kept,) = world.rows(message)
    assert kept["text"] == plain(load_nodes(kept["nodes"]))
    assert kept["text"] == "I ask as a former member does, and a former member taught me."


def test_a_button_from_before_brings_nobody_back(world):
    world.cohort("ben", "cho", agreed=("ana", "cho"))
    world.until(MONDAY)
    world.command("ben", "/cohort erase me")
    world.press("ben", "Erase it all")
    world.advance(hours=1)
    world.forget()
    world.press("ben", "Agree")
    assert "ben" not in people(world) and world.count(membership) == 2
    assert len(world.told("ben")) == 1


def test_whoever_asks_to_join_starts_afresh(erased):
    erased.command("ben", "/cohort join")
    assert "I told Ana Ruiz that you would like to join" in erased.told("ben")[-1]
    erased.press("ana", "Invite")
    assert "If you agree, I keep" in erased.told("ben")[-1]
    erased.press("ben", "Agree")
    erased.say("ben", "Here again.", to="prompt")
    assert [row["text"] for row in erased.rows(message)] == ["Here again."]


def test_what_was_written_before_stays_refused_after_coming_back(erased):
    before = erased.scene.now() - timedelta(hours=2)
    erased.command("ben", "/cohort join")
    erased.press("ana", "Invite")
    erased.press("ben", "Agree")
    erased.say("ben", "Here again.", to="prompt")
    thread = erased.stage.prompt()
    ref = Ref(platform="sandbox", workspace="sandbox", channel="room", message="m98",
              thread=thread)  # fmt: skip
    late = Said(at=before, keys=(Key(kind="late", value="5"),), who=BEN, place=ROOM, ref=ref,
                nodes=(Plain(text="From before."),))  # fmt: skip
    erased._run(erased.scene.take(late))
    assert [row["text"] for row in erased.rows(message)] == ["Here again."]


def test_a_moderator_may_add_someone_anew(erased):
    erased.command("ana", "/cohort role @ben member")
    erased.enters("ben")
    assert "If you agree, I keep" in erased.told("ben")[-1]


def test_a_mark_tells_nobody_who_it_was(erased):
    marks = [row["mark"] for row in erased.rows(tombstone)]
    assert len(marks) == 4 and all(len(each) == 64 for each in marks)
    assert not [row for row in erased.rows(person) if row["name"] == "Ben Okafor"]
    assert address.NAME not in repr(erased.rows(tombstone))
