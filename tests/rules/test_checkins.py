"""Rhythms over months and changes of clocks, thresholds, and who may read."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.cadence import is_working_day
from bot.rules.checkins import may_open, member_time, next_day, readers_of, share, shown
from bot.text.checkin import READERS, RHYTHMS

# Clocks that change on different days, at midnight, by half an hour, and not at all.
ZONES = (
    "America/New_York",
    "Europe/Madrid",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kolkata",
)
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
PEOPLE = st.frozensets(st.sampled_from("abcdef"))


def rounds(rhythm: str, first: date, count: int, off: frozenset[date] = frozenset()) -> list[date]:
    """The days of the first `count` rounds, each computed from the one before."""
    days: list[date] = []
    after = first - timedelta(days=1)
    while len(days) < count and (day := next_day(rhythm, first, after, off)):
        days.append(day)
        after = day
    return days


@pytest.mark.parametrize(
    ("rhythm", "first", "days"),
    [
        ("once", "2026-03-03", ["2026-03-03"]),
        ("weekly", "2026-03-03", ["2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24"]),
        ("fortnightly", "2026-03-03", ["2026-03-03", "2026-03-17", "2026-03-31", "2026-04-14"]),
        ("monthly", "2026-03-03", ["2026-03-03", "2026-04-07", "2026-05-05", "2026-06-02"]),
        ("monthly", "2026-03-10", ["2026-03-10", "2026-04-14", "2026-05-12", "2026-06-09"]),
        # A fifth Tuesday, where there is none, is the last one.
        ("monthly", "2026-03-31", ["2026-03-31", "2026-04-28", "2026-05-26", "2026-06-30"]),
        ("monthly", "2027-01-29", ["2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30"]),
        # A Sunday is asked on Monday, and the next one is counted from the Sunday.
        ("weekly", "2026-03-01", ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]),
    ],
    ids=["once", "weekly", "fortnightly", "first", "second", "fifth", "fifth of 2027", "Sunday"],
)
def test_rounds_keep_their_rhythm(rhythm: str, first: str, days: list[str]):
    assert [str(day) for day in rounds(rhythm, date.fromisoformat(first), 4)] == days


def test_a_day_off_moves_one_round_and_no_other():
    off = frozenset({date(2026, 4, 7), date(2026, 4, 8)})
    days = rounds("monthly", date(2026, 3, 3), 3, off)
    assert [str(day) for day in days] == ["2026-03-03", "2026-04-09", "2026-05-05"]


def test_rounds_that_come_to_lie_on_one_day_are_one():
    holiday = frozenset(date(2026, 12, 21) + timedelta(days=n) for n in range(14))
    days = rounds("weekly", date(2026, 12, 14), 3, holiday)
    assert [str(day) for day in days] == ["2026-12-14", "2027-01-04", "2027-01-11"]


def test_a_round_sent_once_has_no_next_even_where_it_moved():
    first, off = date(2026, 3, 6), frozenset({date(2026, 3, 6)})
    assert next_day("once", first, date(2026, 3, 6), off) == date(2026, 3, 9)
    assert next_day("once", first, date(2026, 3, 9), off) is None


@given(
    rhythm=st.sampled_from(RHYTHMS[1:]),
    first=DAYS,
    later=st.integers(0, 800),
    off=st.frozensets(st.integers(0, 900), max_size=20),
)
@example(rhythm="monthly", first=date(2026, 1, 31), later=0, off=frozenset())
def test_the_next_round_comes_later_on_a_working_day_and_not_too_late(
    rhythm: str, first: date, later: int, off: frozenset[int]
):
    after = first + timedelta(days=later)
    days_off = frozenset(first + timedelta(days=n) for n in off)
    day = next_day(rhythm, first, after, days_off)
    assert day is not None and day > after
    assert is_working_day(day, days_off)
    # Nothing but weekends and days off lies between the day it was meant for and this one.
    longest = {"weekly": 7, "fortnightly": 14, "monthly": 35}[rhythm]
    assert day - after <= timedelta(days=longest + 2 + 2 * len(off) + 2)
    if later:
        earlier = next_day(rhythm, first, after - timedelta(days=1), days_off)
        assert earlier in (after, day), "no round is left out and none is added"


@given(first=DAYS)
def test_monthly_is_once_in_every_month_on_the_same_weekday(first: date):
    # On a working day: what lies on a weekend moves, and can move into the next month.
    first -= timedelta(days=max(0, first.weekday() - 4))
    days = rounds("monthly", first, 24)
    assert {day.weekday() for day in days} == {first.weekday()}
    for one, two in pairwise(days):
        assert (two.year * 12 + two.month) - (one.year * 12 + one.month) == 1
    place = (first.day - 1) // 7
    for day in days:
        last = (day + timedelta(days=7)).month != day.month
        assert (day.day - 1) // 7 == place or (place == 4 and last)


@pytest.mark.parametrize(
    ("day", "at", "there"),
    [
        ("2026-03-06", "10:00", "2026-03-06 10:00"),
        ("2026-03-06", "07:30", "2026-03-06 09:00"),
        ("2026-03-06", "16:59", "2026-03-06 16:59"),
        ("2026-03-06", "17:00", "2026-03-09 09:00"),
        ("2026-03-07", "10:00", "2026-03-09 10:00"),
        ("2026-03-07", "20:00", "2026-03-09 09:00"),
        ("2026-03-08", "06:00", "2026-03-09 09:00"),
    ],
    ids=["in time", "early", "end", "late", "Saturday", "Saturday night", "Sunday morning"],
)
def test_members_are_asked_in_their_working_hours(day: str, at: str, there: str):
    """The clocks of New York change on 8 March 2026."""
    got = member_time(date.fromisoformat(day), time.fromisoformat(at), "America/New_York")
    assert got.tzinfo is UTC
    assert f"{got.astimezone(ZoneInfo('America/New_York')):%Y-%m-%d %H:%M}" == there


def test_one_local_time_is_six_moments():
    got = [member_time(date(2026, 3, 10), time(10), zone) for zone in ZONES]
    assert len(set(got)) == len(ZONES)
    shown_there = [
        f"{at.astimezone(ZoneInfo(zone)):%d %H:%M}" for at, zone in zip(got, ZONES, strict=True)
    ]
    assert set(shown_there) == {"10 10:00"}


@given(
    zone=st.sampled_from(ZONES),
    day=DAYS,
    at=st.times(),
    off=st.frozensets(st.integers(0, 20), max_size=8),
)
def test_members_are_asked_at_work_in_every_zone_through_every_change_of_clocks(
    zone: str, day: date, at: time, off: frozenset[int]
):
    days_off = frozenset(day + timedelta(days=n) for n in off)
    got = member_time(day, at, zone, days_off)
    local: datetime = got.astimezone(ZoneInfo(zone))
    assert local.date() >= day
    assert is_working_day(local.date(), days_off)
    assert time(9) <= local.time() < time(17)
    if is_working_day(day, days_off) and time(9) <= at < time(17):
        assert (local.date(), local.time()) == (day, at)
    between = (local.date() - day).days
    assert sum(is_working_day(day + timedelta(days=n), days_off) for n in range(between)) <= 1


@given(answered=st.integers(0, 200), asked=st.integers(0, 200), readers=st.sampled_from(READERS))
def test_few_answers_without_names_have_no_share(answered: int, asked: int, readers: str):
    answered = min(answered, asked)
    told = share(answered, asked, readers)
    if not asked or readers == "self" or (readers == "unnamed" and answered < 5):
        assert told is None
    else:
        assert told == pytest.approx(answered / asked)


@pytest.mark.parametrize(
    ("answered", "readers", "told"),
    [(4, "unnamed", None), (5, "unnamed", 0.5), (4, "named", 0.4), (0, "cohort", 0), (9, "self", None)],
    ids=["four", "five", "four by name", "none", "for oneself"],
)  # fmt: skip
def test_the_share_of_ten(answered: int, readers: str, told: float | None):
    assert share(answered, 10, readers) == told


def test_answers_that_came_late_do_not_make_more_than_all():
    assert share(9, 8, "unnamed") == 1.0


@pytest.mark.parametrize(
    ("answers", "closed", "readers", "are_shown"),
    [
        (5, True, "unnamed", True),
        (4, True, "unnamed", False),
        (50, False, "unnamed", False),
        (1, False, "named", True),
        (1, False, "cohort", True),
        (50, True, "self", False),
    ],
    ids=["five", "four", "open", "named", "cohort", "self"],
)
def test_from_when_answers_are_shown(answers: int, closed: bool, readers: str, are_shown: bool):
    assert shown(answers, closed, readers) is are_shown


@pytest.mark.parametrize(
    ("readers", "asked", "may"),
    [("unnamed", 8, True), ("unnamed", 7, False), ("named", 1, True), ("self", 0, False)],
    ids=["eight", "seven", "one", "nobody"],
)
def test_without_names_only_eight_or_more_are_asked(readers: str, asked: int, may: bool):
    assert may_open(readers, asked) is may


@given(
    readers=st.sampled_from(READERS),
    promised=PEOPLE,
    now=PEOPLE,
    managers=PEOPLE,
    person=st.sampled_from("abcdef"),
    cohort=PEOPLE,
)
def test_nobody_reads_who_was_not_promised(
    readers: str,
    promised: frozenset[str],
    now: frozenset[str],
    managers: frozenset[str],
    person: str,
    cohort: frozenset[str],
):
    may = readers_of(readers, promised, now, managers, person, cohort)
    assert not may & managers and person not in may
    if readers == "self":
        assert not may
    elif readers == "cohort":
        assert may <= (promised & now) | cohort
    else:
        assert may <= promised & now
    # Whoever was promised, is there and manages nobody asked does read.
    if readers != "self":
        assert may >= (promised & now) - managers - {person}
    # More managers, fewer moderators: never more readers.
    assert readers_of(readers, promised, now, managers | {"a"}, person, cohort) <= may
    assert readers_of(readers, promised, now - {"a"}, managers, person, cohort) <= may


def test_where_the_line_manager_is_the_one_moderator_nobody_reads():
    assert readers_of("named", {"ana"}, {"ana"}, {"ana"}, "ben") == frozenset()
    assert readers_of("named", {"ana", "joy"}, {"ana", "joy"}, {"ana"}, "ben") == {"joy"}


def test_a_moderator_added_later_reads_later_rounds():
    assert readers_of("unnamed", {"ana"}, {"ana", "joy"}, (), "ben") == {"ana"}
    assert readers_of("cohort", {"ana"}, {"ana", "joy"}, (), "ben", {"cho", "ben"}) == {
        "ana",
        "cho",
    }
