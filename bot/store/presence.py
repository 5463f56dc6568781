"""On which day people who agreed to it were last around; for nobody but their moderators.

There is one row a person and cohort, with nothing finer than a day.
"""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, select, update

from bot.rules.presence import LISTED, Around
from bot.store import nudges
from bot.store.records import Cohort, Consent, Message
from bot.store.rows import insert_new, many, one
from bot.store.tables import cohort, consent, due, manner, membership, message, person, presence


def day(db: Connection, cohort_id: str, person_id: str) -> date | None:
    """The day that is noted of someone."""
    theirs = (presence.c.cohort == cohort_id, presence.c.person == person_id)
    return db.execute(select(presence.c.day).where(*theirs)).scalar()


def note(db: Connection, cohort_id: str, person_id: str, on: date, how: str) -> None:
    """Note that someone was around on a day, unless that day or a later one is noted already."""
    if insert_new(db, presence, cohort=cohort_id, person=person_id, day=on, how=how):
        return
    earlier = (
        presence.c.cohort == cohort_id, presence.c.person == person_id, presence.c.day < on
    )  # fmt: skip
    db.execute(update(presence).where(*earlier).values(day=on, how=how))


def forget(db: Connection, cohort_id: str, person_id: str | None = None) -> None:
    """Forget when someone (None: everyone) was last around."""
    gone = delete(presence).where(presence.c.cohort == cohort_id)
    db.execute(gone if person_id is None else gone.where(presence.c.person == person_id))


def read_along(db: Connection, cohort_id: str, person_id: str, until: date | None) -> None:
    """Note that someone reads along until a day, or (None) that they do not say so any more."""
    insert_new(db, manner, cohort=cohort_id, person=person_id, checkins="all")
    theirs = (manner.c.cohort == cohort_id, manner.c.person == person_id)
    db.execute(update(manner).where(*theirs).values(reading_until=until))


def around(db: Connection, its: Cohort, version: str, but: Collection[str] = ()) -> list[Around]:
    """What is known of everyone who is there and agreed to this version of the agreement, without
    the people of these ids."""
    rows = db.execute(
        select(
            membership.c.person,
            membership.c.since,
            consent.c.since.label("agreed"),
            presence.c.day,
            presence.c.how,
            manner.c.away_until,
            manner.c.reading_until,
        )
        .join(person, person.c.id == membership.c.person)
        .join(
            consent,
            (consent.c.cohort == membership.c.cohort) & (consent.c.person == membership.c.person),
        )
        .outerjoin(
            presence,
            (presence.c.cohort == membership.c.cohort) & (presence.c.person == membership.c.person),
        )
        .outerjoin(
            manner,
            (manner.c.cohort == membership.c.cohort) & (manner.c.person == membership.c.person),
        )
        .where(
            membership.c.cohort == its.id,
            membership.c.state == "present",
            membership.c.role.in_(LISTED),
            membership.c.person.not_in(list(but)),
            person.c.bot.is_(False),
            person.c.name != "",
            consent.c.kind == "agreement",
            consent.c.until.is_(None),
            consent.c.version == version,
        )
    ).all()
    wrote, noted = _wrote(db, its), nudges.days(db, its.id)
    found: list[Around] = []
    for row in rows:
        seen, how = row.day, row.how or ""
        last = wrote.get(row.person)
        # Of a day on which they did several things, the words tell most.
        if last is not None and (seen is None or last >= seen):
            seen, how = last, "wrote"
        found.append(
            Around(
                person=row.person,
                joined=_local(row.since, its),
                agreed=_local(row.agreed, its),
                seen=seen,
                how=how,
                away_until=row.away_until,
                reading_until=row.reading_until,
                noted=noted.get(row.person),
            )
        )
    return found


def _local(at: datetime, its: Cohort) -> date:
    return at.astimezone(ZoneInfo(its.zone)).date()


def _wrote(db: Connection, its: Cohort) -> dict[str, date]:
    """By person, the day of their newest kept message that everyone could read."""
    newest = (
        select(message.c.person, func.max(message.c.at).label("at"))
        .where(message.c.cohort == its.id, message.c.held.is_(False))
        .group_by(message.c.person)
    )
    return {row.person: _local(row.at, its) for row in db.execute(newest)}


def last_words(db: Connection, cohort_id: str, person_id: str) -> Message | None:
    """The newest kept message of someone that everyone could read."""
    theirs = (
        message.c.cohort == cohort_id, message.c.person == person_id, message.c.held.is_(False)
    )  # fmt: skip
    newest = select(message).where(*theirs).order_by(message.c.at.desc(), message.c.id)
    return one(db, Message, newest.limit(1))


def before(db: Connection, cohort_id: str, version: str) -> list[Consent]:
    """The agreements that hold of those who are there, could be on the list, and agreed to another
    version than this one."""
    return many(
        db,
        Consent,
        select(consent)
        .join(
            membership,
            (membership.c.cohort == consent.c.cohort) & (membership.c.person == consent.c.person),
        )
        .where(
            consent.c.cohort == cohort_id,
            consent.c.kind == "agreement",
            consent.c.until.is_(None),
            consent.c.version != version,
            membership.c.state == "present",
            membership.c.role.in_(LISTED),
        )
        .order_by(consent.c.person),
    )


def unwatched(db: Connection, kind: str) -> list[Cohort]:
    """The cohorts that have begun and not ended, and for which nothing of this kind is to come
    due."""
    planned = select(due.c.subject).where(due.c.kind == kind)
    going = cohort.c.state.in_(("running", "held"))
    return many(db, Cohort, select(cohort).where(going, cohort.c.id.not_in(planned)))
