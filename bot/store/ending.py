"""What is deleted when the time is over for which a cohort's words were to be kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, exists, or_, select, update

from bot.store import (
    airings,
    checkin_answers,
    checkin_rounds,
    commitments,
    findings,
    handbook,
    notes,
    queue,
    standing,
)
from bot.store.records import Cohort
from bot.store.rows import many, one
from bot.store.tables import (
    asked,
    cohort,
    concern,
    consent,
    early_edit,
    job,
    membership,
    message,
    outgoing,
    pace,
    parked,
    period,
    person,
    posting,
    summary,
)

UNDER_WAY = ("sending", "unsure")


def locked(db: Connection, cohort_id: str) -> Cohort | None:
    """A cohort that nobody else changes while this transaction lasts."""
    query = select(cohort).where(cohort.c.id == cohort_id)
    return one(db, Cohort, query.with_for_update(key_share=True))


def held(db: Connection) -> list[Cohort]:
    """The cohorts that are on hold and have a last day."""
    query = select(cohort).where(cohort.c.state == "held", cohort.c.ends.is_not(None))
    return many(db, Cohort, query.order_by(cohort.c.id))


def forget_words(
    db: Connection, cohort_id: str, now: datetime, *, kept: Collection[str] = ()
) -> None:
    """Delete all words that members of a cohort shared, and all that may repeat them: summaries,
    messages of the bot that wait or stand, work that waits, who was asked for what. What was
    posted stays on its platform; of the postings with the keys ``kept`` it stays known where they
    stand, until the cohort's people are forgotten, so that they can be emptied."""
    for table in (message, early_edit, summary, period, asked):
        db.execute(delete(table).where(table.c.cohort == cohort_id))
    airings.forget_words(db, cohort_id)
    checkin_answers.forget(db, cohort_id)
    checkin_rounds.forget(db, cohort_id)
    commitments.forget(db, cohort_id)
    findings.forget(db, cohort_id)
    handbook.forget(db, cohort_id)
    notes.forget(db, cohort_id)
    for table in (parked, job):
        theirs = select(table.c.id).where(table.c.cohort == cohort_id)
        db.execute(delete(concern).where(concern.c.table == table.name, concern.c.item.in_(theirs)))
        db.execute(delete(table).where(table.c.cohort == cohort_id))
    here = outgoing.c.cohort == cohort_id
    # Whoever sends one of these still has to settle it; it has no words left for a second try.
    going = outgoing.c.state.in_(UNDER_WAY)
    db.execute(update(outgoing).where(here, going).values(card=queue.NOTHING, expires=now))
    over = select(outgoing.c.id).where(here, ~going)
    db.execute(delete(concern).where(concern.c.table == "outgoing", concern.c.item.in_(over)))
    db.execute(delete(outgoing).where(outgoing.c.id.in_(over)))
    gone = (posting.c.cohort == cohort_id, posting.c.key.not_in(kept))
    db.execute(delete(posting).where(*gone))
    standing.forget(db, cohort_id)


def forget_people(db: Connection, cohort_id: str) -> int:
    """Delete who belonged to a cohort and what they agreed to there, and the names of all who
    belong to no other; how many people that were."""
    here = select(membership.c.person).where(membership.c.cohort == cohort_id)
    noted = select(membership.c.manager).where(
        membership.c.cohort == cohort_id, membership.c.manager.is_not(None)
    )
    told = select(person.c.told_manager).where(
        person.c.id.in_(here), person.c.told_manager.is_not(None)
    )
    theirs = {row[0] for query in (here, noted, told) for row in db.execute(query)}
    for table in (consent, membership, posting, outgoing):
        db.execute(delete(table).where(table.c.cohort == cohort_id))
    standing.forget(db, cohort_id)
    led = person.alias()
    elsewhere = exists().where(
        or_(membership.c.person == person.c.id, membership.c.manager == person.c.id)
    )
    leads = exists().where(
        led.c.told_manager == person.c.id, exists().where(membership.c.person == led.c.id)
    )
    free = select(person.c.id).where(person.c.id.in_(theirs), ~elsewhere, ~leads)
    gone = list(db.execute(free).scalars())
    for table in (concern, posting, outgoing):
        db.execute(delete(table).where(table.c.person.in_(gone)))
    db.execute(delete(pace).where(pace.c.scope.in_([f"person:{each}" for each in gone])))
    db.execute(delete(person).where(person.c.id.in_(gone)))
    return len(gone)
