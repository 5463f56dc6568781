"""Who counts as quiet: decided from days alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.rules import presence as rules
from bot.rules.presence import Around

TODAY = date(2026, 4, 1)
DEE = Around(
    person="dee",
    joined=date(2026, 1, 5),
    agreed=date(2026, 1, 5),
    seen=TODAY - timedelta(days=21),
    how="wrote",
    away_until=None,
    reading_until=None,
    noted=None,
)


def on_list(one: Around, today: date = TODAY) -> bool:
    return rules.is_quiet(one, today, rules.QUIET_DAYS)


def test_after_three_weeks_without_a_sign_and_no_day_earlier():
    assert on_list(DEE)
    assert not on_list(DEE, TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("facts", "listed"),
    [
        ({"joined": TODAY - timedelta(days=13), "seen": None}, False),
        ({"agreed": TODAY - timedelta(days=20), "seen": None}, False),
        ({"agreed": TODAY - timedelta(days=21), "seen": None}, True),
        ({"away_until": TODAY}, False),
        ({"away_until": TODAY - timedelta(days=1)}, False),
        ({"away_until": TODAY - timedelta(days=21)}, True),
        ({"reading_until": TODAY}, False),
        ({"reading_until": TODAY - timedelta(days=1)}, True),
        ({"noted": TODAY - timedelta(days=29)}, False),
        ({"noted": TODAY - timedelta(days=30)}, True),
    ],
    ids=["new", "just agreed", "agreed long ago", "away", "back since yesterday",
         "back long since", "reads along", "read along", "had a note", "had a note long ago"],
)  # fmt: skip
def test_what_keeps_someone_off_it(facts, listed):
    assert on_list(replace(DEE, **facts)) is listed


def test_whoever_is_new_is_left_alone_even_on_a_short_list():
    new = replace(DEE, joined=TODAY - timedelta(days=13), agreed=TODAY - timedelta(days=13))
    assert not rules.is_quiet(replace(new, seen=None), TODAY, 7)
    assert rules.is_quiet(replace(new, seen=None), TODAY + timedelta(days=1), 7)


def test_the_longest_unseen_come_first():
    ben = replace(DEE, person="ben", seen=TODAY - timedelta(days=40))
    cho = replace(DEE, person="cho", seen=TODAY)
    found = rules.quiet([DEE, cho, ben], TODAY, 21)
    assert [one.person for one in found] == ["ben", "dee"]


def test_somebody_is_new_once():
    assert rules.anyone_new([DEE], TODAY, 21)
    assert rules.anyone_new([DEE], TODAY + timedelta(days=13), 21)
    assert not rules.anyone_new([DEE], TODAY + timedelta(days=14), 21)


def test_agreeing_alone_is_no_coming_by():
    assert not replace(DEE, seen=DEE.agreed, how="pressed").came_by
    assert replace(DEE, seen=DEE.agreed, how="wrote").came_by
    assert replace(DEE, how="pressed").came_by


@pytest.mark.parametrize(
    ("today", "until"),
    [(date(2026, 3, 20), date(2026, 6, 20)), (date(2026, 11, 30), date(2027, 2, 28)),
     (date(2027, 11, 30), date(2028, 2, 29))],
    ids=["june", "february", "leap year"],
)  # fmt: skip
def test_three_months_end_on_the_same_day_or_the_last_one_of_the_month(today, until):
    assert rules.reads_until(today) == until


def test_an_agreement_tells_of_the_list_if_it_says_how_to_be_off_it():
    assert not rules.tells_of_list("Reading along is taking part.")
    assert rules.tells_of_list("Say `reading along` and you are off it.")
