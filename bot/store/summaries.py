"""Summaries, and the copies of them that stand before people.

A copy is a speech whose key begins with ``draft:``, ``copy:``, ``outdated:`` or ``summary:`` and
the summary's id, so that all of them are found when words have to leave.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, update

from bot.store.queue import OPEN
from bot.store.records import Summary
from bot.store.rows import many, one
from bot.store.tables import discussion, message, outgoing, posting, summary

Kind = Literal["draft", "copy", "outdated"]

_newest = (summary.c.created_at.desc(), summary.c.approved_at.desc(), summary.c.id.desc())


def add(db: Connection, new: Summary) -> None:
    """Insert a summary."""
    db.execute(insert(summary).values(**asdict(new)))


def get(db: Connection, summary_id: str) -> Summary | None:
    """A summary by id."""
    return one(db, Summary, select(summary).where(summary.c.id == summary_id))


def change(db: Connection, summary_id: str, **values: Any) -> None:
    """Change columns of a summary."""
    db.execute(update(summary).where(summary.c.id == summary_id).values(**values))


def of_discussion(db: Connection, discussion_id: str, *states: str) -> list[Summary]:
    """A discussion's summaries in these states, newest first."""
    query = select(summary).where(
        summary.c.discussion == discussion_id, summary.c.state.in_(states)
    )
    return many(db, Summary, query.order_by(*_newest))


def drafts(db: Connection, cohort_id: str) -> list[Summary]:
    """A cohort's drafts that wait for its moderators, newest first."""
    query = select(summary).where(summary.c.cohort == cohort_id, summary.c.state == "draft")
    return many(db, Summary, query.order_by(*_newest))


def newest_approved(db: Connection, cohort_id: str) -> Summary | None:
    """The approved summary of the newest discussion of a cohort that has one."""
    query = (
        select(summary)
        .join(discussion, discussion.c.id == summary.c.discussion)
        .where(summary.c.cohort == cohort_id, summary.c.state == "approved")
        .order_by(discussion.c.opened_at.desc(), *_newest)
    )
    return one(db, Summary, query)


def last_change(db: Connection, discussion_id: str) -> datetime | None:
    """When the words of a discussion that everyone can read last changed; None without any."""
    query = select(func.max(message.c.at), func.max(message.c.edited_at)).where(
        message.c.discussion == discussion_id, message.c.held.is_(False)
    )
    times = [at for at in db.execute(query).one() if at is not None]
    return max(times, default=None)


def copies(db: Connection, kind: Kind, summary_id: str) -> list[str]:
    """Keys of the copies of a kind, in order: those that stand somewhere, those still on their
    way, and those that were taken back on it because of a word."""
    prefix = f"{kind}:{summary_id}:"
    there = select(posting.c.key).where(posting.c.key.startswith(prefix, autoescape=True))
    coming = select(outgoing.c.key).where(
        outgoing.c.key.startswith(prefix, autoescape=True),
        outgoing.c.state.in_((*OPEN, "dropped")),
    )
    return sorted({row.key for query in (there, coming) for row in db.execute(query)})


def opened_by(db: Connection, cohort_id: str, person_id: str) -> list[str]:
    """Ids of a cohort's discussions whose summaries hold opening words of a person."""
    query = select(summary.c.discussion).where(
        summary.c.cohort == cohort_id, summary.c.opening_by == person_id
    )
    return [row.discussion for row in db.execute(query.distinct())]


def rewrite(db: Connection, key: str, card: Any) -> bool:
    """Put another card into a speech that has not been sent, or was taken back before it was;
    whether that was in time."""
    done = db.execute(
        update(outgoing)
        .where(outgoing.c.key == key, outgoing.c.state.in_(("waiting", "dropped")))
        .values(card=card, state="waiting", done_at=None, why=None)
    )
    return done.rowcount > 0


def overtake(db: Connection, key: str, now: datetime) -> None:
    """Drop the edits of a posting that have not been sent, with their words."""
    db.execute(
        update(outgoing)
        .where(outgoing.c.kind == "edit", outgoing.c.posting == key, outgoing.c.state == "waiting")
        .values(state="dropped", card={"blocks": [], "buttons": []}, done_at=now)
    )
