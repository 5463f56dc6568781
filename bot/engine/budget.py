"""How much of somebody's attention is left: their budget as it is kept, for the rule that decides.

It reads, and changes nothing: ``attention`` acts on it, and stories ask it when something would
arrive."""

from datetime import datetime, time

from sqlalchemy import Connection

from bot.rules import attention
from bot.rules.attention import Manner, Quiet
from bot.store import cohorts, digests, facts, manners
from bot.store.manners import Manner as Kept
from bot.store.records import Cohort, Membership

PER_WEEK = "per_week"
"""The cohort's setting: messages a week to one member."""


def per_week(cohort: Cohort) -> int:
    """How many messages a week a member of this cohort gets at most."""
    return int(cohort.settings.get(PER_WEEK, attention.PER_WEEK[0]))


def quiet(kept: Kept) -> Quiet | None:
    """Somebody's quiet hours."""
    if kept.quiet_from is None or kept.quiet_until is None:
        return None
    return Quiet(
        since=time.fromisoformat(kept.quiet_from), until=time.fromisoformat(kept.quiet_until)
    )


def manner(db: Connection, cohort: Cohort, person_id: str) -> Manner:
    """How somebody is to be met now."""
    kept, known = manners.of(db, cohort.id, person_id), facts.of(db, cohort.id, person_id)
    return Manner(
        zone=known.zone if known is not None else cohort.zone,
        budget=attention.budget(per_week(cohort), kept.per_week),
        quiet=quiet(kept),
        away_until=kept.away_until,
        told=digests.days(db, cohort.id, person_id),
    )


def is_exempt(part: Membership | None) -> bool:
    """Whether messages to somebody count for nothing: to a moderator they are work, and of someone
    without a part in the cohort there is no budget."""
    if part is None:
        return True
    return part.role == "moderator" and part.state in cohorts.BELONGING


def arrives(
    db: Connection, cohort: Cohort, person_id: str, importance: int, now: datetime
) -> datetime:
    """When a message of this importance would reach somebody that is said now."""
    if is_exempt(cohorts.membership_of(db, cohort.id, person_id)):
        return now
    waiting = digests.held(db, cohort.id, person_id)
    return attention.arrival(manner(db, cohort, person_id), waiting, importance, now)
