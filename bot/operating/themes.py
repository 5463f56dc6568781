"""``themes``: what recurs in several cohorts and what is one's own, without their words."""

import argparse
import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.engine.runtime import utc_now
from bot.engine.work import Work
from bot.features.notes.across import Across, across, book, links_of
from bot.operating import Command, book_files, naming, working
from bot.operating.opening import opened
from bot.protocol.adapter import SettingsError
from bot.rules.across import Group
from bot.rules.periods import past_day
from bot.store.records import Cohort


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cohorts", nargs="+", metavar="COHORT", help="ids, see 'cohorts'")
    parser.add_argument(
        "--since", metavar="DAY", help="such as 2026-01-01; without a year, the last such day"
    )
    parser.add_argument("--json", action="store_true", help="as data")
    book_files.arguments(parser)


def _run(options: argparse.Namespace) -> int:
    wanted = list(dict.fromkeys(options.cohorts))
    if len(wanted) < 2:
        raise SettingsError(["Name two cohorts or more; 'cohorts' lists them."])
    now = utc_now()
    since = date.min if options.since is None else _day(options.since, now.date())
    if since is None:
        raise SettingsError([f"--since: “{options.since}” is not a day; write it as 2026-01-01."])
    with opened() as (database, settings), database.reading() as db:
        known = naming.all_cohorts(db, wanted)
        work = Work(db=db, now=now, tools=working.tools(settings))
        its = across(work, known, since)
        made = book(work, its, known)
    if not made.parts:
        raise SettingsError(["There is nothing to compare: no summary of these is approved."])
    if options.json:
        text = json.dumps(_data(its, known), ensure_ascii=False, indent=2)
        book_files.write(f"{text}\n".encode(), options.out)
    else:
        book_files.hand_out(made, options)
    return 0


def _day(text: str, today: date) -> date | None:
    """As in the chat, and ``03-01``, which lacks only the year; then it is the last such day."""
    return past_day(re.sub(r"^(\d\d)-(\d\d)$", r"\1/\2", text.strip()), today)


def _data(its: Across, known: Sequence[Cohort]) -> dict[str, Any]:
    return {
        "cohorts": [{"id": each.id, "name": each.name} for each in known],
        "themes": [_group(its, each) for each in its.common],
        "particular": [_group(its, each) for each in its.own],
        "links": {id: list(urls) for id, urls in its.links.items()},
    }


def _group(its: Across, group: Group) -> dict[str, Any]:
    """``people`` and numbers are null where fewer than five are behind them, ``name`` where there
    is none that all of these cohorts share."""
    return {
        "name": group.name or None,
        "cohorts": {
            id: {
                "name": row.name,
                "people": row.people,
                "discussions": row.discussions,
                "kinds": dict(row.kinds),
            }
            for id, row in group.cohorts.items()
        },
        "links": list(links_of(its, group)),
    }


COMMAND = Command(
    name="themes",
    help="Find themes that recur in several cohorts, told without anyone's words.",
    run=_run,
    arguments=_arguments,
)
