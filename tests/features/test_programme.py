"""A programme on the calendar: what moderators see of it, and how they move it."""

from datetime import datetime

import pytest

from bot.engine.scene import started_up
from bot.protocol.ports import StageError
from bot.store.tables import cohort, due, step
from tests.world import World


def slept_until(world: World, local: str) -> None:
    """The bot was down: time went on and nobody watched the agenda."""
    world.scene.now.set(datetime.fromisoformat(local).replace(tzinfo=world.zone))  # pyright: ignore
    world.advance()


def calendar(world: World) -> list[tuple[str, str, str]]:
    return sorted((str(row["day"]), row["ref"], row["state"]) for row in world.rows(step))


def posted(world: World) -> list[str]:
    return [line.text.splitlines()[0] for line in world.room() if line.thread is None]


def test_prompts_come_weekly_and_keep_their_local_time(world):
    world.cohort("ben", "cho")
    world.until("2026-03-02 09:59")
    assert posted(world) == []
    world.until("2026-03-02 10:00")
    assert posted(world) == ["Week 1: Hello, from where you are"]
    world.until("2026-03-09 10:00")  # the clocks changed on the eighth
    assert len(posted(world)) == 1
    assert [row["state"] for row in world.rows(step)].count("posted") == 2


def test_the_calendar_shows_what_comes_and_what_was(world):
    world.cohort("ben")
    world.until("2026-03-02 10:05")
    world.forget()
    world.command("ana", "/cohort schedule")
    (card,) = world.told("ana")
    assert "Week 1 · Mon, Mar 2, 10:00 AM · Hello, from where you are · posted" in card
    assert "Week 4 · Mon, Mar 23, 10:00 AM" in card
    assert "America/New_York" in card
    assert "Hold the cohort" in world.buttons("ana")


def test_the_calendar_can_be_read_before_the_start(world):
    world.cohort("ben", start=False)
    world.forget()
    world.command("ana", "/cohort schedule")
    assert "Week 2 · Mon, Mar 9, 10:00 AM" in world.told("ana")[0]
    assert world.rows(step) == []


def test_a_member_is_told_that_the_calendar_is_for_moderators(world):
    world.cohort("ben")
    for words in ("schedule", "preview", "skip", "shift 1 week", "hold", "resume"):
        world.command("ben", f"/cohort {words}")
        assert world.told("ben") == [
            "That one is for the cohort's moderators. /cohort help shows what you can do."
        ]


def test_a_preview_is_the_post_itself(world):
    world.cohort("ben")
    world.command("ana", "/cohort preview")
    (shown,) = world.told("ana")
    assert world.told("ben") == [] and world.room() == []
    world.until("2026-03-02 10:00")
    (post,) = [line.text for line in world.room() if line.thread is None]
    assert shown.startswith("A preview, for you alone. It goes out Monday, March 2, 10:00 AM")
    assert post in shown


def test_the_whole_programme_can_be_previewed_in_cards_that_fit(world):
    world.cohort("ben", Programme="twelve-weeks")
    world.command("ana", "/cohort preview programme")
    cards = world.told("ana")
    assert len(cards) > 1
    assert max(map(len, cards)) < 3000
    assert sum(card.count("A preview, for you alone") for card in cards) == 12


def test_a_preview_of_an_unknown_name_suggests_one(world):
    world.cohort("ben")
    world.command("ana", "/cohort preview smal-step")
    assert world.told("ana") == [
        "There is no prompt called “smal-step”. Did you mean one of these?"
    ]


def test_one_prompt_is_left_out(world):
    world.cohort("ben")
    world.command("ana", "/cohort skip 2026-03-09")
    assert (
        "Where are you now?, planned for Monday, March 9, 10:00 AM, is left out"
        in (world.told("ana")[-1])
    )
    assert ("2026-03-09", "where-are-you-now", "skipped") in calendar(world)
    assert ("2026-03-16", "bring-a-challenge", "planned") in calendar(world)
    world.until("2026-03-10 12:00")
    assert len(posted(world)) == 1


def test_all_later_prompts_move_by_a_week(world):
    world.cohort("ben")
    world.command("ana", "/cohort skip 3/9")
    world.press("ana", "Move all by a week")
    assert [day for day, _, _ in calendar(world)] == [
        "2026-03-02", "2026-03-16", "2026-03-23", "2026-03-30",
    ]  # fmt: skip


