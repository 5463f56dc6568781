"""What a moderator sees and decides: the card, the preview, the plan and its end."""

from bot.store.tables import checkin_plan, checkin_round
from tests.features.checkins.checked import CARRY, gathered, plans, seen, sends
from tests.world import World


def test_the_card_shows_what_is_planned_under_way_and_to_choose_from(world: World):
    gathered(world, "ben")
    plans(world, name="pulse", How_often="every week", First_day="2026-03-10")
    sends(world)
    world.forget()
    world.command("ana", "/cohort checkin")
    shown = world.shown("ana")
    assert "Pulse · every week · next on Tuesday, March 10 · the moderators, with names" in shown
    assert "Top of mind · for one person · open until the end of Wednesday, March 11" in shown
    assert world.buttons("ana") == [
        "Choose a check-in", "Stop “Pulse”", "Close “Top of mind”",
    ]  # fmt: skip


def test_the_preview_is_what_members_get(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    world.command("ana", "/cohort checkin top-of-mind")
    shown = world.shown("ana")
    assert shown.index("Ana Ruiz and Joy Lee read this, with your name.") < shown.index(CARRY)
    assert world.buttons("ana") == ["Plan it", "Send a round now"]
    assert world.shown("ben") == ""


def test_a_check_in_is_chosen_from_the_library_or_by_a_name_that_is_nearly_right(world: World):
    gathered(world, "ben")
    world.command("ana", "/cohort checkin")
    world.press("ana", "Choose a check-in")
    world.fill("ana", {"Which one": "Top of mind"})
    assert CARRY in world.shown("ana")
    world.command("ana", "/cohort checkin top of mnd")
    world.press("ana", "Show that one")
    assert CARRY in world.shown("ana")


def test_members_cannot_plan(world: World):
    gathered(world, "ben")
    world.command("ben", "/cohort checkin")
    assert "moderators" in world.told("ben")[-1]
    assert world.count(checkin_plan) == 0


def test_a_plan_asks_for_a_working_day_and_working_hours(world: World):
    gathered(world, "ben")
    plans(world, First_day="2026-03-07", Time="20:00")
    shown = world.shown("ana")
    assert "Choose a working day" in shown and "from 9:00 to before 17:00" in shown
    assert world.count(checkin_plan) == 0


def test_planned_again_the_new_plan_takes_the_place_of_the_old(world: World):
    gathered(world, "ben")
    plans(world, First_day="2026-03-10")
    plans(world, First_day="2026-03-12")
    assert world.count(checkin_plan, state="running") == 1
    world.until("2026-03-13 12:00")
    assert [str(each["day"]) for each in world.rows(checkin_round)] == ["2026-03-12"]


def test_a_stopped_plan_sends_nothing_more(world: World):
    gathered(world, "ben")
    plans(world, How_often="every week", First_day="2026-03-10")
    world.command("ana", "/cohort checkin stop")
    world.until("2026-03-18 12:00")
    assert world.count(checkin_round) == 0 and not seen(world, "ben", "Top of mind")


def test_sent_twice_at_once_it_goes_out_once(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    sends(world)
    sends(world, by="joy")
    assert "is under way already" in world.told("joy")[-1]
    assert world.count(checkin_round) == 1


def test_before_the_start_and_on_hold_nothing_is_sent(world: World):
    gathered(world, "ben")
    world.command("ana", "/cohort hold")
    world.command("ana", "/cohort checkin top-of-mind")
    world.press("ana", "Send a round now")
    assert "is on hold" in world.told("ana")[-1]
    assert world.count(checkin_round) == 0
