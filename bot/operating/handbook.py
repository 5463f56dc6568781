"""``handbook``: what a cohort keeps of its discussions, as one document to print or pass on."""

import argparse
import random

from bot import compose
from bot.engine.runtime import utc_now
from bot.engine.work import Work
from bot.features.handbook.export_book import book
from bot.operating import Command, book_files
from bot.operating.opening import opened
from bot.protocol.adapter import SettingsError
from bot.store import cohorts


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cohort", metavar="COHORT", help="a cohort's id, see 'cohorts'")
    book_files.arguments(parser)


def _run(options: argparse.Namespace) -> int:
    with opened() as (database, settings), database.reading() as db:
        cohort = cohorts.get(db, options.cohort)
        if cohort is None:
            raise SettingsError([f"There is no cohort {options.cohort}; 'cohorts' lists them."])
        # No platform is connected here, so that nothing links to a message.
        tools = compose.tools(random.SystemRandom(), {}, settings.prompts, settings.keyring)
        made = book(Work(db=db, now=utc_now(), tools=tools, cohort=cohort))
    if not made.parts:
        raise SettingsError(["There is nothing in it yet: no summary was approved."])
    book_files.hand_out(made, options)
    return 0


COMMAND = Command(
    name="handbook",
    help="Write down what a cohort keeps of its discussions: Markdown, HTML or PDF.",
    run=_run,
    arguments=_arguments,
)
