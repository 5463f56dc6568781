"""Working hours, hours for posts, and what is too late."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.hours import late_choice, may_post, working_hours_before

ZONE = "America/New_York"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "hours", "then"),
    [
        ("2026-03-04 15:00", 4, "2026-03-04 11:00"),
        ("2026-03-05 10:00", 4, "2026-03-04 14:00"),
        ("2026-03-09 10:00", 4, "2026-03-06 14:00"),  # over a weekend that changes the clocks
        ("2026-03-07 12:00", 4, "2026-03-06 13:00"),  # a Saturday
        ("2026-03-05 20:00", 1, "2026-03-05 16:00"),
        ("2026-03-05 07:00", 16, "2026-03-03 09:00"),
        ("2026-03-05 09:00", 0.5, "2026-03-04 16:30"),
    ],
)
def test_working_hours_are_counted_back(at: str, hours: float, then: str):
    assert working_hours_before(local(at), hours, ZONE) == local(then)


@pytest.mark.parametrize(
    ("now", "good"),
    [
        ("2026-03-02 08:00", True),
        ("2026-03-02 17:59", True),
        ("2026-03-02 18:00", False),
        ("2026-03-02 07:59", False),
        ("2026-03-01 12:00", False),  # a Sunday
    ],
)
def test_posts_go_out_in_the_day(now: str, good: bool):
    assert may_post(local(now), ZONE) is good


@pytest.mark.parametrize(
    ("due", "now", "choice"),
    [
        ("2026-03-02 10:00", "2026-03-02 10:00", "on time"),
        ("2026-03-02 10:00", "2026-03-02 10:30", "on time"),
        ("2026-03-01 22:00", "2026-03-01 22:20", "on time"),  # as planned, whatever the hour
        ("2026-03-02 10:00", "2026-03-02 10:31", "late"),
        ("2026-03-02 10:00", "2026-03-02 17:59", "late"),
        ("2026-03-02 10:00", "2026-03-02 18:00", "ask"),
        ("2026-03-01 21:00", "2026-03-02 09:00", "late"),
        ("2026-03-01 20:59", "2026-03-02 09:00", "ask"),
        ("2026-03-06 10:00", "2026-03-07 10:00", "ask"),
        ("2026-03-07 06:00", "2026-03-07 10:00", "ask"),  # a Saturday
    ],
)
def test_what_comes_late_waits_for_people(due: str, now: str, choice: str):
    assert late_choice(local(due), local(now), ZONE) == choice
