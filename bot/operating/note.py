"""``note``: what moderators approved to be told of a month, as a document to pass on."""

import argparse
from datetime import date

from bot.features.notes.telling import book, telling
from bot.operating import Command, book_files, working
from bot.operating.opening import opened
from bot.protocol.adapter import SettingsError
from bot.rules.notes import read_month
from bot.store import notes
from bot.text import dates


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cohort", metavar="COHORT", help="a cohort's id, see 'cohorts'")
    parser.add_argument("month", metavar="MONTH", help="such as 2026-03, or 'last month'")
    book_files.arguments(parser)


def _run(options: argparse.Namespace) -> int:
    with opened() as (database, settings), database.reading() as db:
        work = working.about(db, settings, options.cohort)
        note = notes.of_month(db, options.cohort, _month(options.month, work.today()))
        if note is None or note.state != "approved":
            raise SettingsError(
                [
                    "No note of that month is approved. Moderators do that in the chat: "
                    "/cohort note shows them the draft."
                ]
            )
        its = telling(work, note)
        if its.empty:
            raise SettingsError(["What it rested on was changed or taken back: it is empty now."])
        made = book(work, its)
    book_files.hand_out(made, options)
    return 0


def _month(text: str, today: date) -> date:
    first = read_month(text, today)
    if first is None:
        raise SettingsError([f"“{text}” is not a month: write it as 2026-03."])
    if first > today:
        raise SettingsError([f"{dates.month(first)} is yet to come."])
    return first


COMMAND = Command(
    name="note",
    help="Write down what moderators approved to be told of a month, without quotes or names.",
    run=_run,
    arguments=_arguments,
)
