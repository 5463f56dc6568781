"""Reminders, holidays, and saying no: to one check-in, to all of them, to so many of them."""

from datetime import date

from bot.store.tables import manner
from tests.features.checkins.checked import (
    answers,
    gathered,
    labels,
    seen,
    sends,
    sent_at,
    state,
    wants,
)
from tests.world import World


def test_one_reminder_after_a_week_for_whoever_said_nothing(world: World):
    gathered(world, "ben", "cho", "dee")
    sends(world)
    answers(world, "cho", {"Which question from work comes home with you these days?": "Rest."})
    world.press("dee", "Skip")
    world.until("2026-03-09 09:29")
    world.forget()
    world.until("2026-03-09 09:31")
    (told,) = world.told("ben")
    assert "the one reminder" in told
    assert world.told("cho") == world.told("dee") == []
    world.until("2026-03-20 12:00")
    assert not any("reminder" in each for each in world.told("ben"))


def test_nobody_is_reminded_who_is_away_or_said_no(world: World):
    gathered(world, "ben", "cho", "dee", "eli")
    sends(world)
    wants(world, "ben", away_until=date(2026, 3, 22))
    world.command("cho", "/cohort no check-ins", where="dm")
    world.press("dee", "Don't ask this again")
    world.until("2026-03-12 01:00")
    reminded = [who for who in ("ben", "cho", "dee", "eli") if "reminder" in world.shown(who)]
    assert reminded == ["eli"]


def test_a_check_in_that_closes_within_a_week_has_no_reminder(world: World):
    gathered(world, "ben")
    sends(world, "pulse")
    world.until("2026-03-12 01:00")
    assert "reminder" not in world.shown("ben")


def test_who_is_away_is_not_asked(world: World):
    gathered(world, "ben", "cho")
    wants(world, "ben", away_until=date(2026, 3, 22))
    sends(world)
    assert state(world, "ben") == ["left"] and state(world, "cho") == ["asked"]
    assert not seen(world, "ben", "Top of mind")


def test_no_to_one_check_in_and_yes_again(world: World):
    gathered(world, "ben")
    sends(world, "pulse")
    world.press("ben", "Don't ask this again")
    assert "does not come to you again" in seen(world, "ben", "Pulse")
    world.until("2026-03-09 09:30")
    sends(world, "pulse")
    assert "nobody whom it could ask" in world.told("ana")[-1]
    world.press("ben", "Ask me again")
    sends(world, "pulse")
    assert state(world, "ben")[-1] == "asked"


def test_no_to_all_check_ins_and_yes_again(world: World):
    gathered(world, "ben")
    world.command("ben", "/cohort no check-ins", where="dm")
    assert "No check-ins come to you" in world.told("ben")[-1]
    assert world.rows(manner)[0]["checkins"] == "none"
    sends(world)
    assert not seen(world, "ben", "Top of mind ·")
    world.press("ben", "Check-ins on")
    sends(world)
    assert seen(world, "ben", "Top of mind ·")


def test_no_to_all_check_ins_settles_what_was_asked_and_says_how_they_begin_again(world: World):
    gathered(world, "ben")
    sends(world)
    world.command("ben", "/cohort no check-ins", where="dm")
    assert not seen(world, "ben", "Top of mind ·") and state(world, "ben") == ["skipped"]
    assert "“Top of mind”" in seen(world, "ben", "does not wait for you")
    assert "Skip" not in labels(world, "ben") and "Answer after all" in labels(world, "ben")
    world.press("ben", "Check-ins on")
    assert world.rows(manner)[0]["checkins"] == "all"


def test_one_press_for_less_and_a_weekly_check_in_comes_every_second_week(world: World):
    gathered(world, "ben", "cho")
    for monday in (2, 9, 16):
        world.until(f"2026-03-{monday:02} 10:00")
        sends(world, "pulse")
        if monday == 2:
            world.press("ben", "Ask me less often")
            (done,) = [each for each in world.told("ben") if "at most" in each]
            assert "one message in two weeks" in done
            assert world.buttons("ben") == ["As before"]
    assert [f"{at:%d}" for at in sent_at(world, "ben", "Pulse ·")] == ["02", "16"]
    assert [f"{at:%d}" for at in sent_at(world, "cho", "Pulse ·")] == ["02", "09", "16"]
