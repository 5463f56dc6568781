"""What was let go to a member and did not go out in time is held again.

A message that counts was let go because its moment was good. After an outage, or once somebody
sends a dead letter again, it may be night, a day off, or a week in which another one came.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.engine import attention, budget
from bot.rules.attention import missed_its_moment
from bot.rules.hours import PUNCTUAL
from bot.store import agenda, cohorts, digests, queue
from bot.store.queue import Outgoing
from bot.store.records import Membership


def counts_for(db: Connection, row: Outgoing) -> Membership | None:
    """On whose budget a message in the outbox is; None if on nobody's."""
    if row.kind != "tell" or row.purpose == "answer" or row.cohort is None or row.person is None:
        return None
    part = cohorts.membership_of(db, row.cohort, row.person)
    return None if budget.is_exempt(part) else part


def missed(db: Connection, row: Outgoing, now: datetime) -> bool:
    """Whether a message that is about to be sent has to wait for another moment."""
    if now - row.not_before <= PUNCTUAL:
        return False
    part = counts_for(db, row)
    cohort = cohorts.get(db, part.cohort) if part is not None else None
    if part is None or cohort is None:
        return False
    return missed_its_moment(budget.manner(db, cohort, part.person), row.not_before, now)


def hold(db: Connection, row: Outgoing, now: datetime) -> bool:
    """Hold a message again, or its parts, so that it goes out by the rules as they are now; whether
    it is on anyone's budget. Its cohort is to be locked."""
    part = counts_for(db, row)
    if part is None:
        return False
    digests.hold_again(db, row.key, attention.name_of(row.key), now)
    agenda.plan(db, attention.DUE, part.id, now, part.cohort)
    return True


def not_there(db: Connection, row: Outgoing, now: datetime) -> bool:
    """Hold again what was in doubt before it was let go and was found nowhere; whether it was that.
    Its parts may have been said otherwise, and are in doubt until they were looked up, too. Its
    cohort is to be locked."""
    part = counts_for(db, row)
    if part is None or row.first_sent_at is None or row.first_sent_at >= row.not_before:
        return False
    if not digests.take_apart(db, row.key, now):
        return hold(db, row, now)
    agenda.plan(db, attention.DUE, part.id, now, part.cohort)
    return True


def again(db: Connection, row: Outgoing, now: datetime) -> bool:
    """Send a dead letter again, at once or, if it counts, in its time; whether it is held. Its
    cohort is to be locked."""
    held = hold(db, row, now)
    if not held:
        queue.again(db, row.key)
    return held