def test_what_was_left_out_is_put_back_with_one_press(world):
    world.cohort("ben")
    world.command("ana", "/cohort skip 3/9")
    world.press("ana", "Put it back")
    assert "comes Monday, March 9, 10:00 AM after all" in world.told("ana")[-1]
    world.until("2026-03-09 10:00")
    assert posted(world)[-1].startswith("Week 2")


def test_a_card_whose_prompt_has_moved_does_nothing_any_more(world):
    world.cohort("ben")
    world.command("ana", "/cohort skip")
    world.command("ana", "/cohort prompt introductions 2026-03-12")
    world.forget()
    assert ("2026-03-12", "introductions", "planned") in calendar(world)
    before = calendar(world)
    world.until("2026-03-02 12:00")
    world.press("ana", "Put it back")
    assert "This button has done its work" in world.told("ana")[-1]
    assert calendar(world) == before


def test_holidays_are_named_in_one_line(world):
    world.cohort("ben")
    world.command("ana", "/cohort skip 2026-03-09, March 10 and 3/16")
    assert [state for _, _, state in calendar(world)] == [
        "planned", "skipped", "skipped", "planned",
    ]  # fmt: skip
    world.command("ana", "/cohort shift 8 days")
    # Monday the 2nd to Tuesday the 10th, which is free: so Wednesday. The last from 23 to 31.
    assert [day for day, _, state in calendar(world) if state == "planned"] == [
        "2026-03-11", "2026-03-31",
    ]  # fmt: skip


def test_a_holiday_can_be_named_before_the_start(world):
    world.cohort("ben", start=False)
    world.command("ana", "/cohort skip")
    assert "To keep a day free of prompts, name it" in world.told("ana")[-1]
    world.command("ana", "/cohort skip 2026-03-09")
    assert world.told("ana")[-1].startswith("Monday, March 9 is kept free.")
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    assert ("2026-03-10", "where-are-you-now", "planned") in calendar(world)


def test_a_preview_can_be_sent_to_oneself(world):
    world.cohort("ben")
    world.command("ana", "/cohort preview")
    world.press("ana", "Send it to me")
    test = next(each for each in world.told("ana") if each.startswith("A test, for you alone"))
    world.until("2026-03-02 10:00")
    (post,) = [line.text for line in world.room() if line.thread is None]
    assert post in test
    assert world.told("ben") == []


def test_a_day_without_a_prompt_is_kept_free(world):
    world.cohort("ben")
    world.command("ana", "/cohort skip 2026-03-10")
    world.command("ana", "/cohort shift 1 day")
    assert [day for day, _, _ in calendar(world)][:3] == ["2026-03-03", "2026-03-11", "2026-03-17"]


def test_skip_answers_what_it_cannot_do(world):
    world.cohort("ben")
    world.command("ana", "/cohort skip someday")
    world.command("ana", "/cohort skip 2026-02-01")
    unreadable, over = world.told("ana")
    assert "I can't read “someday” as a day" in unreadable
    assert over == "Sunday, February 1 is over. Choose a day to come."


def test_everything_planned_moves_and_comes_at_its_new_time(world):
    world.cohort("ben")
    world.command("ana", "/cohort shift 1 week")
    assert "Monday, March 9" in world.told("ana")[0]
    world.until("2026-03-08 12:00")
    assert posted(world) == []
    world.until("2026-03-09 10:00")
    assert posted(world) == ["Week 1: Hello, from where you are"]


def test_nothing_moves_into_the_past(world):
    world.cohort("ben")
    world.command("ana", "/cohort shift -1 week")
    assert "has passed. Nothing was moved" in world.told("ana")[0]
    for nonsense in ("", "3", "0 days", "many weeks", "99999999999 days"):
        world.command("ana", f"/cohort shift {nonsense}")
        assert "Say how far" in world.told("ana")[0]
    world.command("ana", "/cohort shift 900 weeks")
    assert "more than a year" in world.told("ana")[0]
    assert calendar(world)[0][0] == "2026-03-02"


def test_a_prompt_that_is_a_few_hours_late_goes_out_in_the_day(world):
    world.cohort("ben")
    slept_until(world, "2026-03-02 14:00")
    assert len(posted(world)) == 1


