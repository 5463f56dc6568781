"""``parked``: events whose handling failed, listed and taken again."""

import argparse
import os
import random
import sys
from collections.abc import Sequence

from bot import compose, config
from bot.engine.dispatch import Dispatcher
from bot.engine.runtime import utc_now
from bot.logs import to_stderr
from bot.operating import Command
from bot.store import ledger
from bot.store.database import Database


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("replay", nargs="*", metavar="replay REFERENCE…",
                        help="'replay' and references, or 'replay all'")  # fmt: skip


def _run(options: argparse.Namespace) -> int:
    settings = config.read(os.environ)
    to_stderr("error")
    database = Database(settings.database_url)
    try:
        database.migrate()
        words: list[str] = options.replay
        if not words:
            return _list(database)
        if words[0] != "replay" or len(words) == 1:
            print("Say 'parked replay REFERENCE' or 'parked replay all'.", file=sys.stderr)
            return 2
        return _replay(database, settings, words[1:])
    finally:
        database.close()


def _list(database: Database) -> int:
    with database.transaction() as db:
        rows = ledger.parked_events(db)
    for row in rows:
        when = row.at.isoformat(timespec="seconds")
        print(f"{row.reference}  {when}  {row.kind}  tried {row.tries} times  {row.why}")
    print(f"{len(rows)} parked." if rows else "Nothing is parked.")
    return 0


def _replay(database: Database, settings: config.Config, references: Sequence[str]) -> int:
    """What is said on replay waits in the outbox, for the running bot to send."""
    dispatcher = Dispatcher(
        database,
        compose.tools(random.SystemRandom(), {}, settings.prompts, settings.keyring),
        compose.features(),
        utc_now,
    )
    if list(references) == ["all"]:
        with database.transaction() as db:
            references = [row.reference for row in ledger.parked_events(db)]
    failed = 0
    for reference in references:
        try:
            done = dispatcher.replay(reference)
        except KeyError:
            print(f"{reference}: nothing is parked under this reference", file=sys.stderr)
            failed += 1
            continue
        print(f"{reference}: {'taken' if done else 'failed again and stays parked'}")
        failed += not done
    return 1 if failed else 0


COMMAND = Command(
    name="parked",
    help="List events whose handling failed, and take them again.",
    run=_run,
    arguments=_arguments,
)
