"""A prompt that came of a check-in beside the weekly ones: in the place of one, or as well."""

from bot.store.tables import airing, step
from tests.features.checkins.checked import CARRY, answers, presses, seen, sends
from tests.world import World

OWN = "From our check-in: Top of mind"
WEEKLY = "Bring a challenge"
NEXT = "One small step"


def told(world: World) -> None:
    """Ben's words may go to everyone; the weekly prompts come on Mondays. It is Wednesday."""
    world.cohort("ben", "cho")
    world.until("2026-03-02 11:00")
    sends(world)
    answers(world, "ben", {CARRY: "Whether interpreters on the phone are worth their price."})
    world.command("ana", "/cohort checkin results", where="dm")
    world.press("ana", "Bring it to everyone")
    answers(world, "cho", {CARRY: "Interpreters come too late for our phone line."})
    world.until("2026-03-11 11:00")
    world.press("ben", "Without my name")
    world.forget()


def calendar(world: World) -> list[tuple[str, str, str]]:
    return sorted(
        (str(row["day"]), row["state"], row["ref"].split("--")[0])
        for row in world.rows(step)
        if str(row["day"]) > "2026-03-09"
    )


def titles(world: World) -> list[str]:
    return [each.text.splitlines()[0] for each in world.room() if each.thread is None]


def test_a_prompt_near_a_weekly_one_is_not_planned_before_a_moderator_chose(world: World):
    told(world)
    world.press("ana", "Make it the next discussion")
    asked = world.told("ana")[-1]
    assert f"{OWN} could go out Thursday, March 12, 10:00" in asked
    assert f"{WEEKLY} is planned for Monday, March 16, 10:00" in asked
    assert world.buttons("ana") == ["In place of “Bring a challen…”", "As well"]
    assert "check-in" not in [ref for _, _, ref in calendar(world)]


def test_in_its_place_it_takes_that_day_and_the_weekly_one_is_left_out(world: World):
    told(world)
    world.press("ana", "Make it the next discussion")
    world.press("ana", "In place of “Bring a challen…”")
    said = seen(world, "ana", "in place of")
    assert f"{OWN} goes out Monday, March 16, 10:00" in said
    assert f"in place of {WEEKLY}, which is left out" in said
    assert calendar(world) == [
        ("2026-03-16", "planned", "check-in"),
        ("2026-03-16", "skipped", "bring-a-challenge"),
        ("2026-03-23", "planned", "small-step"),
    ]
    world.until("2026-03-23 10:05")
    assert titles(world)[-2:] == [OWN, f"Week 4: {NEXT}"]


def test_the_weekly_one_can_move_on_with_all_after_it_and_what_came_in_its_place_stays(
    world: World,
):
    told(world)
    world.press("ana", "Make it the next discussion")
    world.press("ana", "In place of “Bring a challen…”")
    world.press("ana", "Move all by a week")
    assert calendar(world) == [
        ("2026-03-16", "planned", "check-in"),
        ("2026-03-23", "planned", "bring-a-challenge"),
        ("2026-03-30", "planned", "small-step"),
    ]


def test_as_well_it_comes_without_the_number_of_the_week(world: World):
    told(world)
    world.press("ana", "Make it the next discussion")
    world.press("ana", "As well")
    said = seen(world, "ana", "goes out Thu")
    assert f"{OWN} goes out Thursday, March 12, 10:00" in said
    assert f"{WEEKLY} comes as planned, Monday, March 16, 10:00" in said
    world.command("ana", "/cohort schedule")
    assert f"Added · Thu, Mar 12, 10:00 AM · {OWN} · planned" in world.told("ana")[-1]
    world.until("2026-03-16 10:05")
    assert titles(world)[-2:] == [OWN, f"Week 3: {WEEKLY}"]


def test_a_choice_whose_days_have_passed_is_put_again_and_a_second_one_plans_nothing(world: World):
    told(world)
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-17 11:00")
    world.press("ana", "In place of “Bring a challen…”")
    assert "could go out Wednesday, March 18, 10:00" in seen(world, "ana", "could go out")
    world.press("ana", "As well")
    presses(world, "ana", "airing.make", airing=world.rows(airing)[0]["id"], how="beside")
    assert "on the calendar, or was posted before" in world.told("ana")[-1]
    assert [ref for _, _, ref in calendar(world)].count("check-in") == 1


def test_a_suggested_prompt_asks_the_same(world: World):
    told(world)
    world.until("2026-03-12 09:05")
    world.press("ana", "Post it next week")
    assert "could go out Tuesday, March 17, 10:00" in world.told("ana")[-1]
    world.press("ana", "In place of “Bring a challen…”")
    assert "goes out Monday, March 16, 10:00" in seen(world, "ana", "in place of")
    assert ("2026-03-16", "skipped", "bring-a-challenge") in calendar(world)
    page = seen(world, "ana", "asked on Monday, March 2")
    assert "fits what came up. It is on the calendar for Monday, March 16" in page


def test_on_hold_a_prompt_takes_the_place_of_none_whose_day_is_over(world: World):
    told(world)
    world.command("ana", "/cohort hold")
    world.until("2026-03-17 11:00")
    world.press("ana", "Make it the next discussion")
    asked = seen(world, "ana", "could go out")
    assert f"{WEEKLY} is planned" not in asked
    assert f"{NEXT} is planned for Monday, March 23" in asked


def test_whoever_put_it_in_the_place_of_another_can_put_that_back(world: World):
    told(world)
    world.press("ana", "Make it the next discussion")
    world.press("ana", "In place of “Bring a challen…”")
    world.press("ana", "Put it back")
    assert ("2026-03-16", "planned", "bring-a-challenge") in calendar(world)


def test_where_the_words_are_taken_back_moderators_hear_that_its_place_is_free(world: World):
    told(world)
    world.press("ana", "Make it the next discussion")
    world.press("ana", "In place of “Bring a challen…”")
    world.forget()
    world.press("ben", "Keep it to myself")
    (told_,) = [each for each in world.told("ana") if "does not come" in each]
    assert f"{WEEKLY} was left out for that day" in told_ and OWN in told_
    world.press("ana", "Put it back")
    world.until("2026-03-16 10:05")
    assert titles(world)[-1] == f"Week 3: {WEEKLY}"


def test_what_was_suggested_and_posted_is_not_said_to_be_on_the_calendar(world: World):
    told(world)
    world.until("2026-03-12 09:05")
    world.press("ana", "Post it next week")
    world.press("ana", "In place of “Bring a challen…”")
    assert "It is on the calendar for Monday, March 16" in seen(world, "ana", "asked on Monday")
    world.until("2026-03-17 10:00")
    world.forget()
    world.command("ana", "/cohort checkin results", where="dm")
    assert "on the calendar for Monday, March 16" not in "".join(world.told("ana"))
