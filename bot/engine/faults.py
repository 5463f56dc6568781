"""What happens when a story fails: which faults are the database's, and parking for replay.

Faults are described by their type and place in the code. Their messages are left out, since they
can hold members' words.
"""

import logging
import sqlite3
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.engine.work import Tools, Work
from bot.protocol.events import Commanded, Edited, Event, Pressed, Said, Submitted
from bot.store import ledger
from bot.store.codec import dump_event, load_event

log = logging.getLogger(__name__)

# SQLite's primary result codes that say nothing about the statement: busy, locked, out of memory,
# read only, interrupted, I/O, corrupt, full, cannot open, protocol.
_SQLITE = {5, 6, 7, 8, 9, 10, 11, 13, 14, 15}
# PostgreSQL's classes: connection, transaction rollback, resources, operator intervention, system.
_POSTGRES = {"08", "40", "53", "55", "57", "58"}
# Of a class that is ours otherwise: a process that was stopped for longer than a transaction may
# idle or last has lost its connection, and that is nobody's fault.
_ENDED = {"25P03", "25P04"}


def of_database(fault: BaseException) -> bool:
    """Whether the database failed, not the story: then nothing is parked, nothing acknowledged."""
    return any(_of_database(each) for each in _chain(fault))


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """A fault and those it came from: going back to a savepoint of a database that failed fails
    too, and hides why."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _of_database(fault: BaseException) -> bool:
    if not isinstance(fault, DBAPIError):
        return False
    code = getattr(fault.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE
    state = getattr(fault.orig, "sqlstate", None)
    if state is None:
        # The driver's own word, not the server's: no connection, or a value that it cannot send.
        return fault.connection_invalidated or isinstance(fault, OperationalError)
    return fault.connection_invalidated or state[:2] in _POSTGRES or state in _ENDED


def not_a_database(fault: BaseException) -> bool:
    """Whether the file that was opened holds something else."""
    return getattr(getattr(fault, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB


def passing(fault: BaseException) -> bool:
    """Whether another try may do: two transactions stood in each other's way."""
    return _state(fault) in ("40001", "40P01", "55P03")


def overtaken(fault: BaseException) -> bool:
    """Whether another process was quicker to insert the same row: a second try will find it."""
    return _state(fault) == "23505"


def _state(fault: BaseException) -> str | None:
    return getattr(getattr(fault, "orig", None), "sqlstate", None)


def describe(fault: BaseException) -> str:
    """Type and place of a fault, without its message."""
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if "site-packages" not in
              f.filename]  # fmt: skip
    last = frames[-1] if frames else None
    where = f" at {last.filename.rsplit('/', 1)[-1]}:{last.lineno} in {last.name}" if last else ""
    return f"{type(fault).__name__}{where}"


def park(
    db: Connection, event: Event, work: Work | None, fault: BaseException, tools: Tools,
    now: datetime, concerns: Iterable[str] = (), sealed: bool = False,
) -> str:  # fmt: skip
    """Keep an event whose story failed; the reference to tell. What was not agreed to be kept is
    parked without words, and what is ``sealed`` not at all. ``concerns``: whom it is about, besides
    the person who caused it."""
    reference = tools.new_id(8)
    why = describe(fault)
    log.error(
        "parked %s, reference %s: %s",
        type(event).__name__,
        reference,
        why,
        extra={"reference": reference},
    )
    if sealed:
        return reference
    who = work.who.id if work is not None and work.who is not None else None
    ledger.park(
        db,
        reference=reference,
        at=now,
        event=dump_event(_scrubbed(event, work is not None and work.agreed)),
        kind=type(event).__name__,
        cohort=work.cohort.id if work is not None and work.cohort is not None else None,
        person=who,
        why=why,
        concerns=sorted({*concerns, *((who,) if who else ())}),
    )
    return reference


def _scrubbed(event: Event, agreed: bool) -> Event:
    if agreed:
        return event
    match event:
        case Said() | Edited():
            return replace(event, nodes=())
        case Submitted():
            return replace(event, values={})
        case Pressed() if "text" in event.args:
            return replace(event, args={**event.args, "text": _first_word(event.args["text"])})
        case Commanded():
            return replace(event, text=_first_word(event.text))
        case _:
            return event


def _first_word(text: str) -> str:
    return next(iter(text.split(maxsplit=1)), "")


def load(parked: ledger.Parked) -> Event:
    """The event that was parked."""
    return load_event(parked.event)
