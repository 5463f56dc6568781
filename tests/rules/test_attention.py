"""When a member may be turned to, and with what: by cases, and for any zone, calendar and wish."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.rules.attention import (
    AT_ONCE,
    LESS,
    Budget,
    Manner,
    Quiet,
    arrival,
    budget,
    fallen_away,
    fitting,
    next_moment,
    waits_until,
)
from bot.rules.attention import moment as next_message
from bot.rules.quiet_hours import read_quiet

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
NEW_YORK = "America/New_York"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that waits."""

    name: str = ""
    importance: int = 5
    not_before: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    expires: datetime | None = None
    purpose: str = "invitation"


def local(text: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def moment(manner: Manner, since: str) -> str:
    at = next_moment(manner, local(since, manner.zone))
    return at.astimezone(ZoneInfo(manner.zone)).strftime("%a %Y-%m-%d %H:%M")


# By cases. 2 March 2026 is a Monday; clocks in New York go forward on Sunday the 8th.


@pytest.mark.parametrize(
    ("since", "comes"),
    [
        ("2026-03-02 10:30", "Mon 2026-03-02 10:30"),
        ("2026-03-02 08:59", "Mon 2026-03-02 09:00"),
        ("2026-03-02 17:00", "Tue 2026-03-03 09:00"),
        ("2026-03-06 18:00", "Mon 2026-03-09 09:00"),
        ("2026-03-07 12:00", "Mon 2026-03-09 09:00"),
    ],
)
def test_messages_come_in_working_hours_of_working_days(since: str, comes: str):
    assert moment(Manner(zone=NEW_YORK), since) == comes


def test_a_week_after_the_last_one_the_next_may_come():
    told = Manner(zone=NEW_YORK, told=(date(2026, 3, 2),))
    assert moment(told, "2026-03-02 11:00") == "Mon 2026-03-09 09:00"


def test_of_two_a_week_the_second_comes_on_another_day():
    two = Manner(zone=NEW_YORK, budget=Budget(most=2), told=(date(2026, 3, 2),))
    assert moment(two, "2026-03-02 11:00") == "Tue 2026-03-03 09:00"


def test_one_in_two_weeks_is_one_in_fourteen_days():
    less = Manner(zone=NEW_YORK, budget=budget(2, LESS), told=(date(2026, 3, 2),))
    assert moment(less, "2026-03-02 11:00") == "Mon 2026-03-16 09:00"


def test_quiet_hours_and_days_away_are_kept():
    mornings = Quiet(since=time(18), until=time(10, 30))
    assert moment(Manner(zone=NEW_YORK, quiet=mornings), "2026-03-02 09:00").endswith("10:30")
    away = Manner(zone=NEW_YORK, quiet=mornings, away_until=date(2026, 3, 12))
    assert moment(away, "2026-03-02 09:00") == "Fri 2026-03-13 10:30"


def test_quiet_hours_that_leave_nothing_are_not_taken():
    for since, until in ((9, 17), (8, 18), (7, 7), (16, 17 + 1)):
        quiet = Quiet(since=time(since), until=time(until))
        if quiet.leaves_any():
            assert moment(Manner(zone=NEW_YORK, quiet=quiet), "2026-03-02 09:00")
        else:
            with pytest.raises(ValueError):
                Manner(zone=NEW_YORK, quiet=quiet)
    assert not Quiet(since=time(8), until=time(18)).leaves_any()


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("18:00-8:00", time(18), time(8)),
        ("18 to 8.30", time(18), time(8, 30)),
        ("from 6pm – 8:15 am", time(18), time(8, 15)),
        ("12 am until 12 pm", time(0), time(12)),
        ("22:00-24:00", time(22), time(0)),
    ],
)
def test_quiet_hours_as_people_type_them(typed: str, since: time, until: time):
    assert read_quiet(typed) == Quiet(since=since, until=until)


@pytest.mark.parametrize("typed", ["", "off", "18", "25-8", "13pm-8", "8-8", "9:61-10", "٩-١٠"])
def test_what_is_no_hours_is_not_taken(typed: str):
    assert read_quiet(typed) is None


def test_a_member_can_ask_for_less_and_never_for_more():
    assert budget(2, None) == Budget(most=2)
    assert budget(2, 1) == Budget(most=1)
    assert budget(1, 2) == Budget(most=1)
    assert budget(2, LESS) == Budget(most=1, days=14)


def test_whoever_travels_west_does_not_get_a_day_twice():
    told = Manner(zone="Pacific/Honolulu", told=(date(2026, 3, 3),))
    assert moment(told, "2026-03-02 10:00") == "Tue 2026-03-10 09:00"


