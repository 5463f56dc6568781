"""``members``: who is in a cohort, and how ``erase`` and ``export`` take them."""

import argparse
import json

from bot.operating import Command, naming
from bot.operating.opening import opened
from bot.store import cohorts, people


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cohort", metavar="COHORT", help="a cohort's id, see 'cohorts'")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _run(options: argparse.Namespace) -> int:
    with opened() as (database, _), database.reading() as db:
        its = naming.cohort(db, options.cohort)
        parts = cohorts.memberships(db, its.id, states=cohorts.EVERY_STATE)
        known = people.named(db, [each.person for each in parts])
        found = [
            {
                "user": naming.written(db, known[each.person]),
                "name": known[each.person].name,
                "role": each.role,
                "state": each.state,
            }
            for each in parts
        ]
    for each in found:
        print(json.dumps(each) if options.json else "  ".join(filter(None, each.values())))
    return 0


COMMAND = Command(
    name="members",
    help="List who is in a cohort: how each is written, name, role and state.",
    run=_run,
    arguments=_arguments,
)
