"""How members asked to be met, as far as they asked at all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store.rows import insert_new, many, one
from bot.store.tables import manner


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """One member's in one cohort. ``per_week`` is None for the cohort's number, 0 for one message
    in two weeks; ``checkins`` is all or none; ``quiet_from`` and ``quiet_until`` are HH:MM by
    their own clock; ``away_until`` and ``reading_until`` are last days."""

    cohort: str
    person: str
    per_week: int | None = None
    checkins: str = "all"
    quiet_from: str | None = None
    quiet_until: str | None = None
    away_until: date | None = None
    reading_until: date | None = None


def of(db: Connection, cohort_id: str, person_id: str) -> Manner:
    """How somebody is met in a cohort; the usual, if they asked for nothing."""
    theirs = (manner.c.cohort == cohort_id, manner.c.person == person_id)
    found = one(db, Manner, select(manner).where(*theirs))
    return found or Manner(cohort=cohort_id, person=person_id)


def of_all(db: Connection, cohort_id: str, people: Collection[str]) -> dict[str, Manner]:
    """How these people are met in a cohort, by person."""
    query = select(manner).where(manner.c.cohort == cohort_id, manner.c.person.in_(people))
    found = {each.person: each for each in many(db, Manner, query)}
    return {each: found.get(each) or Manner(cohort=cohort_id, person=each) for each in people}


def change(db: Connection, cohort_id: str, person_id: str, **values: Any) -> None:
    """Note what somebody asked for; the rest stays as it is."""
    insert_new(db, manner, cohort=cohort_id, person=person_id, checkins="all")
    theirs = (manner.c.cohort == cohort_id, manner.c.person == person_id)
    db.execute(update(manner).where(*theirs).values(**values))