def test_four_go_at_once_and_the_most_important_first():
    now = local("2026-03-02 10:00")
    waiting = [Thing(name=str(n), importance=n) for n in (3, 9, 6, 2, 5, 6)]
    assert [each.name for each in fitting(waiting, now)] == ["9", "6", "6", "5"]


def test_what_is_over_or_not_due_stays_away():
    now = local("2026-03-02 10:00")
    over = Thing(name="over", expires=now)
    later = Thing(name="later", not_before=now + MINUTE)
    good = Thing(name="good", expires=now + MINUTE)
    assert fitting([over, later, good], now) == [good]
    assert fallen_away([over, later, good], now) == [over]
    assert waits_until([over, later], now) == now + MINUTE
    assert waits_until([over], now) is None


def test_a_duty_never_falls_away():
    now = local("2026-03-02 10:00")
    duty = Thing(purpose="duty", expires=now - DAY)
    assert fallen_away([duty], now) == []
    assert fitting([duty], now) == [duty]


def test_what_stands_behind_four_others_arrives_with_the_message_after():
    now = local("2026-03-02 10:00")
    alone = Manner(zone=NEW_YORK)
    assert arrival(alone, [], 7, now) == now
    eight = [Thing(name=str(n), importance=8) for n in range(8)]
    assert arrival(alone, [Thing(name=str(n), importance=6) for n in range(9)], 7, now) == now
    assert arrival(alone, eight[:3], 7, now) == now
    assert arrival(alone, eight[:4], 7, now) == local("2026-03-09 09:00")
    assert arrival(alone, eight, 7, now) == local("2026-03-16 09:00")


# For any. Zones with half hours, with changes at odd times, and far from Greenwich.

ZONES = st.sampled_from(
    [NEW_YORK, "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca",
     "Pacific/Kiritimati", "Pacific/Apia", "Asia/Tehran", "Antarctica/Troll", "America/St_Johns"]
)  # fmt: skip
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
QUIETS = st.builds(Quiet, since=TIMES, until=TIMES).filter(Quiet.leaves_any)
# Around the days on which clocks change, and the day that Apia left out in 2011.
DAYS = st.one_of(
    *(st.dates(day - 9 * DAY, day + 9 * DAY)
      for day in (date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 4), date(2026, 11, 1),
                  date(2011, 12, 30)))
)  # fmt: skip


