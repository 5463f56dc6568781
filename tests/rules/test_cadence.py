"""Local rules on the world's clocks: every zone's changes of 2025 to 2029, and ordinary weeks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.rules.cadence import (
    days_off,
    days_open,
    instant,
    morning_time,
    next_morning,
    next_working_day,
    unroll,
    week_of,
    working_day_by,
)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
BEGIN, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


def transitions(zone: ZoneInfo) -> list[datetime]:
    """The instants at which a zone's clocks change, to the minute."""
    found: list[datetime] = []
    at = BEGIN
    while at < END:
        after = at + 12 * DAY
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = at, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at = after
    return found


def test_a_weekly_rule_is_kept_through_every_change_of_clocks_in_the_world():
    seen = gaps = overlaps = 0
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for change in transitions(zone):
            before = (change - timedelta(minutes=30)).astimezone(zone)
            shown = change.astimezone(zone)
            for local in {before.time(), shown.time(), time(2, 30), time(10)}:
                at = local.replace(second=0, microsecond=0)
                first = shown.date() - WEEK
                got = [instant(first + n * WEEK, at, name) for n in range(4)]
                for n, each in enumerate(got):
                    wanted = datetime.combine(first + n * WEEK, at)
                    there = each.astimezone(zone).replace(tzinfo=None)
                    # In a gap the clocks never show the time: it comes as much later as they leap.
                    leap = there - wanted
                    assert timedelta() <= leap <= timedelta(hours=3)
                    if leap:
                        gaps += 1
                        earlier = (each - leap).astimezone(zone).replace(tzinfo=None)
                        assert earlier < wanted
                    # Of a time that comes twice it is the first.
                    twin = datetime.combine(wanted.date(), at, tzinfo=zone).replace(fold=1)
                    if not leap and twin.astimezone(UTC) != each:
                        overlaps += 1
                        assert each < twin.astimezone(UTC)
                assert sorted(set(got)) == got, "once each week, in order"
                for one, next_one in pairwise(got):
                    assert abs(next_one - one - WEEK) <= timedelta(hours=3)
                seen += 1
    # The proof is worth something if it met real gaps and overlaps.
    assert seen > 1000 and gaps > 100 and overlaps > 100


def test_the_same_time_in_new_york_before_and_after_the_change():
    assert instant(date(2026, 3, 2), time(10), "America/New_York").hour == 15
    assert instant(date(2026, 3, 9), time(10), "America/New_York").hour == 14


def test_weeks_become_days():
    slots = unroll([(1, "hello"), (2, "words"), (4, "steps")], date(2026, 3, 2), WEEK)
    assert [(each.week, each.day.isoformat()) for each in slots] == [
        (1, "2026-03-02"), (2, "2026-03-09"), (4, "2026-03-23"),
    ]  # fmt: skip


def test_a_day_without_posts_moves_one_prompt_to_the_next_working_day():
    friday, monday = date(2026, 4, 3), date(2026, 4, 6)
    slots = unroll([(1, "a"), (2, "b")], friday, WEEK, off={friday, monday})
    assert [each.day for each in slots] == [date(2026, 4, 7), date(2026, 4, 10)]


def test_a_programme_may_begin_on_a_weekend():
    assert unroll([(1, "a")], date(2026, 3, 1), WEEK)[0].day == date(2026, 3, 1)


def test_the_next_working_day_leaps_over_weekends_and_holidays():
    assert next_working_day(date(2026, 3, 6)) == date(2026, 3, 9)
    assert next_working_day(date(2026, 3, 6), {date(2026, 3, 9)}) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("day", "off", "found"),
    [
        (date(2026, 3, 6), (), date(2026, 3, 6)),
        (date(2026, 3, 7), (), date(2026, 3, 6)),
        (date(2026, 3, 8), (), date(2026, 3, 6)),
        (date(2026, 3, 8), (date(2026, 3, 6),), date(2026, 3, 5)),
    ],
    ids=["friday", "saturday", "sunday", "friday-is-off"],
)
def test_the_last_working_day_by_a_day(day: date, off: tuple[date, ...], found: date):
    assert working_day_by(day, off) == found


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-02 07:00", "2026-03-02"),
        ("2026-03-02 10:00", "2026-03-03"),
        ("2026-03-06 18:30", "2026-03-09"),
        ("2026-03-07 05:00", "2026-03-09"),
    ],
)
def test_the_next_morning_is_one_that_is_yet_to_come(now: str, morning: str):
    at = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("America/New_York"))
    day = next_morning(at.astimezone(UTC), time(10), "America/New_York")
    assert day == date.fromisoformat(morning)


def test_what_waits_for_the_morning_keeps_a_morning_time():
    assert morning_time(time(9, 30)) == time(9, 30)
    assert morning_time(time(16)) == time(10)


def test_a_week_has_its_number():
    starts = date(2026, 3, 2)
    assert [week_of(starts + n * DAY, starts) for n in (-9, 0, 6, 7, 14)] == [1, 1, 1, 2, 3]


def test_hours_make_a_day():
    assert [days_open(timedelta(hours=h)) for h in (2, 24, 25)] == [1, 1, 2]


def test_days_off_are_read_from_settings():
    assert days_off({"days_off": ["2026-05-25"]}) == {date(2026, 5, 25)}
    assert days_off({}) == frozenset()
