"""Summaries, and the copies of them that stand before people.

A copy is a speech whose key begins with ``draft:``, ``copy:``, ``outdated:`` or ``summary:`` and
the summary's id, so that all of them are found when words have to leave.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from bot.store import discussions, postings
from bot.store.records import Discussion, Message, Period, Subject, Summary
from bot.store.rows import insert_new, many, one
from bot.store.tables import discussion, message, outgoing, period, summary

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


def of_subject(db: Connection, subject: Subject, *states: str) -> list[Summary]:
    """The summaries of a discussion or a period in these states, newest first."""
    if isinstance(subject, Discussion):
        return of_discussion(db, subject.id, *states)
    query = select(summary).where(summary.c.period == subject.id, summary.c.state.in_(states))
    return many(db, Summary, query.order_by(*_newest))


def subject(db: Connection, of: Summary) -> Subject | None:
    """What a summary is about."""
    if of.discussion is not None:
        return discussions.get(db, of.discussion)
    return None if of.period is None else period_by_id(db, of.period)


def period_by_id(db: Connection, period_id: str) -> Period | None:
    """A period by id."""
    return one(db, Period, select(period).where(period.c.id == period_id))


def period_of(db: Connection, wanted: Period) -> Period:
    """The period of this cohort and kind between these moments: the one that is known, or else
    this one, which is inserted."""
    insert_new(db, period, **asdict(wanted))
    query = select(period).where(
        period.c.cohort == wanted.cohort,
        period.c.kind == wanted.kind,
        period.c.begins == wanted.begins,
        period.c.ends == wanted.ends,
    )
    found = one(db, Period, query)
    assert found is not None
    return found


def periods_after(db: Connection, of: Discussion) -> list[Period]:
    """The periods in which something of a discussion was or may have been said, oldest first:
    of words that are gone nobody can tell any more when they came, but never before it opened."""
    query = select(period).where(period.c.cohort == of.cohort, period.c.ends > of.opened_at)
    return many(db, Period, query.order_by(period.c.begins, period.c.id))


def discussions_in(db: Connection, its: Period) -> list[Discussion]:
    """The discussions in which something was said during a period, in order."""
    said = select(message.c.discussion).where(
        message.c.cohort == its.cohort,
        message.c.at >= its.begins,
        message.c.at < its.ends,
        message.c.held.is_(False),
    )
    query = select(discussion).where(discussion.c.id.in_(said))
    return many(db, Discussion, query.order_by(discussion.c.opened_at, discussion.c.id))


def discussions_behind(db: Connection, which: ColumnElement[bool]) -> list[str]:
    """Ids of discussions with which the summaries that ``which`` picks are made anew, in order:
    their own, or, of a period, any that opened before it ended."""
    own = select(summary.c.discussion).where(which, summary.c.discussion.is_not(None))
    any_of_period = (
        select(func.min(discussion.c.id))
        .join(period, period.c.cohort == discussion.c.cohort)
        .join(summary, summary.c.period == period.c.id)
        .where(which, discussion.c.opened_at < period.c.ends)
        .group_by(period.c.id)
    )
    return sorted({id for query in (own, any_of_period) for id in db.execute(query).scalars()})


def messages(db: Connection, of: Subject) -> list[Message]:
    """What everyone can read of a discussion, or of a period, in order of time."""
    if isinstance(of, Discussion):
        return discussions.messages(db, of.id)
    query = select(message).where(
        message.c.cohort == of.cohort,
        message.c.at >= of.begins,
        message.c.at < of.ends,
        message.c.held.is_(False),
    )
    return many(db, Message, query.order_by(message.c.at, message.c.id))


def newest_of_period(db: Connection, wanted: Period) -> Summary | None:
    """The newest approved summary of a cohort that is about these very days; of everything so far,
    the newest there is."""
    days = (period.c.begins == wanted.begins, period.c.ends == wanted.ends)
    query = (
        select(summary)
        .join(period, period.c.id == summary.c.period)
        .where(
            summary.c.cohort == wanted.cohort,
            summary.c.state == "approved",
            *((period.c.kind == "all",) if wanted.kind == "all" else days),
        )
        .order_by(period.c.ends.desc(), *_newest)
    )
    return one(db, Summary, query)


def overtaken(db: Connection, subject: Subject) -> list[Summary]:
    """The approved summaries whose place a newly approved one of this subject takes, newest first:
    what sums up everything so far takes the place of what did so before."""
    if isinstance(subject, Discussion) or subject.kind != "all":
        return of_subject(db, subject, "approved")
    query = (
        select(summary)
        .join(period, period.c.id == summary.c.period)
        .where(
            summary.c.cohort == subject.cohort,
            summary.c.state == "approved",
            period.c.kind == "all",
        )
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
    return postings.copies(db, f"{kind}:{summary_id}:")


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
