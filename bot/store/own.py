"""What only a member's own page shows."""

from sqlalchemy import Connection, select

from bot.store.tables import not_asked


def refused(db: Connection, cohort_id: str, person_id: str) -> list[str]:
    """Names of the check-ins (of their files) that someone does not want to be asked any more."""
    theirs = (not_asked.c.cohort == cohort_id, not_asked.c.person == person_id)
    return list(
        db.execute(select(not_asked.c.ref).where(*theirs).order_by(not_asked.c.ref)).scalars()
    )
