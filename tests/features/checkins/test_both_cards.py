"""A check-in that was asked and reminded of: what answers one of its messages settles the other."""

import pytest

from bot.store.tables import outgoing
from tests.engine.test_attention import say, tell
from tests.features.checkins.checked import CARRY, TALK, answers, gathered, seen, sends, wants
from tests.features.discussed import cards
from tests.world import World

LINE = "You have replied to “Top of mind” in another message here."
REMINDED = "2026-03-09 12:00"


def reminded(world: World) -> None:
    gathered(world, "ben", "cho")
    sends(world)
    world.until(REMINDED)
    assert "the one reminder" in seen(world, "ben", "the one reminder")


def buttons(world: World, which: int) -> list[str]:
    """The buttons of the message that asked (0) or reminded (1), as they stand now."""
    chat = [each for each in world.stage.lines() if each.to == "dm:ben" and each.sender == "bot"]
    ids = list(dict.fromkeys(each.id for each in chat if "Top of mind" in each.text))
    return list([each for each in chat if each.id == ids[which]][-1].buttons)


def test_the_form_settles_both_and_one_thanks_with_buttons_stands(world: World):
    reminded(world)
    answers(world, "ben", {CARRY: "Who drives home."})
    assert buttons(world, 0) == ["Change my answers", "Keep it to myself"]
    assert seen(world, "ben", "the one reminder") == "" and buttons(world, 1) == []
    assert seen(world, "ben", LINE) == LINE


@pytest.mark.parametrize("button", ["Skip", "Don't ask this again"])
def test_saying_no_to_the_reminder_settles_what_asked(world: World, button: str):
    reminded(world)
    world.press("ben", button)
    assert seen(world, "ben", CARRY) == "" and buttons(world, 0) == []
    assert seen(world, "ben", LINE) == LINE
    assert seen(world, "ben", "does not come") or seen(world, "ben", "does not come up")


def test_words_in_the_chat_settle_both(world: World):
    reminded(world)
    world.say("ben", "Who drives home.", to="dm")
    assert buttons(world, 0) == buttons(world, 1) == []
    assert [each for each in cards(world, "ben", "dm:ben") if each == LINE] == [LINE, LINE]


def test_one_by_one_settles_the_reminder(world: World):
    reminded(world)
    world.press("ben", "One at a time")
    world.say("ben", "Who drives home.", to="dm")
    assert TALK in seen(world, "ben", TALK)
    assert seen(world, "ben", "the one reminder") == "" and buttons(world, 1) == []


def test_a_press_on_a_scale_settles_the_reminder(world: World):
    gathered(world, "ben", "cho")
    sends(world)
    world.until(REMINDED)
    world.press("ben", "One at a time")
    world.say("ben", "Who drives home.", to="dm")
    world.press("ben", "Yes, with everyone")
    assert buttons(world, 1) == [] and "Thank you" in seen(world, "ben", "is answered")


def test_nobody_is_reminded_of_what_has_not_come_yet(world: World):
    gathered(world, "ben", "cho")
    wants(world, "ben", per_week=0)
    say(world, tell(world, "ben", "Something else."))
    sends(world)
    world.until(REMINDED)
    waiting = [each["key"] for each in world.rows(outgoing) if each["state"] == "held"]
    assert [each.split(":")[0] for each in waiting] == ["checkin"]
