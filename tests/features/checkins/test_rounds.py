"""Rounds of a plan: members in six time zones, weeks in which clocks change, and whoever does not
fit into a round."""

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.store.tables import checkin, checkin_plan, checkin_round
from tests.features.checkins.checked import (
    EIGHT,
    ZONES,
    gathered,
    plans,
    seen,
    sends,
    sent_at,
    spread,
    state,
)
from tests.world import World

TITLE = "Top of mind"


def local(world: World, who: str) -> list[str]:
    """When someone was asked, by their own clock."""
    zone = ZoneInfo(ZONES[who])
    return [f"{at.astimezone(zone):%m-%d %H:%M}" for at in sent_at(world, who, f"{TITLE} ·")]


def test_everyone_is_asked_at_ten_by_their_own_clock_while_clocks_change(world: World):
    # New York changes on 8 March, Berlin on 29 March, Auckland on 5 April.
    spread(world)
    plans(world, How_often="every two weeks", First_day="2026-03-03")
    world.until("2026-04-15 23:00")
    for who in ZONES:
        assert local(world, who) == [
            "03-03 10:00", "03-17 10:00", "03-31 10:00", "04-14 10:00",
        ], who  # fmt: skip
    days = [each["day"] for each in world.rows(checkin_round)]
    assert all((b - a).days == 14 for a, b in pairwise(sorted(days)))


def test_a_round_closes_at_the_end_of_its_last_day_by_the_cohorts_clock(world: World):
    spread(world)
    plans(world, How_often="once", First_day="2026-03-03")
    world.until("2026-03-12 23:59")
    (row,) = world.rows(checkin_round)
    assert (row["state"], row["asked"], row["day"]) == ("open", 6, date(2026, 3, 3))
    world.until("2026-03-13 00:00")
    assert world.rows(checkin_round)[0]["state"] == "closed"
    assert world.rows(checkin_plan)[0]["state"] == "stopped"


def test_sent_now_it_reaches_whoever_works_now_and_the_others_in_their_morning(world: World):
    spread(world)
    sends(world)  # Monday, 9:30 in New York
    world.until("2026-03-03 15:00")
    assert {who: local(world, who) for who in ZONES} == {
        "ben": ["03-02 09:00"],
        "cho": ["03-02 09:30"],
        "dee": ["03-02 11:30"],
        "eli": ["03-02 15:30"],
        "fay": ["03-03 09:00"],
        "gus": ["03-03 09:00"],
    }


def test_who_moves_between_opening_and_asking_is_asked_by_the_new_clock(world: World):
    spread(world)
    plans(world, How_often="once", First_day="2026-03-03")
    world.until("2026-03-02 12:00")
    world.enters("eli", zone="America/Los_Angeles")
    world.until("2026-03-04 12:00")
    at = sent_at(world, "eli", TITLE)[0].astimezone(ZoneInfo("America/Los_Angeles"))
    assert f"{at:%m-%d %H:%M}" == "03-03 10:00"


def test_only_members_and_guests_who_agreed_are_asked(world: World):
    gathered(
        world, "ben", "cho", "dee", "eli",
        moderators=("ana", "joy"), agreed=("ana", "joy", "ben", "dee", "eli"),
    )  # fmt: skip
    world.command("ana", "/cohort role @dee guest")
    world.command("ana", "/cohort role @eli sponsor")
    world.press("ana", "Add anyway")
    sends(world)
    asked = [who for who in ("ana", "joy", "ben", "cho", "dee", "eli") if seen(world, who, TITLE)]
    assert asked == ["ben", "dee"]
    assert world.count(checkin) == 2


def test_who_joins_during_a_round_is_asked_in_the_next(world: World):
    gathered(world, "ben")
    plans(world, name="pulse", How_often="every week", First_day="2026-03-03")
    world.until("2026-03-03 11:00")
    world.enters("cho")
    world.press("ana", "Invite")
    world.press("cho", "Agree")
    world.until("2026-03-09 23:00")
    assert not seen(world, "cho", "Pulse")
    world.until("2026-03-10 11:00")
    assert seen(world, "cho", "Pulse")


