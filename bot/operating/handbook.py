"""``handbook``: what a cohort keeps of its discussions, as one document to print or pass on."""

import argparse

from bot.features.handbook.export_book import book
from bot.operating import Command, book_files, working
from bot.operating.opening import opened
from bot.protocol.adapter import SettingsError


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cohort", metavar="COHORT", help="a cohort's id, see 'cohorts'")
    book_files.arguments(parser)


def _run(options: argparse.Namespace) -> int:
    with opened() as (database, settings), database.reading() as db:
        made = book(working.about(db, settings, options.cohort))
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
