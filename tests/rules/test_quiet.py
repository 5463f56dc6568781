"""When a quiet discussion is helped, and how."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.quiet import Pulse, after_moderator, help_for
from bot.rules.timetable import later_by_days, notice, timetable

ZONE = "America/New_York"
NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
DAY = timedelta(days=1)


def pulse(member: float | None = None, moderator: float | None = None) -> Pulse:
    """Last words, so many hours before noon."""

    def at(hours: float | None) -> datetime | None:
        return None if hours is None else NOON - timedelta(hours=hours)

    return Pulse(member=at(member), moderator=at(moderator))


def test_lively_within_a_day():
    assert help_for(pulse(member=23.9), NOON, NOON) == "none"
    assert help_for(pulse(member=24), NOON, NOON) == "thread"


def test_a_moderators_words_get_a_day_before_anything_follows():
    assert help_for(pulse(member=30, moderator=23.9), NOON, NOON) == "wait"
    assert help_for(pulse(member=30, moderator=24), NOON, NOON) == "thread"
    assert help_for(pulse(member=30, moderator=4), NOON, NOON + timedelta(hours=20)) == "thread"


def test_an_unanswered_question_goes_to_the_moderators():
    assert help_for(pulse(), NOON, NOON) == "moderators"
    assert help_for(pulse(moderator=30), NOON, NOON) == "moderators"


def test_after_a_moderator_comes_a_working_morning():
    friday = datetime(2026, 3, 6, 9, tzinfo=ZoneInfo(ZONE))
    monday = datetime(2026, 3, 9, 10, tzinfo=ZoneInfo(ZONE))
    assert after_moderator(friday, ZONE) == monday
    noon = datetime(2026, 3, 9, 12, tzinfo=ZoneInfo(ZONE))
    assert after_moderator(noon, ZONE) == monday + 2 * DAY
    assert after_moderator(noon, ZONE, off={date(2026, 3, 11)}) == monday + 3 * DAY


def test_a_timetable_keeps_local_time_and_skips_what_is_too_late():
    times = timetable(
        day=date(2026, 3, 2),
        at=time(10),
        zone=ZONE,
        open_days=7,
        stages=(1, 7),
        follow_up=timedelta(days=5),
        hold_answers=timedelta(hours=24),
    )
    assert times.closes.astimezone(ZoneInfo(ZONE)).isoformat() == "2026-03-09T10:00:00-04:00"
    assert [n for n, _ in times.stages] == [0]
    # Saturday's follow-up would wait for Monday, when it is all over.
    assert times.follow_up is None
    assert times.reveal == datetime(2026, 3, 3, 15, tzinfo=UTC)


def test_notice_is_four_working_hours():
    wednesday = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo(ZONE))
    tuesday = datetime(2026, 3, 3, 14, tzinfo=ZoneInfo(ZONE))
    assert notice(wednesday, ZONE) == tuesday


def test_later_by_days_keeps_local_time():
    at = datetime(2026, 3, 7, 10, tzinfo=ZoneInfo(ZONE))
    later = later_by_days(at, 2, ZONE).astimezone(ZoneInfo(ZONE))
    assert later.isoformat() == "2026-03-09T10:00:00-04:00"


def test_a_follow_up_leaves_the_room_its_first_hours():
    saturday = timetable(
        day=date(2026, 3, 7), at=time(10), zone=ZONE, open_days=7, follow_up=timedelta(days=2)
    )
    # On Monday its notice, four working hours before, would come on Friday: before the prompt.
    assert saturday.follow_up == datetime(2026, 3, 10, 10, tzinfo=ZoneInfo(ZONE))
