"""What is known of people: where they work, as what, in which time zone, under whom.

Two say so. A platform tells it with a profile; that stands once, on ``person``: it is the same for
everyone who can look the person up there, and it is told before there is a membership to write it
to. What the moderators of a cohort note, or the member corrects, stands on the ``membership`` and
counts more: there alone, and nobody else's cohort sees it. So every question here is asked with the
cohort.
"""

from sqlalchemy import Connection, func, select

from bot.store import cohorts
from bot.store.records import Facts, Membership
from bot.store.rows import many, one
from bot.store.tables import cohort, membership, person

_counting = (
    select(
        membership.c.person,
        # Noted as empty, it is nothing, whatever the platform told.
        *(
            func.nullif(func.coalesce(noted, told), "").label(noted.name)
            for noted, told in (
                (membership.c.organisation, person.c.told_organisation),
                (membership.c.title, person.c.told_title),
            )
        ),
        func.coalesce(
            person.c.own_zone, membership.c.zone, person.c.told_zone, cohort.c.zone
        ).label("zone"),
        func.coalesce(membership.c.manager, person.c.told_manager).label("manager"),
    )
    .join(person, person.c.id == membership.c.person)
    .join(cohort, cohort.c.id == membership.c.cohort)
)


def of(db: Connection, cohort_id: str, person_id: str) -> Facts | None:
    """What counts of a person in a cohort; None for whoever has no part in it."""
    theirs = (membership.c.cohort == cohort_id, membership.c.person == person_id)
    return one(db, Facts, _counting.where(*theirs))


def of_all(db: Connection, cohort_id: str) -> dict[str, Facts]:
    """What counts of everyone who has or had a part in a cohort, by person."""
    found = many(db, Facts, _counting.where(membership.c.cohort == cohort_id))
    return {each.person: each for each in found}


def note(
    db: Connection, part: Membership, *, organisation: str, title: str, manager: str | None
) -> None:
    """Note for one cohort what is to count there; ``manager`` is a person's id, and None leaves
    whom the platform tells. Of what the platform tells just so, nothing is noted, so that it counts
    on when that changes."""
    told = db.execute(
        select(person.c.told_organisation, person.c.told_title, person.c.told_manager).where(
            person.c.id == part.person
        )
    ).one()
    cohorts.change_membership(
        db,
        part.id,
        organisation=organisation if organisation != (told.told_organisation or "") else None,
        title=title if title != (told.told_title or "") else None,
        manager=manager if manager != told.told_manager else None,
    )
