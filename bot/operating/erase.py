"""``erase``: what a person asked for who turned to the organisation, not to the bot."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy import Connection

from bot.engine.dispatch import Dispatcher
from bot.engine.runtime import utc_now
from bot.operating import Command, counted, naming, working
from bot.operating.opening import opened
from bot.protocol.adapter import SettingsError
from bot.protocol.events import Noted
from bot.store import cohorts, kept
from bot.store.database import Database
from bot.store.records import Cohort, Person

_LAST = (
    "They are the only moderator of {name}. Without them its prompts go on as planned, but nobody "
    "approves a summary, hears of what fails, or can change, hold or end it. Better: they, or "
    "someone for them, first say '/cohort hand over @NAME' there."
)
POSTGRES = "DELETE FROM pg_statistic; ANALYZE; VACUUM FULL; CHECKPOINT;"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, help=f"whom: {naming.HELP}")
    parser.add_argument("--cohort", help="from this cohort alone; its id, see 'cohorts'")
    parser.add_argument("--yes", action="store_true", help="do it; shows what it means without")
    parser.add_argument("--without-moderator", action="store_true",
                        help="though they are a cohort's only moderator")  # fmt: skip


def _run(options: argparse.Namespace) -> int:
    with opened() as (database, settings):
        with database.reading() as db:
            person = naming.person(db, options.user, options.cohort)
            theirs = kept.cohorts(db, person.id)
            chosen = [each for each in theirs if options.cohort in (None, each.id)]
            if options.cohort is not None and not chosen:
                raise SettingsError([f"They have no part in a cohort {options.cohort}."])
            alone = [each for each in chosen if cohorts.is_last_moderator(db, each, person.id)]
            _show(db, person, chosen, whole=len(chosen) == len(theirs))
        for each in alone:
            print(_LAST.format(name=each.name))
        if alone and not options.without_moderator:
            print("Nothing is done. If that is to be so: the same with --without-moderator.")
            return 1 if options.yes else 0
        if not options.yes:
            print("Nothing is done yet. The same with --yes does it; it cannot be undone.")
            return 0
        dispatcher = working.dispatcher(database, settings)
        for each in chosen or (None,):
            _erase(dispatcher, person, each)
        return _scrub(dispatcher)


def _show(db: Connection, person: Person, chosen: Sequence[Cohort], *, whole: bool) -> None:
    """What it means."""
    print(f"Erases {naming.written(db, person)} ({person.name or 'no name is kept'}):")
    for each in chosen:
        number = kept.number(db, each.id, person.id)
        messages = counted(number, "message", "messages")
        print(f"  from {each.id}  {each.name} ({each.state}): {messages}")
    if whole:
        print("  and all that is kept besides: nothing of them remains.")


def _erase(dispatcher: Dispatcher, person: Person, cohort: Cohort | None) -> None:
    """What is to be changed on the platforms waits in the outbox, for the running bot to send."""
    now = utc_now()
    args = {"person": person.id, "at": now.isoformat()}
    args |= {"cohort": cohort.id} if cohort is not None else {}
    of = cohort.id if cohort is not None else None
    wanted = Noted(at=now, keys=(), topic="erase-wanted", cohort=of, args=args)
    (outcome,) = dispatcher.take([wanted])
    if isinstance(outcome, BaseException):
        raise outcome
    if _still_there(dispatcher.database, person, cohort):
        raise SettingsError(["It failed and is undone; 'parked' lists it and can try it again."])


def _still_there(database: Database, person: Person, cohort: Cohort | None) -> bool:
    """Whether they are still there: then the story failed, and all that it did was undone."""
    with database.reading() as db:
        theirs = [each.id for each in kept.cohorts(db, person.id)]
    return cohort is not None and cohort.id in theirs


def _scrub(dispatcher: Dispatcher) -> int:
    print("Erased. The running bot changes its messages that named them.")
    if not dispatcher.database.sqlite:
        print(f"PostgreSQL's files forget after this, as its superuser:  {POSTGRES}")
    elif not dispatcher.scrub():
        print(
            "The database's file is in use, so the bot scrubs it within some minutes.",
            file=sys.stderr,
        )
    print("Backups, logs of changes that were shipped, and exports still hold what they held.")
    return 0


COMMAND = Command(
    name="erase",
    help="Erase all that is kept of a person, from one cohort or from all.",
    run=_run,
    arguments=_arguments,
)
