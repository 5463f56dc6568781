"""When a member may be asked or reminded: in their own working hours, while they are there."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.engine.work import Work
from bot.rules import cadence
from bot.rules import checkins as rules
from bot.store import checkin_rounds, cohorts, facts, manners, people

ROLES = ("member", "guest")
LAST_CALL = time(15)
"""What is sent by hand later than this counts from the next working day on."""


def members(work: Work) -> list[str]:
    """Ids of the members and guests of the cohort who are there and agreed, by name."""
    assert work.cohort is not None
    parts = cohorts.memberships(work.db, work.cohort.id, roles=ROLES, states=("present",))
    agreed = cohorts.consents(work.db, work.cohort.id, "agreement")
    known = people.named(work.db, [each.person for each in parts])
    return [e.person for e in parts if e.person in agreed and not known[e.person].bot]


def zone_of(work: Work, person_id: str) -> str:
    """The time zone by which a member lives."""
    assert work.cohort is not None
    known = facts.of(work.db, work.cohort.id, person_id)
    return known.zone if known is not None else work.cohort.zone


def at_work(work: Work, at: datetime, zone: str) -> datetime:
    """The first moment from ``at`` on that lies in working hours of that zone."""
    assert work.cohort is not None
    local = at.astimezone(ZoneInfo(zone))
    off = cadence.days_off(work.cohort.settings)
    moment = rules.member_time(local.date(), local.time(), zone, off)
    return max(at, moment)


def days_later(at: datetime, days: int, zone: str) -> datetime:
    """The same time of the clock, so many days later."""
    local = at.astimezone(ZoneInfo(zone))
    return cadence.instant(local.date() + timedelta(days=days), local.time(), zone)


def welcomes(work: Work, person_id: str, ref: str, day: date) -> bool:
    """Whether someone may be sent this check-in on a local day: they are there, agreed, want it,
    and are not away."""
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, person_id)
    if part is None or part.state != "present" or part.role not in ROLES:
        return False
    if not cohorts.agreed(work.db, work.cohort.id, person_id):
        return False
    manner = manners.of(work.db, work.cohort.id, person_id)
    if manner.checkins == "none":
        return False
    if checkin_rounds.is_refused(work.db, work.cohort.id, person_id, ref):
        return False
    return manner.away_until is None or manner.away_until < day
