"""Whom it concerns when someone comes closer to a cohort."""

from sqlalchemy import Connection, Select, or_, select

from bot.store import people, postings
from bot.store.cohorts import BELONGING
from bot.store.records import Person
from bot.store.tables import membership, person


def belonging(db: Connection, cohort_id: str) -> list[Person]:
    """Everyone who belongs to a cohort now, by name."""
    return _people(
        db,
        select(membership.c.person)
        .join(person, person.c.id == membership.c.person)
        .where(membership.c.cohort == cohort_id, membership.c.state.in_(BELONGING))
        .order_by(person.c.name, person.c.id),
    )


def known(db: Connection, cohort_id: str) -> list[Person]:
    """Everyone who belongs to a cohort, did once, or stands in its room, by name."""
    return _people(
        db,
        select(membership.c.person)
        .join(person, person.c.id == membership.c.person)
        .where(membership.c.cohort == cohort_id)
        .order_by(person.c.name, person.c.id),
    )


def led_by(db: Connection, cohort_id: str, manager_id: str) -> list[Person]:
    """Those who belong to a cohort and of whose ``managers_of`` this person is one, by name."""
    return _people(
        db,
        select(membership.c.person)
        .join(person, person.c.id == membership.c.person)
        .where(
            membership.c.cohort == cohort_id,
            membership.c.state.in_(BELONGING),
            or_(membership.c.manager == manager_id, person.c.told_manager == manager_id),
        )
        .order_by(person.c.name, person.c.id),
    )


def managers_of(db: Connection, cohort_id: str, person_id: str) -> frozenset[str]:
    """Ids of the line managers of someone in a cohort: who is noted there, and who the platform
    says it is. Both count, so that nobody can cease to be one by noting someone else."""
    row = db.execute(
        select(membership.c.manager, person.c.told_manager)
        .select_from(person)
        .outerjoin(
            membership,
            (membership.c.person == person.c.id) & (membership.c.cohort == cohort_id),
        )
        .where(person.c.id == person_id)
    ).first()
    return frozenset(each for each in row or () if each is not None)


def managers_in(db: Connection, cohort_id: str) -> dict[str, frozenset[str]]:
    """The same by person, of all who have or had a part in a cohort."""
    rows = db.execute(
        select(membership.c.person, membership.c.manager, person.c.told_manager)
        .join(person, person.c.id == membership.c.person)
        .where(membership.c.cohort == cohort_id)
    )
    return {each: frozenset(one for one in above if one is not None) for each, *above in rows.all()}


def asked_about(db: Connection, membership_id: str) -> list[str]:
    """Keys of the cards on which moderators were asked about an outsider: who came in, asked to
    join, or was put off until the morning."""
    kinds = ("o", "oa", "ot")
    return [key for kind in kinds for key in postings.keys(db, f"{kind}:{membership_id}:")]


def _people(db: Connection, query: Select[str]) -> list[Person]:
    ids = list(db.execute(query).scalars())
    found = people.named(db, ids)
    return [found[each] for each in ids]
