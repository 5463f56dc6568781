"""How members ask to be met, and what moderators see of what waits."""

import pytest

from bot.store.tables import manner
from tests.engine.test_attention import say, tell
from tests.world import World

MONDAY = "2026-03-02 10:30"


@pytest.fixture
def spring(world: World) -> World:
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.forget()
    return world


def test_away_until_a_day_and_then_one_message(spring: World):
    spring.command("ben", "/cohort away until Friday", where="dm")
    (done,) = spring.told("ben")
    assert "You are away until Friday, March 6, in Spring" in done
    assert spring.buttons("ben") == ["I am back"]
    say(spring, tell(spring, "ben", "One."))
    say(spring, tell(spring, "ben", "Two."))
    say(spring, tell(spring, "ben", "An answer.", purpose="answer"))
    assert spring.told("ben") == ["An answer."]
    spring.until("2026-03-09 08:59")
    assert spring.told("ben") == []
    spring.until("2026-03-09 09:00")
    assert spring.told("ben") == ["From Spring, in one message:\nOne.\nTwo."]


def test_back_sooner_brings_what_waits_at_once(spring: World):
    spring.command("ben", "/cohort away", where="dm")
    spring.fill("ben", {"Last day away": "2026-03-20"})
    say(spring, tell(spring, "ben", "One."))
    spring.forget()
    spring.press("ben", "I am back")
    said = spring.told("ben")
    assert any("Welcome back" in each for each in said) and "One." in said


def test_a_day_that_is_over_is_not_taken(spring: World):
    spring.command("ben", "/cohort away until 2026-02-27", where="dm")
    assert "or it is over" in spring.told("ben")[0]
    spring.command("ben", "/cohort away until some time", where="dm")
    assert "I did not understand the day" in spring.told("ben")[0]
    assert spring.count(manner) == 0


def test_quiet_hours_move_what_comes(spring: World):
    spring.command("ben", "/cohort quiet hours 15:00 - 11:30", where="dm")
    assert "No messages from 3:00 PM to 11:30 AM" in spring.told("ben")[0]
    say(spring, tell(spring, "ben", "One."))
    spring.until("2026-03-02 11:29")
    assert spring.told("ben") == []
    spring.until("2026-03-02 11:30")
    assert spring.told("ben") == ["One."]
    spring.press("ben", "Switch them off")
    assert "No quiet hours any more" in spring.told("ben")[0]


def test_quiet_hours_that_leave_no_working_hour_are_not_set(spring: World):
    spring.command("ben", "/cohort quiet hours 8:00-18:00", where="dm")
    assert "leave none of the working day" in spring.told("ben")[0]
    assert spring.buttons("ben") == ["Be away", "Ask me less"]
    assert spring.count(manner) == 0


def test_less_is_one_in_two_weeks_and_can_be_undone(spring: World):
    spring.command("ben", "/cohort ask me less", where="dm")
    assert "Spring: one message in two weeks" in spring.told("ben")[0]
    say(spring, tell(spring, "ben", "One."))
    say(spring, tell(spring, "ben", "Two."))
    assert spring.told("ben") == ["One."]
    spring.until("2026-03-13 16:00")
    assert spring.told("ben") == []
    spring.forget()
    spring.press("ben", "As before")
    said = spring.told("ben")
    assert any("Spring: one message a week" in each for each in said) and "Two." in said


def test_a_cohort_with_two_a_week_and_a_member_who_wants_one(spring: World):
    spring.command("ana", "/cohort settings")
    spring.fill("ana", {"Messages a week to a member": "Two"})
    spring.forget()
    spring.command("ben", "/cohort ask me less", where="dm")
    assert "Spring: one message a week" in spring.told("ben")[0]
    assert spring.buttons("ben") == ["Even less", "As before"]
    say(spring, tell(spring, "cho", "One."), tell(spring, "ben", "One."))
    say(spring, tell(spring, "cho", "Two."), tell(spring, "ben", "Two."))
    spring.until("2026-03-03 09:00")
    assert spring.told("cho") == ["One.", "Two."]
    assert spring.told("ben") == ["One."]


def test_moderators_see_what_waits_by_kind_and_no_words(spring: World):
    say(spring, tell(spring, "ben", "One."))
    say(spring, tell(spring, "ben", "Secret words.", importance=6))
    soon = spring.now.replace(day=4)
    say(spring, tell(spring, "cho", "A start."))
    say(spring, tell(spring, "cho", "Come?", purpose="invitation", importance=3, expires=soon))
    spring.forget()
    spring.command("ana", "/cohort attention")
    shown = spring.shown("ana")
    assert "Ben Okafor: a message, until Monday, March 9, 9:00 AM" in shown
    assert "Nothing fell away" in shown and "Secret" not in shown
    spring.until("2026-03-09 10:00")
    spring.forget()
    spring.command("ana", "/cohort attention")
    shown = spring.shown("ana")
    assert "Nothing waits for anyone." in shown
    assert "Cho Park: a message" in shown and "Come?" not in shown


def test_it_is_for_moderators_alone(spring: World):
    spring.command("ben", "/cohort attention")
    assert "waits" not in spring.shown("ben")


def test_a_moderator_who_asks_hears_when_it_would_arrive(spring: World):
    spring.until("2026-03-06 09:00")
    say(spring, tell(spring, "cho", "One."))
    spring.until("2026-03-07 10:00")
    spring.forget()
    spring.press("ana", "Ask someone to start")
    spring.fill(
        "ana", {"Whom": ["Cho Park"], "What for": "To start: the first lines in the thread"}
    )
    told = spring.told("ana")
    assert any(
        "may not write to Cho Park before Friday, March 13, 9:00 AM" in each
        and "Write to them yourself." in each
        for each in told
    )


def test_an_answer_to_one_part_leaves_the_others_as_they_stand(spring: World):
    spring.until("2026-03-07 10:00")
    spring.press("ana", "Ask someone to start")
    spring.fill(
        "ana", {"Whom": ["Cho Park"], "What for": "To start: the first lines in the thread"}
    )
    say(spring, tell(spring, "cho", "Another thing.", "Read it"))
    spring.until("2026-03-09 09:00")
    (message,) = [m for m in spring.platform.visible("cho") if "Another thing." in m.text]
    assert "would you start" in message.text
    assert [each.label for each in message.buttons] == ["I'll start", "Not this time", "Read it"]
    spring.press("cho", "Not this time")
    (message,) = [m for m in spring.platform.visible("cho") if "Another thing." in m.text]
    assert "That is fine" in message.text and "would you start" not in message.text
    assert [each.label for each in message.buttons] == ["Read it"]
