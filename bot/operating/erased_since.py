"""Whoever was erased after a backup was made came back with it: found, and erased again.

Who they are cannot be read from the newer database, which holds marks alone. But everyone whom the
backup knows can be asked for there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.engine import former
from bot.engine.dispatch import Dispatcher
from bot.engine.figures import Parked
from bot.engine.work import Tools, Work
from bot.protocol.events import Noted
from bot.store import kept, people, restoring, secrets, tombstones


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """A person whom the backup brought back: from which cohorts they were erased since (None: from
    what is kept of them outside of cohorts), and when."""

    person: str
    erasures: tuple[tuple[str | None, datetime], ...]


def came_back(db: Connection, before: Connection, tools: Tools, now: datetime) -> list[CameBack]:
    """Everyone who was erased in the newer database ``before`` and stands in this one."""
    if not tombstones.there_are(before):
        return []
    # Marks that were made without a key are recognised by the value that they were made with.
    own = secrets.value(before, secrets.MARKS)
    if own is not None:
        secrets.own(db, secrets.MARKS, own)
    here, there = Work(db=db, now=now, tools=tools), Work(db=before, now=now, tools=tools)
    found = (
        CameBack(person=each, erasures=tuple(_erasures(each, here, there)))
        for each in restoring.everyone(db)
    )
    return [each for each in found if each.erasures]


def _erasures(person: str, here: Work, there: Work) -> Iterator[tuple[str | None, datetime]]:
    theirs = [each.id for each in kept.cohorts(here.db, person)]
    whole = _newer(person, None, here, there)
    for each in theirs:
        at = whole or _newer(person, each, here, there)
        if at is not None:
            yield each, at
    if not theirs and whole is not None:
        yield None, whole


def _newer(person: str, cohort: str | None, here: Work, there: Work) -> datetime | None:
    """When they were erased, if this database does not know of it."""
    for user in people.users_of(here.db, person):
        at, known = (former.erased_at(work, user, cohort) for work in (there, here))
        if at is not None and (known is None or known < at):
            return at
    return None


def erase_again(db: Connection, who: CameBack, dispatcher: Dispatcher) -> bool:
    """Erase them as they were erased before; False if that failed and is parked."""
    for cohort, at in who.erasures:
        args = {"person": who.person, "at": at.isoformat()}
        args |= {"cohort": cohort} if cohort is not None else {}
        wanted = Noted(at=dispatcher.now(), keys=(), topic="erase-wanted", cohort=cohort, args=args)
        if isinstance(dispatcher.within(db, wanted, concerns=[who.person]), Parked):
            return False
    return True
