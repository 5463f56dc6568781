"""What a moderator sees and decides: the card, the preview, the plan and its end."""

from bot.store.tables import checkin_answer, checkin_plan, checkin_round
from tests.features.checkins.checked import CARRY, TALK, gathered, plans, seen, sends
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
        "Choose a check-in", "Read the answers", "Stop “Pulse”", "Close “Top of mind”",
    ]  # fmt: skip
    assert "Top of mind · Use it when you choose what to discuss next. It gives you" in shown


def test_the_preview_is_what_members_get(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    world.command("ana", "/cohort checkin top-of-mind")
    shown = world.shown("ana")
    assert shown.index("Ana Ruiz and Joy Lee read this, with your name.") < shown.index(CARRY)
    assert world.buttons("ana") == ["Plan it", "Send a round now", "Send it to me"]
    assert world.shown("ben") == ""


def test_the_preview_shows_how_each_question_is_answered(world: World):
    gathered(world, "ben")
    world.command("ana", "/cohort checkin pulse")
    shown = world.shown("ana")
    assert "How is this week at work? 1 – Hard going to 5 – Going well" in shown
    assert "would be of use to you now? in words (optional)" in shown
    world.command("ana", "/cohort checkin top-of-mind")
    shown = world.shown("ana")
    assert f"{TALK} Yes, with everyone / Yes, if nobody knows it is mine" in shown


def test_a_moderator_gets_a_trial_of_which_nothing_is_kept(world: World):
    gathered(world, "ben")
    world.command("ana", "/cohort checkin pulse")
    world.press("ana", "Send it to me")
    world.press("ana", "Answer")
    form = world.shown("ana")
    assert "A trial, for you alone. What you answer here is not kept." in form
    assert "Ana Ruiz reads this, with your name." in form
    world.fill(
        "ana", {"What from this group would be of use to you now?": "A walnut."}
    )  # one is missing
    world.fill("ana", {"How is this week at work?": "5 – Going well"})
    assert "It was a trial: nothing of it was kept." in world.told("ana")[-1]
    assert world.count(checkin_round) == 0 and world.count(checkin_answer) == 0
    assert world.says_anywhere("walnut") == []
    assert world.told("ben") == []


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


def test_the_card_that_was_planned_or_sent_from_says_so_and_offers_it_no_more(world: World):
    gathered(world, "ben")
    plans(world, name="pulse", How_often="every week", First_day="2026-03-10")
    assert "Plan it" not in world.buttons("ana")
    sends(world)
    assert not {"Plan it", "Send a round now"} & {*world.buttons("ana")}
