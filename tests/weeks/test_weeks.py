"""Two processes in a race post each weekly prompt once, at its local time, while clocks change.

The long form is ``python -m tests.weeks``."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.weeks.calendar import Plan, figures, groups, instant_of
from tests.weeks.race import run


def test_seven_weeks_across_the_change_of_clocks():
    plan = Plan(cohorts=8, zones=6, weeks=7, processes=2, starts=datetime(2026, 9, 23, tzinfo=UTC))
    found = run(plan, say=lambda line: None)
    assert found.whole and found.prompts == 56, found
    everyone = groups(plan)
    offsets = {
        each.zone: {each.due(week).astimezone(ZoneInfo(each.zone)).utcoffset() for week in (1, 7)}
        for each in everyone
    }
    assert sum(len(each) == 2 for each in offsets.values()) >= 3, offsets


@pytest.mark.parametrize(
    ("shown", "zone", "instant"),
    [
        pytest.param("2026-07-05 10:00", "Europe/Berlin", "2026-07-05 08:00", id="summer"),
        pytest.param("2027-03-28 02:30", "Europe/Berlin", "2027-03-28 01:30", id="leapt over"),
        pytest.param("2026-10-25 02:30", "Europe/Berlin", "2026-10-25 00:30", id="shown twice"),
        pytest.param("2026-10-25 03:30", "Europe/Berlin", "2026-10-25 02:30", id="just after"),
        pytest.param("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:45", id="half"),
    ],
)
def test_the_oracle_knows_what_clocks_show(shown: str, zone: str, instant: str):
    found = instant_of(datetime.fromisoformat(shown), ZoneInfo(zone))
    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_the_count_tells_what_came_twice_never_or_at_another_time():
    plan = Plan(cohorts=1, zones=1, weeks=4, processes=1)
    [group] = groups(plan)
    said = [(group.channel, week, group.due(week)) for week in (1, 2, 2)]
    late = (group.channel, 3, group.due(3) + timedelta(hours=1))
    found = figures(plan, [group], [*said, late])
    assert (found.prompts, found.once, found.doubled, found.missing) == (4, 2, 1, 1)
    assert found.wrong_time == 1 and not found.whole
