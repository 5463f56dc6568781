"""The list from week to week: moderators hear of it, people agree to it or get off it, it ends."""

from sqlalchemy import delete, update

from bot.engine.scene import started_up
from bot.store.tables import (
    consent,
    due,
    manner,
    nudge,
    outgoing,
    presence,
)
from tests.features.quiet_people import LEAVE, QUIET, SEND, begun, listed, writes
from tests.features.test_removal import removed
from tests.world import World


def everyone_agreed_to(world: World, version: str) -> None:
    """As if the agreement had had this version when they agreed to it."""
    with world.scene.database.transaction() as db:
        db.execute(update(consent).values(version=version))
        db.execute(delete(presence))


def told_of_it(world: World, who: str) -> int:
    return sum("not been around" in each and "Who they are" in each for each in world.told(who))


def test_moderators_hear_every_two_weeks_if_somebody_is_new_and_no_name_goes_out(world):
    begun(world, "ben", "dee")
    world.until("2026-03-16 10:00")
    assert told_of_it(world, "ana") == 0
    world.until("2026-03-30 10:00")
    assert told_of_it(world, "ana") == told_of_it(world, "joy") == 1
    assert "Show me" in world.buttons("joy")
    assert not any("Dee Novak" in repr(row["card"]) for row in world.rows(outgoing))
    world.press("joy", "Show me")
    assert "Dee Novak" in world.told("joy")[-1]
    world.until("2026-04-20 10:00")
    assert told_of_it(world, "ana") == 0, "nobody is new on it"


def test_it_can_be_turned_off_and_made_longer(world):
    begun(world, "dee")
    world.command("ana", QUIET)
    world.press("ana", "Change this list")
    world.fill("ana", {"Days without a sign": "6"})
    assert "from 7 to 180" in world.told("ana")[-1]
    values = {"Days without a sign": "40",
              "Shall moderators hear of it by themselves?": "No, only when they ask"}  # fmt: skip
    world.fill("ana", values)
    world.until("2026-04-10 12:00")
    assert "Nobody is on this list" in listed(world)
    world.until("2026-04-11 12:00")
    assert "Dee Novak" in listed(world)
    world.until("2026-05-20 12:00")
    assert told_of_it(world, "ana") == 0


def test_a_cohort_that_ends_leaves_nothing_of_it(world):
    world.cohort("dee", Last_day="2026-04-10")
    world.until("2026-04-05 12:00")
    writes(world, "ana", "Dee Novak", LEAVE)
    assert world.count(presence) == world.count(nudge) == world.count(due, kind="quiet-list") == 1
    world.until("2026-04-12 12:00")
    assert world.count(presence) == world.count(nudge) == world.count(due, kind="quiet-list") == 0
    assert "is not under way" in listed(world)


def test_notes_are_forgotten_once_they_protect_nobody_any_more(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    writes(world, "ana", "Dee Novak", LEAVE)
    world.until("2026-06-01 12:00")
    assert world.count(nudge) == 0


# Reading along


def test_reading_along_takes_one_off_the_list_for_three_months_and_can_be_undone(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    writes(world, "ana", "Dee Novak", SEND)
    world.press("dee", "I'm reading along")
    assert "Until Wednesday, July 1 moderators do not see you" in world.told("dee")[-1]
    world.until("2026-07-01 12:00")
    assert "Nobody is on this list" in listed(world)
    world.press("dee", "Undo")
    assert "moderators can see again" in world.told("dee")[-1]
    assert "Nobody is on this list" in listed(world)  # she was there to press it
    world.until("2026-07-23 12:00")
    assert "Dee Novak" in listed(world)
    world.say("dee", "reading along", to="dm")
    assert "Until Friday, October 23" in world.told("dee")[-1]
    assert "Nobody is on this list" in listed(world)


def test_of_someone_who_did_not_agree_not_even_that_is_noted(world):
    world.cohort("gus", agreed=("ana",))
    world.say("gus", "reading along", to="dm")
    assert "You are on no such list" in world.told("gus")[-1]
    assert world.count(manner) == 0


# The agreement


def test_the_welcome_tells_of_the_list(world):
    world.cohort("dee", agreed=("ana",))
    world.command("dee", "/cohort")
    assert "see privately who has not been around for a while" in world.told("dee")[-1]


def test_whoever_agreed_to_what_did_not_tell_of_it_is_shown_once_what_is_new(world):
    begun(world, "dee")
    everyone_agreed_to(world, "1")
    world.until("2026-03-10 12:00")
    said = world.say("dee", "More words.", to="prompt")
    world.react("dee", said, "bulb")
    assert world.count(presence) == 0, "nothing is noted for a list that they were not told of"
    world.say("dee", "hello there", to="dm")
    world.say("dee", "hello again", to="dm")
    assert sum("is in the agreement now, too" in each for each in world.told("dee")) == 1
    world.until("2026-03-31 12:00")
    assert "Dee Novak" not in listed(world)
    assert sum("is in the agreement now, too" in each for each in world.told("dee")) == 0
    world.press("dee", "Agree")
    agreed = world.told("dee")[-1]
    assert "Since Sunday, March 1 what you write" in agreed, "it has held all along"
    world.until("2026-04-20 12:00")
    assert "Nobody is on this list" in listed(world), "their silence counts from agreeing on"
    world.until("2026-04-21 12:00")
    assert "Dee Novak" in listed(world)


def test_whoever_does_not_turn_to_the_bot_is_shown_it_within_two_weeks(world):
    begun(world, "dee")
    everyone_agreed_to(world, "1")
    world.until("2026-03-16 17:00")
    (told,) = [each for each in world.told("dee") if "is in the agreement now, too" in each]
    assert "Being asked after" in told and "No patient details" not in told
    world.press("dee", "Not now")
    assert "Nothing changes" in world.told("dee")[-1]
    world.until("2026-05-05 12:00")
    assert not any("is in the agreement now, too" in each for each in world.told("dee"))
    assert "Dee Novak" not in listed(world)
    world.command("dee", "/cohort agree")
    assert "is in the agreement now, too" in world.told("dee")[-1]


def test_what_was_agreed_before_goes_on_to_hold(world):
    begun(world, "dee")
    everyone_agreed_to(world, "1")
    world.until("2026-03-10 12:00")
    world.say("dee", "Kept as before.", to="prompt")
    assert "message" in world.says_anywhere("Kept as before.")


def test_cohorts_from_before_there_was_a_list_get_it_when_the_bot_starts(world):
    begun(world, "dee")
    with world.scene.database.transaction() as db:
        db.execute(delete(due).where(due.c.kind == "quiet-list"))
    started_up(world.scene.dispatcher)
    assert world.count(due, kind="quiet-list") == 1
    before = [row["at"] for row in world.rows(due) if row["kind"] == "quiet-list"]
    world.advance(days=1)
    started_up(world.scene.dispatcher)
    assert [row["at"] for row in world.rows(due) if row["kind"] == "quiet-list"] == before


def test_nothing_is_left_of_a_removed_app(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    writes(world, "ana", "Dee Novak", LEAVE)
    removed(world)
    world.advance(days=100)
    assert world.count(presence) == world.count(nudge) == world.count(due) == 0
