"""What people type into forms, read as what they mean."""

from datetime import date

import pytest

from bot.rules.answers import Row, near_zones, people_list, who_is_meant, zone
from bot.rules.filled import Filled

ZONES = ("America/New_York", "America/Nuuk", "Europe/Vienna", "Europe/Berlin", "UTC")
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("America/New_York", "America/New_York"),
        (" america/new york ", "America/New_York"),
        ("Vienna", "Europe/Vienna"),
        ("utc", "UTC"),
        ("Atlantis", None),
        ("", None),
        ("x" * 40_000, None),
    ],
)
def test_a_zone_may_be_typed_as_people_do(typed, meant):
    assert zone(typed, ZONES) == meant


def test_a_slip_in_a_zone_is_understood():
    assert near_zones("Europe/Wien na", ZONES)[0] == "Europe/Vienna"
    assert near_zones("Berln", ZONES) == ["Europe/Berlin"]


@pytest.mark.parametrize(
    ("pasted", "rows"),
    [
        ("", []),
        ("Gus Moreau", [Row(name="Gus Moreau")]),
        (
            "Gus, Bayview, Nurse, gus@bayview.org",
            [Row(name="Gus", organisation="Bayview", title="Nurse", handle="gus@bayview.org")],
        ),
        ("Gus; Bayview\n@fay", [Row(name="Gus", organisation="Bayview"),
                               Row(name="fay", handle="fay")]),
        ("email,name\nf@x.org,Fay", [Row(name="Fay", handle="f@x.org")]),
        ('"Moreau, Gus",Bayview', [Row(name="Moreau, Gus", organisation="Bayview")]),
    ],
)  # fmt: skip
def test_a_pasted_list_comes_in_many_shapes(pasted, rows):
    assert people_list(pasted) == rows


def test_a_name_is_whole_and_the_longest_wins():
    names = {"1": ["Ben"], "2": ["Ben Okafor"], "3": ["Cho", "cho"]}
    assert who_is_meant("@ben okafor moderator", names) == ("2", "moderator")
    assert who_is_meant("Ben member", names) == ("1", "member")
    assert who_is_meant("Benno member", names) == (None, "Benno member")
    assert who_is_meant("(.*)", names) == (None, "(.*)")


def test_two_people_of_one_name_are_not_guessed():
    assert who_is_meant("Ben", {"1": ["Ben"], "2": ["Ben"]}) == (None, "Ben")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("2026-03-02", None),
        ("soon", "wrong-day"),
        ("2026-02-30", "wrong-day"),
        ("2026-03-01", "wrong-day-past"),
        ("2126-03-01", "wrong-day-far"),
    ],
)
def test_a_day_is_from_today_on_and_not_too_far(typed, problem):
    filled = Filled({"day": typed})
    filled.day("day", TODAY)
    assert filled.problems.get("day", (None,))[0] == problem


@pytest.mark.parametrize("typed", ["-1", "ten", "1e3", "٣", "99999999999", "", "366"])
def test_a_number_is_whole_and_within_bounds(typed):
    filled = Filled({"days": typed})
    filled.number("days", 0, 365)
    assert filled.problems["days"][0] == "wrong-number"