@st.composite
def manners(draw: st.DrawFn) -> tuple[Manner, datetime]:
    zone, day = draw(ZONES), draw(DAYS)
    since = datetime.combine(day, draw(st.times()), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Manner(
        zone=zone,
        budget=draw(st.sampled_from([Budget(), Budget(most=2), Budget(days=14)])),
        quiet=draw(st.none() | QUIETS),
        away_until=draw(st.none() | st.dates(day - 3 * DAY, day + 12 * DAY)),
        told=tuple(day - n * DAY for n in sorted(draw(st.sets(st.integers(0, 14), max_size=2)))),
    ), since


def is_open(manner: Manner, at: datetime) -> bool:
    """The promise, told once more in other words."""
    there = at.astimezone(ZoneInfo(manner.zone))
    clock, day = there.time(), there.date()
    if there.weekday() > 4 or not time(9) <= clock < time(17):
        return False
    if manner.away_until is not None and day <= manner.away_until:
        return False
    if manner.quiet is not None:
        since, until = manner.quiet.since, manner.quiet.until
        at_night = since >= until
        if (since <= clock or clock < until) if at_night else since <= clock < until:
            return False
    window = {day - n * DAY for n in range(manner.budget.days)}
    return day not in manner.told and len(window & set(manner.told)) < manner.budget.most


@settings(max_examples=150, deadline=None)
@given(manners())
def test_the_moment_is_allowed_and_none_before_it_is(drawn: tuple[Manner, datetime]):
    manner, since = drawn
    at = next_moment(manner, since)
    assert at >= since and is_open(manner, at)
    tried = since
    while tried < at:
        assert not is_open(manner, tried), f"{tried} would have done"
        # To the next quarter of an hour, where everything here begins and ends.
        tried += QUARTER - (tried - datetime.min.replace(tzinfo=UTC)) % QUARTER


@settings(max_examples=40, deadline=None)
@given(manners(), st.lists(st.integers(0, 4000), min_size=1, max_size=60))
def test_nobody_is_told_more_than_their_budget_in_any_days(
    drawn: tuple[Manner, datetime], gaps: list[int]
):
    """Whatever comes when: something to say after so many minutes, always said at the first moment
    that the rule allows."""
    manner, at = drawn
    manner = Manner(zone=manner.zone, budget=manner.budget, quiet=manner.quiet)
    said: list[datetime] = []
    for gap in gaps:
        at += gap * MINUTE
        moment = next_moment(manner, at)
        if said and moment <= said[-1]:
            continue
        said.append(moment)
        day = moment.astimezone(ZoneInfo(manner.zone)).date()
        manner = Manner(zone=manner.zone, budget=manner.budget, quiet=manner.quiet,
                        told=(*manner.told, day))  # fmt: skip
    for first in manner.told:
        window = [each for each in manner.told if first <= each < first + manner.budget.days * DAY]
        assert len(window) <= manner.budget.most
    assert all(one < other for one, other in pairwise(manner.told))


def deletion(**more: Any) -> Thing:
    ends = local("2026-03-13 00:00")
    return Thing(**{"purpose": "duty", "importance": 9, "expires": ends} | more)


@pytest.mark.parametrize(
    ("manner", "thing", "comes"),
    [
        (Manner(zone=NEW_YORK), deletion(), "2026-03-02 10:00"),
        (Manner(zone=NEW_YORK, told=[date(2026, 2, 27)]), deletion(), "2026-03-06 09:00"),
        (Manner(zone=NEW_YORK, told=[date(2026, 3, 2)]), deletion(), "2026-03-09 09:00"),
        (
            Manner(zone=NEW_YORK, told=[date(2026, 2, 27)], budget=Budget(days=14)),
            deletion(),
            "2026-03-02 10:00",
        ),
        (Manner(zone=NEW_YORK, away_until=date(2026, 3, 10)), deletion(), "2026-03-11 09:00"),
        (Manner(zone=NEW_YORK, away_until=date(2026, 3, 20)), deletion(), "2026-03-02 10:00"),
        (
            Manner(
                zone=NEW_YORK,
                away_until=date(2026, 3, 20),
                quiet=Quiet(since=time(8), until=time(14)),
            ),
            deletion(),
            "2026-03-02 14:00",
        ),
        (
            Manner(zone=NEW_YORK, away_until=date(2026, 3, 20)),
            deletion(importance=8),
            "2026-03-23 09:00",
        ),
        (
            Manner(zone=NEW_YORK, away_until=date(2026, 3, 20)),
            deletion(expires=None),
            "2026-03-23 09:00",
        ),
        (
            Manner(zone=NEW_YORK, told=[date(2026, 3, 2)]),
            deletion(expires=local("2026-03-02 11:00")),
            "2026-03-02 10:00",
        ),
    ],
    ids=[
        "at-once", "in-budget", "a-week-later", "above-budget", "when-they-are-back",
        "while-away", "after-quiet-hours", "of-less-importance", "without-an-end", "today-alone",
    ],
)  # fmt: skip
def test_what_changes_about_their_data_comes_before_it_does(
    manner: Manner, thing: Thing, comes: str
):
    assert next_message(manner, [thing], local("2026-03-02 10:00")) == local(comes)


def test_what_comes_in_time_does_not_hold_up_what_comes_sooner():
    manner = Manner(zone=NEW_YORK, told=[date(2026, 2, 27)])
    other = Thing(not_before=local("2026-03-05 10:00"))
    at = next_message(manner, [deletion(not_before=local("2026-03-09 10:00")), other],
                      local("2026-03-02 10:00"))  # fmt: skip
    assert at == local("2026-03-06 09:00")
    assert next_message(manner, [], local("2026-03-02 10:00")) is None


THINGS = st.builds(
    Thing,
    purpose=st.sampled_from(["duty", "invitation"]),
    name=st.uuids().map(str),
    importance=st.integers(1, 9),
    not_before=st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 20)).map(
        lambda at: at.replace(tzinfo=UTC)
    ),
    expires=st.none()
    | st.datetimes(datetime(2026, 3, 1), datetime(2026, 5, 1)).map(
        lambda at: at.replace(tzinfo=UTC)
    ),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(THINGS, max_size=14))
def test_what_does_not_expire_is_said_and_what_expired_never(things: list[Thing]):
    manner, now = Manner(zone=NEW_YORK), local("2026-03-02 08:00")
    waiting, said = list(things), list[Thing]()
    while (since := waits_until(waiting, now)) is not None:
        now = next_moment(manner, since)
        over = fallen_away(waiting, now)
        going = fitting(waiting, now)
        assert len(going) <= AT_ONCE and not set(map(id, going)) & set(map(id, over))
        assert [each.importance for each in going] == sorted(
            (each.importance for each in going), reverse=True
        )
        said += going
        gone = {id(each) for each in (*over, *going)}
        waiting = [each for each in waiting if id(each) not in gone]
        if going:
            day = now.astimezone(ZoneInfo(NEW_YORK)).date()
            manner = Manner(zone=NEW_YORK, told=(*manner.told, day))
    lasting = [each for each in things if each.expires is None or each.purpose == "duty"]
    assume(lasting)
    assert all(any(each is one for one in said) for each in lasting)
