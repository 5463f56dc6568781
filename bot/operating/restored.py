"""``restored``: what to do once after an older backup was put back, before the bot starts.

The database does not know what happened after the backup. Whoever was erased since is erased again,
if the newer database is still there to tell. Whatever there is to say is looked up on the platform
first, and the moderators are asked about each prompt whose time came meanwhile: a second try would
have another key, and could not be looked up. How far it has come is kept with each step, in the
same transaction: broken off, it goes on where it was, and done again, it does nothing.
"""

import argparse
import os
from contextlib import ExitStack
from dataclasses import replace

from sqlalchemy import Connection

from bot import config
from bot.engine import attention
from bot.engine.dispatch import Dispatcher
from bot.logs import to_stderr
from bot.operating import Command, counted, erased_since, working
from bot.operating.opening import alone_with, answering, existing, same, url_of
from bot.protocol.adapter import SettingsError
from bot.protocol.events import Noted
from bot.store import restoring, tombstones
from bot.store.database import Database
from bot.store.restoring import CatchingUp

OLDER = "--from"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(OLDER, dest="before", metavar="DATABASE",
                        help="the database as it was before the backup was put back, a file or a "
                        "URL: who was erased there is erased again")  # fmt: skip


def _run(options: argparse.Namespace) -> int:
    settings = config.read(os.environ)
    to_stderr("error", settings.log_format)
    with ExitStack() as stack:
        before = None
        if options.before is not None:
            before = stack.enter_context(
                existing(*_older(options.before, settings.database_url), any_version=True)
            )
        database = stack.enter_context(alone_with(settings.database_url, "DATABASE_URL"))
        dispatcher = working.dispatcher(database, settings)
        with database.reading() as db:
            begun = restoring.begun(db)
        far = catch_up(database, dispatcher, before)
        if not dispatcher.scrub():
            print("The database's file is in use: the bot scrubs it within some minutes.")
    _tell(far, again=far == begun)
    return 0


def _older(text: str, current: str) -> tuple[str, str]:
    """The URL of the database before, and how it is called."""
    url = url_of(text if "://" in text else f"sqlite:///{text}", OLDER)
    if same(url, url_of(current, "DATABASE_URL")):
        raise SettingsError([f"{OLDER} names the database that was put back, not the one before."])
    return url, OLDER


def _tell(far: CatchingUp, *, again: bool) -> None:
    """``again``: all of it had been done before, but for what could not be: without the database as
    it was, nobody who came back is erased."""
    if again and far.erased is not None:
        print("This was done before: nothing was left to do.")
    match far.erased:
        case None:
            print(
                "Whoever was erased since the backup may have come back with it. Before you start "
                f"the bot, do this again with {OLDER} and the database as it was before, or erase "
                "them from your list, with 'erase'."
            )
        case _ if again:
            pass
        case 0:
            print("Nobody who was erased since the backup came back with it.")
        case 1:
            print("1 person who was erased since the backup had come back, and is erased again.")
        case number:
            print(f"{number} people who were erased since the backup had come back, and are erased "
                  "again.")  # fmt: skip
    start = f"{'Then' if far.erased is None else 'Now'} start the bot."
    if again:
        print(start)
        return
    messages = counted(far.doubted or 0, "message is", "messages are")
    print(f"{messages} looked up on the platforms before being sent. {start}")


def catch_up(
    database: Database, dispatcher: Dispatcher, before: Database | None = None
) -> CatchingUp:
    """Erase again who was erased in the database ``before``, do what came due since the backup, and
    doubt all that is to be said. Raises SettingsError if someone cannot be erased."""
    with database.transaction() as db:
        far = restoring.begun(db)
        if far is None:
            far = CatchingUp(since=restoring.last_known(db) or dispatcher.now())
            restoring.note(db, far)
    if before is not None:
        far = _erased_again(database, dispatcher, before, far)
    if far.asked is None:
        with database.transaction() as db:
            asked = _asked(db, dispatcher)
            far = replace(far, asked=asked)
            restoring.note(db, far)
            # Before anything comes due: what is let go then is looked up as well.
            restoring.doubt_held(db, dispatcher.now(), far.since, asked)
    if far.doubted is not None:
        return far
    with database.transaction() as db:
        attention.wake(db, dispatcher.now())
    while dispatcher.come_due():
        pass
    with database.transaction() as db:
        assert far.asked is not None
        number = restoring.doubt(db, dispatcher.now(), far.since, far.asked)
        far = replace(far, doubted=number)
        restoring.note(db, far)
    return far


def _erased_again(
    database: Database, dispatcher: Dispatcher, before: Database, far: CatchingUp
) -> CatchingUp:
    with answering(OLDER), before.reading() as older, database.transaction() as db:
        found = erased_since.came_back(db, older, dispatcher.tools, dispatcher.now())
        marks = tombstones.all_of_them(older)
    far = replace(far, erased=far.erased or 0)
    for each in found:
        with database.transaction() as db:
            done = erased_since.erase_again(db, each, dispatcher)
            if done:
                far = replace(far, erased=(far.erased or 0) + 1)
                restoring.note(db, far)
        if not done:
            raise SettingsError(
                [
                    "Somebody who was erased since could not be erased again: 'parked' lists why. "
                    "Do not start the bot before a version that mends it has done this again."
                ]
            )
    with database.transaction() as db:
        restoring.note(db, far)
        # Last, since by them it is known who is still to be erased; also of people whom the backup
        # never knew.
        for mark, at in marks.items():
            tombstones.write(db, mark, at)
    return far


def _asked(db: Connection, dispatcher: Dispatcher) -> tuple[int, int]:
    """Ask the moderators about what came due; the numbers between which what is asked stands."""
    first, now = restoring.newest_speech(db), dispatcher.now()
    for cohort in restoring.overdue_cohorts(db, now):
        dispatcher.within(db, Noted(at=now, keys=(), topic="restored", cohort=cohort))
    return first, restoring.newest_speech(db)


COMMAND = Command(
    name="restored",
    help="After an older backup was put back: let nothing be said twice, and nobody come back.",
    run=_run,
    arguments=_arguments,
)
