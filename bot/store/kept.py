"""What is kept of one person, in one cohort or in all."""

from sqlalchemy import Connection, func, select, union

from bot.store.records import Cohort, Message
from bot.store.rows import many
from bot.store.tables import cohort, mark, membership, message


def cohorts(db: Connection, person_id: str) -> list[Cohort]:
    """All cohorts in which something is kept about a person, whether they belong to them now or
    not, ended ones too; oldest first."""
    return many(
        db,
        Cohort,
        select(cohort)
        .join(membership, membership.c.cohort == cohort.c.id)
        .where(membership.c.person == person_id)
        .order_by(cohort.c.created_at, cohort.c.id),
    )


def discussions(db: Connection, cohort_id: str, person_id: str) -> list[str]:
    """Ids of the discussions in which words of this person are kept: their messages, and what they
    wrote to marks on those of others."""
    wrote = select(message.c.discussion).where(
        message.c.cohort == cohort_id, message.c.person == person_id
    )
    said_why = (
        select(message.c.discussion)
        .join(mark, mark.c.message == message.c.id)
        .where(mark.c.cohort == cohort_id, mark.c.person == person_id, mark.c.why != "")
    )
    return sorted(row[0] for row in db.execute(union(wrote, said_why)))


def number(db: Connection, cohort_id: str, person_id: str) -> int:
    """How many messages of this person are kept."""
    return db.execute(
        select(func.count()).where(message.c.cohort == cohort_id, message.c.person == person_id)
    ).scalar_one()


def newest(db: Connection, cohort_id: str, person_id: str, most: int | None) -> list[Message]:
    """The newest messages of this person that are kept (all of them for None), newest first."""
    return many(
        db,
        Message,
        select(message)
        .where(message.c.cohort == cohort_id, message.c.person == person_id)
        .order_by(message.c.at.desc(), message.c.id)
        .limit(most),
    )
