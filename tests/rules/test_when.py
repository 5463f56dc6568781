"""Days as people type them."""

from datetime import date

import pytest

from bot.rules.when import read_day, read_days, read_span, split_when

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026/3/9", "2026-03-09"),
        ("3/9", "2026-03-09"),
        ("3/4", "2026-03-04"),
        ("3/3", "2027-03-03"),
        ("3/9/2027", "2027-03-09"),
        ("9.3.", "2026-03-09"),
        ("9.3.2026", "2026-03-09"),
        ("March 9", "2026-03-09"),
        ("Mar 9, 2026", "2026-03-09"),
        ("9th march", "2026-03-09"),
        ("1 Jan", "2027-01-01"),
        ("feb 29", "2028-02-29"),
        ("today", "2026-03-04"),
        ("Tomorrow", "2026-03-05"),
        ("monday", "2026-03-09"),
        ("next wed", "2026-03-11"),
        ("2020-01-01", "2020-01-01"),
    ],
)
def test_a_day_is_understood(text: str, day: str):
    assert read_day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-02-30", "13/1", "0/0", "31.2.", "ma 9", "t", "99999-01-01", "9" * 40,
     "٣/٩", "2026-03-09 10:00", "0000-01-01", "march", "🗓️"],
)  # fmt: skip
def test_what_is_no_day_is_told_as_none(text: str):
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [("1 week", 7), ("2 weeks", 14), ("-3 days", -3), ("+1 day", 1), ("3days", 3), ("0 days", 0)],
)
def test_a_span_is_understood(text: str, days: int):
    assert read_span(text) == days


@pytest.mark.parametrize(
    "text", ["", "3", "a week", "1 month", "99999 days", "1.5 days", "- 3 days"]
)
def test_what_is_no_span_is_told_as_none(text: str):
    assert read_span(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("where are you now", ("where are you now", "")),
        ("where are you now now", ("where are you now", "now")),
        ("small-step 2026-03-09", ("small-step", "2026-03-09")),
        ("small-step March 9", ("small-step", "March 9")),
        ("small-step whenever", ("small-step", "whenever")),
        ("smal-step next monday", ("smal-step", "next monday")),
        ("smal-step now", ("smal-step", "now")),
        ("nothing of the kind", ("nothing of the kind", "")),
    ],
)
def test_a_name_and_a_time_are_told_apart(text: str, parts: tuple[str, str]):
    known = {"where are you now", "small-step"}
    assert split_when(text, known.__contains__) == parts


def test_several_days_in_one_line():
    week = [date(2026, 3, 9), date(2026, 3, 10)]
    for text in ("2026-03-10 2026-03-09", "3/9, 3/10", "March 9 and March 10", "9.3.; 10.3."):
        assert read_days(text, date(2026, 3, 2)) == week
    assert read_days("March 9, 2026", date(2026, 3, 2)) == week[:1]
    for text in ("", "someday", "3/9, someday", ","):
        assert read_days(text, date(2026, 3, 2)) is None
