"""What someone answers a check-in is kept as its answer or not at all: a story that fails parks
none of it."""

import pytest

from adapters.sandbox.address import dm
from bot.protocol.events import Commanded
from bot.protocol.refs import Place
from bot.store import checkin_rounds
from bot.store.tables import parked
from tests.features.checkins.checked import CARRY, answers, gathered, presses, sends, sheet
from tests.world import World

WORDS = "A walk, and nobody else knows."


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("no good")


def test_words_in_the_private_chat_are_not_parked(world: World, monkeypatch: pytest.MonkeyPatch):
    gathered(world, "ben")
    sends(world)
    monkeypatch.setattr(checkin_rounds, "change_sheet", broken)
    world.say("ben", WORDS, to="dm")
    assert "nothing was kept: please send it again" in world.told("ben")[-1]
    assert world.count(parked) == 0 and world.says_anywhere("nobody else knows") == []


def test_a_choice_is_not_parked(world: World, monkeypatch: pytest.MonkeyPatch):
    gathered(world, "ben")
    sends(world)
    world.press("ben", "One at a time")
    monkeypatch.setattr(checkin_rounds, "sheet", broken)
    presses(world, "ben", "checkin.step", checkin=sheet(world, "ben"), q="0", v="4")
    assert "nothing was kept: please send it again" in world.told("ben")[-1]
    assert world.count(parked) == 0


def test_ones_own_page_is_shown_now_or_never(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: WORDS})
    before = world.says_anywhere("nobody else knows")
    user = world.platform.person("ben").profile.user
    here = Place(platform=user.platform, workspace=user.workspace, channel=dm("ben"), direct=True)
    asked = Commanded(at=world.now, keys=(), who=user, place=here, text="my page")
    (page,) = world._run(world.scene.take(asked)).replies  # pyright: ignore
    assert WORDS in page.card.text()
    world.scene.dispatcher.unsaid(asked, page)
    assert world.says_anywhere("nobody else knows") == before
    world._settle()  # pyright: ignore
    assert "kept no copy of it. Please ask again." in world.told("ben")[-1]


def test_words_of_a_command_that_worked_are_in_no_answer_that_waits(world: World):
    gathered(world, "ben")
    ben = world.platform.person("ben").profile.user
    here = Place(platform=ben.platform, workspace=ben.workspace, channel=dm("ben"), direct=True)
    said = Commanded(
        at=world.now, keys=(), who=ben, place=here, text="i will try asking nobody else knows"
    )
    (reply,) = world._run(world.scene.take(said)).replies
    kept = world.says_anywhere("nobody else knows")
    world.scene.dispatcher.unsaid(said, reply)
    world.advance()
    assert "my page shows what I took" in world.told("ben")[-1]
    assert world.says_anywhere("nobody else knows") == kept == ["commitment"]
