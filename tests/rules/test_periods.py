"""Which days somebody means who asks for a summary of more than one discussion."""

from datetime import UTC, date, datetime, time

import pytest

from bot.rules.periods import Stretch, moments, read
from bot.rules.session_hours import Hours

STARTS = date(2026, 1, 5)


def days(kind, first, last):
    return Stretch(kind=kind, first=date.fromisoformat(first), last=date.fromisoformat(last))


def session(day, begins, ends):
    hours = Hours(begins=time.fromisoformat(begins), ends=time.fromisoformat(ends))
    its = date.fromisoformat(day)
    return Stretch(kind="session", first=its, last=its, hours=hours)


@pytest.mark.parametrize(
    ("words", "today", "meant"),
    [
        ("week", "2026-03-12", days("week", "2026-03-09", "2026-03-15")),
        ("This Week", "2026-03-15", days("week", "2026-03-09", "2026-03-15")),
        ("week", "2026-03-10", days("week", "2026-03-02", "2026-03-08")),
        ("this week", "2026-03-09", days("week", "2026-03-09", "2026-03-15")),
        ("this month", "2026-03-01", days("month", "2026-03-01", "2026-03-31")),
        ("so week", "2026-03-12", None),
        ("last all", "2026-03-12", None),
        ("last week", "2026-03-12", days("week", "2026-03-02", "2026-03-08")),
        ("month", "2026-03-12", days("month", "2026-03-01", "2026-03-31")),
        ("month", "2026-03-01", days("month", "2026-02-01", "2026-02-28")),
        ("the last month", "2026-01-20", days("month", "2025-12-01", "2025-12-31")),
        ("all", "2026-03-12", days("all", "2026-01-05", "2026-03-12")),
        ("so far", "2026-01-01", days("all", "2026-01-01", "2026-01-01")),
        ("2026-03-02 to 2026-03-20", "2026-04-01", days("days", "2026-03-02", "2026-03-20")),
        ("March 2 to March 20", "2026-04-01", days("days", "2026-03-02", "2026-03-20")),
        ("from November 2 until today", "2026-01-08", days("days", "2025-11-02", "2026-01-08")),
        ("since March 2", "2026-03-12", days("days", "2026-03-02", "2026-03-12")),
        ("since monday", "2026-03-12", days("days", "2026-03-09", "2026-03-12")),
        ("since 2026-03-13", "2026-03-12", "future"),
        ("March 20 to March 2", "2026-04-01", "backwards"),
        ("since", "2026-03-12", None),
        ("a to b", "2026-03-12", None),
        ("to", "2026-03-12", None),
        ("fortnight", "2026-03-12", None),
        ("9" * 5000, "2026-03-12", None),
        ("today", "2026-03-12", days("days", "2026-03-12", "2026-03-12")),
        ("Yesterday", "2026-03-01", days("days", "2026-02-28", "2026-02-28")),
        ("on March 5", "2026-03-12", days("days", "2026-03-05", "2026-03-05")),
        ("monday", "2026-03-12", days("days", "2026-03-09", "2026-03-09")),
        ("2026-03-13", "2026-03-12", "future"),
        ("tomorrow 2pm to 3pm", "2026-03-12", "future"),
        ("yesterday to today", "2026-03-12", days("days", "2026-03-11", "2026-03-12")),
        ("2026-03-05 14:00 to 15:30", "2026-03-12", session("2026-03-05", "14:00", "15:30")),
        ("March 5, 14:00 - 15:30", "2026-03-12", session("2026-03-05", "14:00", "15:30")),
        ("3/5 from 2 pm until 3:30 pm", "2026-03-12", session("2026-03-05", "14:00", "15:30")),
        ("today 2pm to 3:30pm", "2026-03-12", session("2026-03-12", "14:00", "15:30")),
        ("14:00-15:30", "2026-03-12", session("2026-03-12", "14:00", "15:30")),
        ("2:00 to 3:30", "2026-03-12", session("2026-03-12", "14:00", "15:30")),
        ("02:00 to 03:30", "2026-03-12", session("2026-03-12", "02:00", "03:30")),
        ("11:30 to 1:00", "2026-03-12", session("2026-03-12", "11:30", "13:00")),
        ("8:00 to 9:30", "2026-03-12", session("2026-03-12", "08:00", "09:30")),
        ("from 2pm to 3pm yesterday", "2026-03-12", session("2026-03-11", "14:00", "15:00")),
        ("2pm to 3pm on March 5", "2026-03-12", session("2026-03-05", "14:00", "15:00")),
        ("noon to 1pm", "2026-03-12", session("2026-03-12", "12:00", "13:00")),
        ("2-3:30pm", "2026-03-12", session("2026-03-12", "14:00", "15:30")),
        ("11-1pm", "2026-03-12", session("2026-03-12", "11:00", "13:00")),
        ("11:30 a.m. – 1", "2026-03-12", session("2026-03-12", "11:30", "13:00")),
        ("15:30-14:00", "2026-03-12", "backwards"),
        ("today 10pm to 1am", "2026-03-12", "backwards"),
        ("2 to 4", "2026-03-12", None),
        ("25:00-26:00", "2026-03-12", None),
        ("someday 14:00-15:00", "2026-03-12", None),
        ("9.3. to 11.3.", "2026-03-12", days("days", "2026-03-09", "2026-03-11")),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_moderators_type_is_a_stretch_of_days(words, today, meant):
    assert read(words, date.fromisoformat(today), STARTS) == meant


def at(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("its", "found"),
    [
        (session("2026-03-05", "14:00", "15:30"), ("2026-03-05 19:00", "2026-03-05 20:30")),
        (days("days", "2026-03-07", "2026-03-08"), ("2026-03-07 05:00", "2026-03-09 04:00")),
        # The clocks go from 2:00 to 3:00 on March 8.
        (session("2026-03-08", "01:30", "02:30"), None),
        (session("2026-03-08", "02:30", "03:30"), None),
        (session("2026-03-08", "01:30", "03:30"), ("2026-03-08 06:30", "2026-03-08 07:30")),
        # They show 1:00 to 2:00 twice on November 1.
        (session("2026-11-01", "01:00", "01:30"), ("2026-11-01 05:00", "2026-11-01 06:30")),
    ],
)
def test_moments_are_those_of_the_cohorts_clocks(its, found):
    assert moments(its, "America/New_York") == (found and (at(found[0]), at(found[1])))
