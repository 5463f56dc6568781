"""That a moderator wrote to someone who has not been around, or left them in peace.

The words of a note are never kept here: they stand in the outbox until the note is sent.
"""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.protocol.refs import Ref
from bot.store import postings
from bot.store.records import Posting
from bot.store.rows import one
from bot.store.tables import nudge, outgoing, posting

KEY = "nudge"
"""The first part of the keys of notes that are sent; the second is the nudge's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """``state``: sent, copied (to send oneself), left, or passed (sent, and the answer passed on).
    ``by`` is None once that moderator was erased."""

    id: str
    cohort: str
    person: str
    by: str | None
    state: str
    day: date


def add(db: Connection, new: Nudge) -> None:
    """Insert a nudge."""
    db.execute(insert(nudge).values(**asdict(new)))


def get(db: Connection, nudge_id: str) -> Nudge | None:
    """A nudge by id."""
    return one(db, Nudge, select(nudge).where(nudge.c.id == nudge_id))


def newest(db: Connection, cohort_id: str, person_id: str) -> Nudge | None:
    """The newest nudge of a person in a cohort."""
    theirs = (nudge.c.cohort == cohort_id, nudge.c.person == person_id)
    return one(db, Nudge, select(nudge).where(*theirs).order_by(nudge.c.day.desc()).limit(1))


def days(db: Connection, cohort_id: str) -> dict[str, date]:
    """By person, the day of their newest nudge in a cohort."""
    query = select(nudge.c.person, func.max(nudge.c.day).label("day"))
    rows = db.execute(query.where(nudge.c.cohort == cohort_id).group_by(nudge.c.person))
    return {row.person: row.day for row in rows}


def change(db: Connection, nudge_id: str, state: str) -> None:
    """Give a nudge another state."""
    db.execute(update(nudge).where(nudge.c.id == nudge_id).values(state=state))


def forget(db: Connection, cohort_id: str, before: date | None = None) -> None:
    """Forget a cohort's nudges from before a day, or (None) all."""
    gone = delete(nudge).where(nudge.c.cohort == cohort_id)
    db.execute(gone if before is None else gone.where(nudge.c.day < before))


def answered_by(db: Connection, person_id: str, ref: Ref) -> Nudge | None:
    """The note that words in someone's private chat answer: they stand in its thread, or it is the
    newest message there; ``ref`` is where the words stand."""
    there = postings.of_thread(db, ref) if ref.thread is not None else _last(db, person_id, ref)
    if there is None or there.person != person_id:
        return None
    folded = select(outgoing.c.key).where(
        outgoing.c.digest == there.key, outgoing.c.key.startswith(f"{KEY}:")
    )
    for key in (there.key, *db.execute(folded).scalars()):
        kind, _, nudge_id = key.partition(":")
        if kind == KEY:
            return get(db, nudge_id)
    return None


def _last(db: Connection, person_id: str, ref: Ref) -> Posting | None:
    here = (
        posting.c.person == person_id,
        posting.c.platform == ref.platform,
        posting.c.workspace == ref.workspace,
    )
    query = select(posting).where(*here).order_by(posting.c.at.desc(), posting.c.key)
    return one(db, Posting, query.limit(1))
