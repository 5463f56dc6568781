"""``parked``: events whose handling failed, listed, taken again by the running bot, or dropped."""

import argparse
import json
import sys
import time
from collections.abc import Sequence

from bot.operating import Command, times
from bot.operating.opening import opened
from bot.store import ledger
from bot.store.database import Database
from bot.store.ledger import Parked

ALL = "all"
PATIENCE = 10.0
"""Seconds to wait for the running bot, unless told otherwise."""
_LOOK = 0.2


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("replay", "drop"),
                        help="take again, or give up for good; lists them without")  # fmt: skip
    parser.add_argument("references", nargs="*", metavar="REFERENCE", help="which, or 'all'")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--wait", type=float, default=PATIENCE, metavar="SECONDS",
                        help="how long to wait for the running bot to take them")  # fmt: skip


def _run(options: argparse.Namespace) -> int:
    if bool(options.action) != bool(options.references):
        print("Say 'parked replay REFERENCE' or 'parked drop REFERENCE', with 'all' for all.",
              file=sys.stderr)  # fmt: skip
        return 2
    with opened() as (database, _):
        if options.action is None:
            _list(_parked(database), as_json=options.json)
            return 0
        if options.action == "drop":
            return _drop(database, options.references)
        return _replay(database, options.references, options.wait)


def _parked(database: Database) -> list[Parked]:
    with database.reading() as db:
        return ledger.parked_events(db)


def _list(found: Sequence[Parked], *, as_json: bool) -> None:
    for each in found:
        at = each.at.isoformat(timespec="seconds")
        if as_json:
            print(json.dumps({
                "reference": each.reference, "at": at, "kind": each.kind, "tries": each.tries,
                "why": each.why, "cohort": each.cohort, "person": each.person,
                "state": each.state,
            }))  # fmt: skip
        else:
            print(f"{each.reference}  {at}  {each.kind}  tried {times(each.tries)}  {each.why}")
    if not as_json:
        print(f"{len(found)} parked." if found else "Nothing is parked.")


def _drop(database: Database, references: Sequence[str]) -> int:
    with database.transaction() as db:
        known = [each.reference for each in ledger.parked_events(db)]
        chosen = known if list(references) == [ALL] else list(references)
        for reference in chosen:
            if reference in known:
                ledger.settle_parked(db, reference, "dropped")
    # Only now is it so.
    for reference in chosen:
        if reference in known:
            print(f"{reference}: given up")
    return max((_unknown(each) for each in chosen if each not in known), default=0)


def _replay(database: Database, references: Sequence[str], patience: float) -> int:
    """Ask the running bot, and tell what came of it. Only there are the platforms connected, whose
    links the answers may hold."""
    waiting: dict[str, int] = {}
    with database.transaction() as db:
        known = {each.reference: each.tries for each in ledger.parked_events(db)}
        chosen = list(known) if list(references) == [ALL] else list(references)
        for reference in chosen:
            if reference in known and ledger.want_replay(db, reference):
                waiting[reference] = known[reference]
    failed = max((_unknown(each) for each in chosen if each not in waiting), default=0)
    until = time.monotonic() + patience
    while waiting:
        over = time.monotonic() >= until
        left = {each.reference: each for each in _parked(database)}
        for reference, tries in list(waiting.items()):
            now = left.get(reference)
            if now is None:
                print(f"{reference}: taken")
            elif now.tries > tries:
                print(f"{reference}: failed again and stays parked: {now.why}")
                failed = 1
            elif over and now.state != "wanted":
                print(f"{reference}: a bot began with it and did not finish: ask again")
                failed = 1
            elif over:
                print(f"{reference}: no bot has taken it yet; the next one that runs does")
            else:
                continue
            del waiting[reference]
        if waiting:
            time.sleep(_LOOK)
    return failed


def _unknown(reference: str) -> int:
    print(f"{reference}: nothing is parked under this reference", file=sys.stderr)
    return 1


COMMAND = Command(
    name="parked",
    help="List events whose handling failed, and have them taken again.",
    run=_run,
    arguments=_arguments,
)
