"""What became of it is asked after four weeks and after twelve, by its author's clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.commitments import asks, showing
from bot.protocol.events import CameDue
from bot.rules import cadence
from bot.rules import checkins as hours
from bot.rules import commitments as rules
from bot.store import agenda, cohorts, commitments, manners
from bot.store.commitments import Commitment

story = Story("commitments.asking")

IMPORTANCE = 4
OF_USE = timedelta(days=14)
"""How long the question may wait for a member's attention before it falls away."""
EARLY, LATE = rules.WEEKS


@story.due(asks.kind(EARLY))
def ask_early(event: CameDue, work: Work) -> Effects:
    """The first time; not once the cohort has ended, nor when the second is due as well."""
    its = commitments.get(work.db, event.subject)
    if its is None or work.cohort is None or work.cohort.state != "running":
        return []
    return [] if asks.at(work, its, LATE) <= work.now else _ask(work, its, EARLY)


@story.due(asks.kind(LATE))
def ask_late(event: CameDue, work: Work) -> Effects:
    """The last time; after the cohort's end only as long as its words are kept."""
    its = commitments.get(work.db, event.subject)
    if its is None or work.cohort is None:
        return []
    over = asks.over(work)
    if work.cohort.state == "ended" and (over is None or over <= work.now):
        return []
    return _ask(work, its, LATE)


def _ask(work: Work, its: Commitment, weeks: int) -> Effects:
    assert work.cohort is not None
    at = _moment(work, its, weeks)
    if at > work.now:
        # They are away, live by another clock than when this was planned, or all rested meanwhile.
        agenda.plan(work.db, asks.kind(weeks), its.id, at, its.cohort)
        return []
    if not _welcome(work, its):
        return []
    expires, over = work.now + OF_USE, asks.over(work)
    tell = work.tell(
        its.person,
        showing.question(work, its, weeks),
        key=asks.key(its, weeks),
        purpose="invitation",
        importance=IMPORTANCE,
        expires=expires if over is None else min(expires, over),
    )
    return [tell]


def _moment(work: Work, its: Commitment, weeks: int) -> datetime:
    """When to ask: not before its day, not while they are away, and in their working hours."""
    assert work.cohort is not None
    zone, off = asks.zone_of(work, its.person), cadence.days_off(work.cohort.settings)
    at = max(work.now, asks.at(work, its, weeks))
    away = manners.of(work.db, its.cohort, its.person).away_until
    if away is not None and away >= at.astimezone(ZoneInfo(zone)).date():
        at = rules.back_at(away, zone, off)
    local = at.astimezone(ZoneInfo(zone))
    return max(at, hours.member_time(local.date(), local.time(), zone, off))


def _welcome(work: Work, its: Commitment) -> bool:
    """Whether its author is there, agrees, and wants to be asked."""
    part = cohorts.membership_of(work.db, its.cohort, its.person)
    if part is None or part.state != "present":
        return False
    agreed = cohorts.agreed(work.db, its.cohort, its.person)
    return agreed and not asks.rules_out(work, its)