def test_what_is_too_late_is_the_moderators_choice(world):
    world.cohort("ben", moderators=("ana", "joy"))
    slept_until(world, "2026-03-02 20:00")
    assert posted(world) == []
    assert "was to go out Monday, March 2, 10:00 AM" in world.told("joy")[-1]
    assert world.buttons("joy") == ["Next morning", "Skip"]
    world.press("joy", "Next morning")
    assert "Tuesday, March 3, 10:00 AM, as Joy Lee decided" in world.told("ana")[-1]
    with pytest.raises(StageError):
        world.press("ana", "Skip")
    world.until("2026-03-03 10:00")
    assert len(posted(world)) == 1


def test_a_late_prompt_can_be_skipped_once(world):
    world.cohort("ben")
    slept_until(world, "2026-03-07 11:00")  # a Saturday
    world.press("ana", "Skip")
    assert ("2026-03-02", "introductions", "skipped") in calendar(world)
    world.until("2026-03-09 09:00")
    assert posted(world) == []


def test_a_cohort_that_starts_late_is_asked_about_its_first_prompt(world):
    world.cohort("ben", start=False)
    world.until("2026-03-10 15:00")
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    assert [state for _, _, state in calendar(world)] == [
        "waiting",
        "skipped",
        "planned",
        "planned",
    ]
    world.press("ana", "Next morning")
    world.until("2026-03-11 10:00")
    assert posted(world)[-1] == "Week 1: Hello, from where you are"
    world.until("2026-03-16 10:00")
    assert posted(world)[-1].startswith("Week 3")


def test_on_hold_nothing_goes_out_until_someone_resumes(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.command("ana", "/cohort hold")
    assert "Until a moderator resumes, nothing goes out" in world.told("ana")[0]
    assert "Ana Ruiz put Spring on hold" in world.told("joy")[-1]
    world.until("2026-03-03 12:00")
    assert posted(world) == []
    world.command("ana", "/cohort hold")
    assert "has been on hold since" in world.told("ana")[-1]
    world.press("ana", "Resume")
    going_on = " ".join(world.told("ana"))
    assert "Monday, March 2, 10:00 AM: Hello, from where you are" in going_on
    assert "Next, Monday, March 9, 10:00 AM: Where are you now?" in going_on
    assert posted(world) == []
    world.press("joy", "Next morning")
    world.until("2026-03-04 10:00")
    assert len(posted(world)) == 1


def test_two_prompts_that_share_a_morning_are_pointed_out(world):
    world.cohort("ben")
    world.command("ana", "/cohort hold")
    world.until("2026-03-06 12:00")
    world.command("ana", "/cohort resume")
    world.press("ana", "Next morning")
    assert "Another prompt comes that morning too" in world.told("ana")[-1]


def test_nothing_is_posted_for_a_cohort_that_has_ended(world):
    world.cohort("ben", Last_day="2026-03-04")
    world.until("2026-03-20 12:00")
    assert len(posted(world)) == 1
    assert [state for _, _, state in calendar(world)][1:] == ["skipped"] * 3


def test_another_time_zone_keeps_the_local_time(world):
    world.cohort("ben")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Time zone": "America/Los_Angeles"})
    world.until("2026-03-02 12:59")
    assert posted(world) == []
    world.until("2026-03-02 13:00")
    assert len(posted(world)) == 1


def test_hold_and_resume_say_so_where_there_is_nothing_to_do(world):
    world.cohort("ben")
    world.command("ana", "/cohort resume")
    assert world.told("ana") == ["Spring is running; nothing is on hold."]
    assert world.rows(cohort)[0]["state"] == "running"


def test_the_question_who_starts_comes_two_days_before_on_a_working_day(world):
    world.cohort("ben")
    asks = {row["subject"]: row["at"] for row in world.rows(due) if row["kind"] == "step-ask"}
    first, second = sorted(world.rows(step), key=lambda row: row["day"])[:2]
    # The first prompt is 22 hours away at the start: asked at once, and gone from the agenda.
    assert first["id"] not in asks
    assert asks[second["id"]].astimezone(world.zone).isoformat() == "2026-03-06T10:00:00-05:00"


def test_the_question_who_starts_keeps_to_days_off_through_a_restart(world):
    world.cohort("ben")
    second = sorted(world.rows(step), key=lambda row: row["day"])[1]["id"]
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Days without posts": "2026-03-06"})
    world.command("ana", "/cohort shift 1 days")
    world.command("ana", "/cohort shift -1 days")
    started_up(world.scene.dispatcher)
    [at] = [row["at"] for row in world.rows(due)
            if (row["kind"], row["subject"]) == ("step-ask", second)]  # fmt: skip
    assert at.astimezone(world.zone).isoformat() == "2026-03-05T10:00:00-05:00"
