"""``restored``: what to do once after an older backup was put back, before the bot starts.

The database does not know what happened after the backup. Whatever it has to say is looked up on
the platform first, and the moderators are asked about each prompt whose time came meanwhile: a
second try would have another key, and could not be looked up.
"""

import argparse
import os
import random

from bot import compose, config
from bot.engine.dispatch import Dispatcher
from bot.engine.runtime import utc_now
from bot.logs import to_stderr
from bot.operating import Command
from bot.operating.opening import alone_with
from bot.protocol.events import Noted
from bot.store import restoring
from bot.store.database import Database


def _run(_options: argparse.Namespace) -> int:
    settings = config.read(os.environ)
    to_stderr("error", settings.log_format)
    with alone_with(settings.database_url, "DATABASE_URL") as database:
        tools = compose.tools(random.SystemRandom(), {}, settings.prompts, settings.keyring)
        number = catch_up(database, Dispatcher(database, tools, compose.features(), utc_now))
    print(f"{number} messages are looked up on their platforms before they are sent. "
          "Now start the bot.")  # fmt: skip
    return 0


def catch_up(database: Database, dispatcher: Dispatcher) -> int:
    """Do what came due since the backup, and doubt all that is to be said; how many messages that
    are. It may be done again, should it be broken off."""
    now = dispatcher.now()
    with database.transaction() as db:
        since = restoring.last_known(db) or now
        before = restoring.newest_speech(db)
        for cohort in restoring.overdue_cohorts(db, now):
            event = Noted(at=now, keys=(), topic="restored", cohort=cohort)
            dispatcher.within(db, event)
        asked = (before, restoring.newest_speech(db))
    while dispatcher.come_due():
        pass
    with database.transaction() as db:
        return restoring.doubt(db, dispatcher.now(), since, asked)


COMMAND = Command(
    name="restored",
    help="After an older backup was put back: let nothing be said twice. Run it before the bot.",
    run=_run,
)
