"""What a database that comes from an older backup has to doubt: what it believes not to have been
said may have been said after the backup was made."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, update

from bot.store import secrets
from bot.store.digests import HELD
from bot.store.queue import IN_DOUBT
from bot.store.tables import cohort, due, outgoing, person, posting, seen

_NOTE = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchingUp:
    """How far catching up with a backup has come; kept, so that it goes on after it was broken off
    and does nothing a second time. ``since``: what was said from then on is not known. ``erased``:
    how many people were erased again; None if nobody could be looked for. ``asked``: numbers (after
    the first, up to the second) of speech that is new for certain; None until the moderators were
    asked. ``doubted``: how many messages are to be looked up; None until it is done."""

    since: datetime
    erased: int | None = None
    asked: tuple[int, int] | None = None
    doubted: int | None = None


def begun(db: Connection) -> CatchingUp | None:
    """How far it has come since the bot last started; None if it has not begun."""
    kept = secrets.value(db, _NOTE)
    if kept is None:
        return None
    told = json.loads(kept)
    told["since"] = datetime.fromisoformat(told["since"])
    told["asked"] = tuple(told["asked"]) if told["asked"] is not None else None
    return CatchingUp(**told)


def note(db: Connection, far: CatchingUp) -> None:
    """Write down how far it has come."""
    secrets.put(db, _NOTE, json.dumps({**asdict(far), "since": far.since.isoformat()}))


def forget(db: Connection) -> None:
    """The bot runs again: another backup is another matter."""
    secrets.forget(db, _NOTE)


def last_known(db: Connection) -> datetime | None:
    """About when the backup was made: the newest moment at which anything is known to have
    happened."""
    columns = (seen.c.at, posting.c.at, outgoing.c.created_at, outgoing.c.done_at)
    times = [db.execute(select(func.max(column))).scalar() for column in columns]
    return max((at for at in times if at is not None), default=None)


def overdue_cohorts(db: Connection, now: datetime) -> list[str]:
    """Cohorts for which something came due since then, by id."""
    query = select(cohort.c.id).join(due, due.c.cohort == cohort.c.id).where(due.c.at <= now)
    return list(db.execute(query.distinct().order_by(cohort.c.id)).scalars())


def everyone(db: Connection) -> list[str]:
    """Ids of all people of whom anything is kept."""
    return list(db.execute(select(person.c.id).order_by(person.c.id)).scalars())


def newest_speech(db: Connection) -> int:
    """The number of the speech that was queued last; 0 if there is none."""
    return db.execute(select(func.max(outgoing.c.id))).scalar() or 0


def doubt(db: Connection, now: datetime, since: datetime, asked: tuple[int, int] = (0, 0)) -> int:
    """Let what waits or was under way be looked up before it is sent, among what was said after
    ``since``; how many. What has to wait for its time cannot have been said, what changes or
    renews a message may be said twice, and ``asked`` are numbers (after the first, up to the
    second) of what is new for certain."""
    waiting = (outgoing.c.state == "waiting") & (outgoing.c.not_before <= now)
    doubtful = (
        update(outgoing)
        .where(or_(waiting, outgoing.c.state.in_(("sending", "unsure"))), *_sayable(asked))
        .values(state="unsure", lease_until=now, first_sent_at=_said_from(since), why=IN_DOUBT)
    )
    return db.execute(doubtful).rowcount + doubt_held(db, now, since, asked)


def doubt_held(db: Connection, now: datetime, since: datetime, asked: tuple[int, int]) -> int:
    """Let what is held be looked up when its moment comes: it may have come after the backup, too;
    how many."""
    held = (outgoing.c.state == HELD) & (outgoing.c.not_before <= now)
    doubtful = update(outgoing).where(held, *_sayable(asked))
    return db.execute(doubtful.values(first_sent_at=_said_from(since))).rowcount


def _sayable(asked: tuple[int, int]) -> tuple[ColumnElement[bool], ...]:
    before, until = asked
    return (
        outgoing.c.kind.in_(("post", "tell")),
        or_(outgoing.c.id <= before, outgoing.c.id > until),
    )


def _said_from(since: datetime) -> ColumnElement[datetime]:
    first = func.coalesce(outgoing.c.first_sent_at, outgoing.c.created_at)
    return case((first < since, first), else_=since)
