"""``cohorts``: which there are, without a word of what is said in them."""

import argparse
import json

from bot.operating import Command, counted
from bot.operating.opening import opened
from bot.store import export


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _run(options: argparse.Namespace) -> int:
    with opened() as (database, _), database.reading() as db:
        found = export.all_cohorts(db)
    for each in found:
        if options.json:
            print(json.dumps(each))
            continue
        dates = f"{each['starts']} to {each['ends'] or 'open'}"
        numbers = (
            counted(each["members"], "member", "members"),
            counted(each["discussions"], "discussion", "discussions"),
            counted(each["messages"], "message kept", "messages kept"),
        )
        print("  ".join((each["id"], each["name"], each["state"], dates, *numbers)))
    if not found and not options.json:
        print("There is no cohort.")
    return 0


COMMAND = Command(
    name="cohorts",
    help="List all cohorts: ids, names, states and numbers.",
    run=_run,
    arguments=_arguments,
)