def test_who_leaves_before_their_hour_is_not_asked(world: World):
    spread(world)
    plans(world, How_often="once", First_day="2026-03-03")
    world.until("2026-03-02 12:00")
    world.leaves("ben")
    world.until("2026-03-04 12:00")
    assert state(world, "ben") == ["left"] and state(world, "cho") == ["asked"]


def test_a_day_that_becomes_free_moves_the_round_to_the_next_working_day(world: World):
    gathered(world, "ben")
    plans(world, name="pulse", How_often="every two weeks", First_day="2026-03-10")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Days without posts": "2026-03-10"})
    world.until("2026-03-24 12:00")
    assert [f"{at:%m-%d %H:%M}" for at in sent_at(world, "ben", "Pulse ·")] == [
        "03-11 10:00", "03-24 10:00",
    ]  # fmt: skip


def test_without_names_eight_must_be_asked(world: World):
    gathered(world, *EIGHT[:7])
    plans(world, name="midway", First_day="2026-03-03")
    assert "at least 8 people" in world.shown("ana")
    assert world.count(checkin_plan) == 0
    world.fill("ana", {"Who reads the answers": "the moderators, with names"})
    assert world.count(checkin_plan) == 1


def test_a_round_without_names_that_lost_its_eighth_does_not_open(world: World):
    gathered(world, *EIGHT)
    plans(world, name="midway", First_day="2026-03-10")
    world.leaves("ivy")
    world.forget()
    world.until("2026-03-10 12:00")
    assert world.count(checkin_round) == 0
    (told,) = [each for each in world.told("ana") if "Midway" in each]
    assert "was not sent" in told and "8" in told
    assert not seen(world, "ben", "Midway")


def test_a_held_cohort_waits_and_what_is_long_past_falls_away(world: World):
    gathered(world, "ben")
    plans(world, name="pulse", How_often="every week", First_day="2026-03-10")
    world.until("2026-03-09 08:00")
    world.command("ana", "/cohort hold")
    world.until("2026-03-12 12:00")
    assert not seen(world, "ben", "Pulse")
    world.command("ana", "/cohort resume")
    world.advance(minutes=1)
    assert any("did not go out on Tuesday, March 10" in each for each in world.told("ana"))
    world.until("2026-03-17 12:00")
    assert [f"{at:%m-%d}" for at in sent_at(world, "ben", "Pulse ·")] == ["03-17"]


def test_a_hold_between_opening_and_asking_asks_in_the_next_working_hours(world: World):
    gathered(world, "ben")
    plans(world, name="pulse", How_often="once", First_day="2026-03-10")
    world.until("2026-03-10 09:00")
    world.command("ana", "/cohort hold")
    world.until("2026-03-10 20:00")
    world.command("ana", "/cohort resume")
    world.until("2026-03-11 12:00")
    assert [f"{at:%m-%d %H:%M}" for at in sent_at(world, "ben", "Pulse ·")] == ["03-11 09:00"]


def test_an_ended_cohort_asks_nothing_more(world: World):
    gathered(world, "ben", Last_day="2026-06-30")
    plans(world, name="pulse", How_often="every week", First_day="2026-06-23")
    world.until("2026-07-20 12:00")
    assert [f"{at:%m-%d}" for at in sent_at(world, "ben", "Pulse ·")] == ["06-23", "06-30"]
    assert {each["state"] for each in world.rows(checkin_round)} == {"closed"}
    assert {each["state"] for each in world.rows(checkin_plan)} == {"stopped"}


def test_the_cohorts_zone_changes_and_the_plan_keeps_its_day(world: World):
    gathered(world, "ben")
    plans(world, name="pulse", How_often="every week", First_day="2026-03-10")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Time zone": "Europe/Berlin"})
    world.until("2026-03-17 12:00")
    assert [f"{at:%m-%d %H:%M}" for at in sent_at(world, "ben", "Pulse ·")] == [
        "03-10 10:00", "03-17 10:00",
    ]  # fmt: skip
