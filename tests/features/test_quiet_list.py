"""Who is on the moderators' private list of people who have not been around, and who sees it."""

from datetime import date

from bot.store.tables import (
    cohort,
    consent,
    manner,
    membership,
    person,
    presence,
)
from tests.features.quiet_people import (
    LEAVE,
    QUIET,
    begun,
    listed,
    writes,
)
from tests.world import World


def day_of(world: World, how: str) -> date | None:
    return next((row["day"] for row in world.rows(presence) if row["how"] == how), None)


def test_whoever_was_not_around_for_three_weeks_is_on_it_with_the_last_contact(world):
    begun(world, "ben", "dee")
    world.until("2026-03-20 12:00")
    world.say("ben", "We have a card now.", to="prompt")
    world.until("2026-03-22 12:00")
    assert "Nobody is on this list" in listed(world)
    world.until("2026-03-23 12:00")
    card = listed(world)
    assert "Dee Novak last wrote on Monday, March 2, about “Hello, from where you are”." in card
    assert "Ben Okafor" not in card
    assert world.buttons("ana") == ["Write to Dee Novak", "Change this list"]


def test_reactions_count_and_taking_one_back_does_not(world):
    begun(world, "ben", "dee")
    said = world.say("ana", "Thank you both.", to="prompt")
    world.until("2026-03-12 12:00")
    world.react("dee", said, "bulb")
    world.until("2026-03-19 12:00")
    world.react("dee", said, "bulb")
    world.until("2026-04-01 12:00")
    assert "Dee Novak" not in listed(world)
    world.until("2026-04-02 12:00")
    assert "Dee Novak last reacted on Thursday, March 12." in listed(world)


def test_words_in_the_room_count_like_those_in_a_thread(world):
    begun(world, "dee")
    world.until("2026-03-29 12:00")
    world.say("dee", "Here is the card that we print.")
    assert day_of(world, "wrote") == date(2026, 3, 29)
    world.until("2026-04-10 12:00")
    assert "Nobody is on this list" in listed(world)


def test_what_is_noted_is_a_day_and_is_written_once_a_day(world):
    begun(world, "dee")
    (first,) = world.rows(presence)
    assert set(first) == {"cohort", "person", "day", "how"}
    world.until("2026-03-05 09:00")
    said = world.say("dee", "One more.", to="prompt")
    world.react("dee", said, "bulb")
    (row,) = world.rows(presence)
    assert (row["day"], row["how"]) == (date(2026, 3, 5), "wrote")


def test_moderators_and_sponsors_are_not_noted(world):
    world.cohort("dee", "eli", moderators=("ana",))
    world.command("ana", "/cohort role @eli sponsor")
    world.press("ana", "Add anyway")
    world.until("2026-03-05 09:00")
    for who in ("ana", "eli"):
        world.say(who, "Good morning.")
    assert all(row["day"] == date(2026, 3, 1) for row in world.rows(presence))
    world.until("2026-05-05 09:00")
    assert "Eli Stone" not in listed(world)


def test_whoever_did_not_agree_is_never_noted_and_never_on_it(world):
    world.cohort("dee", "gus", agreed=("ana", "dee"))
    world.until("2026-03-05 09:00")
    said = world.say("gus", "Hello.", to="prompt")
    world.react("gus", said, "bulb")
    assert world.count(presence) == 1
    world.until("2026-04-20 12:00")
    card = listed(world)
    assert "Dee Novak has been a member since Sunday, March 1." in card
    assert "Gus Moreau" not in card


def test_withdrawing_takes_one_off_it_and_forgets_the_day(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.command("dee", "/cohort withdraw")
    world.press("dee", "Withdraw")
    assert world.count(presence) == 0
    assert "Nobody is on this list" in listed(world)


def test_whoever_is_new_away_or_gone_is_not_on_it(world):
    begun(world, "ben", "cho", "dee")
    world.until("2026-03-20 12:00")
    world.leaves("ben")
    away(world, "Cho Park", date(2026, 4, 3))
    world.until("2026-04-03 12:00")
    card = listed(world)
    assert "Dee Novak" in card and "Ben Okafor" not in card and "Cho Park" not in card
    world.until("2026-04-23 12:00")
    assert "Cho Park" not in listed(world), "their silence counts from their last day away"
    world.until("2026-04-24 12:00")
    assert "Cho Park" in listed(world)


def away(world: World, name: str, until: date) -> None:
    """Someone said until when they are away."""
    who = next(row["id"] for row in world.rows(person) if row["name"] == name)
    (spring,) = world.rows(cohort)
    theirs = {"cohort": spring["id"], "person": who, "checkins": "all", "away_until": until}
    with world.scene.database.transaction() as db:
        db.execute(manner.insert().values(**theirs))


def test_whoever_comes_back_into_the_room_is_there_again(world):
    begun(world, "dee")
    world.until("2026-03-20 12:00")
    world.leaves("dee")
    world.until("2026-05-20 12:00")
    world.enters("dee")
    assert "Nobody is on this list" in listed(world)


def test_a_line_manager_does_not_see_whom_they_lead(world):
    begun(world, "ben", "dee")
    world.command("ana", "/cohort members @dee")
    world.fill("ana", {"Line manager": "Joy Lee"})
    world.until("2026-04-01 12:00")
    assert "Dee Novak" in listed(world, "ana")
    seen = listed(world, "joy")
    assert "Ben Okafor" in seen and "Dee Novak" not in seen


def test_at_most_eight_are_shown(world):
    people = [f"m{n:02d}" for n in range(10)]
    begun(world, *people)
    world.until("2026-04-01 12:00")
    card = listed(world)
    assert "… and 2 more." in card
    assert len(world.buttons("ana")) == 9


def test_the_longest_unseen_come_first(world):
    begun(world, "ben", "dee")
    world.until("2026-03-06 12:00")
    world.say("ben", "One thing more.", to="prompt")
    world.until("2026-04-10 12:00")
    card = listed(world)
    assert card.index("Dee Novak") < card.index("Ben Okafor")


def test_only_moderators_may_see_it_and_privately(world):
    begun(world, "ben", "dee")
    world.until("2026-04-01 12:00")
    world.forget()
    world.command("ben", QUIET)
    assert all("Dee Novak" not in each for each in world.told("ben"))
    listed(world)
    assert "Dee Novak" not in world.shown("ben") and world.room() == []


def test_two_cohorts_have_lists_of_their_own(world):
    begun(world, "dee", moderators=("ana",))
    autumn_too(world)
    world.until("2026-04-01 12:00")
    writes(world, "ana", "Dee Novak", LEAVE)
    assert "Nobody is on this list" in listed(world)
    world.command("ana", QUIET, where="dm")
    world.press("ana", "Autumn")
    assert world.buttons("ana") == ["Write to Dee Novak", "Change this list"]


def autumn_too(world: World) -> None:
    """Ana and Dee belong to another cohort, too, in which Dee wrote nothing."""
    (spring,) = world.rows(cohort)
    copied = {
        table: [row for row in world.rows(table) if row["cohort"] == spring["id"]]
        for table in (membership, consent)
    }
    with world.scene.database.transaction() as db:
        db.execute(cohort.insert().values(**{**spring, "id": "autumn", "name": "Autumn"}))
        for table, rows in copied.items():
            for n, row in enumerate(rows):
                other = {**row, "id": f"autumn{n}", "cohort": "autumn"}
                db.execute(table.insert().values(**other))
