"""``outbox``: what a platform refused for good, and what nobody knows to have arrived."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from bot.engine import holding
from bot.engine.runtime import utc_now
from bot.operating import Command, times
from bot.operating.opening import opened
from bot.store import cohorts, letters, queue
from bot.store.letters import Letter

ALL = "all"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("retry", "drop"),
                        help="send again, or give up for good; lists them without")  # fmt: skip
    parser.add_argument("keys", nargs="*", metavar="KEY", help="which, or 'all'")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _run(options: argparse.Namespace) -> int:
    if bool(options.action) != bool(options.keys):
        print("Say 'outbox retry KEY' or 'outbox drop KEY', with 'all' for all.", file=sys.stderr)
        return 2
    with opened() as (database, _):
        if options.action is None:
            with database.reading() as db:
                found = letters.all_of_them(db)
            _list(found, as_json=options.json)
            return 0
        act = _retry if options.action == "retry" else _drop
        with database.transaction() as db:
            told = _each(db, options.keys, act)
        # Only now is it so.
        for key, said in told.items():
            if said is None:
                print(f"{key}: nothing dead or unknown has this key", file=sys.stderr)
            else:
                print(f"{key}: {said}")
        return 1 if None in told.values() else 0


def _list(found: Sequence[Letter], *, as_json: bool) -> None:
    for each in found:
        at = (each.done_at or each.created_at).isoformat(timespec="seconds")
        if as_json:
            print(json.dumps({
                "key": each.key, "state": each.state, "at": at, "kind": each.kind,
                "platform": each.platform, "workspace": each.workspace, "to": each.place,
                "tries": each.tries, "why": each.why,
            }))  # fmt: skip
        else:
            print(f"{each.key}  {each.state}  {at}  {each.kind} to {each.platform} {each.place}  "
                  f"tried {times(each.tries)}  {each.why}")  # fmt: skip
    if as_json:
        return
    dead = sum(each.state == "dead" for each in found)
    print(f"{dead} refused for good, {len(found) - dead} unknown." if found else "Nothing is here.")


def _each(
    db: Connection, keys: Sequence[str], act: Callable[[Connection, Letter], str | None]
) -> dict[str, str | None]:
    """Act on each; by key what is to be told of it, None where nothing could be done."""
    known = {each.key: each for each in letters.all_of_them(db)}
    chosen = known if list(keys) == [ALL] else keys
    cohorts.lock(db, {known[key].cohort for key in chosen if key in known})
    return {key: act(db, known[key]) if key in known else None for key in chosen}


def _retry(db: Connection, letter: Letter) -> str | None:
    if letter.expires is not None and letter.expires <= utc_now():
        return "its time is over, so that it stays where it is"
    row = queue.by_key(db, letter.key)
    if row is None or row.state not in letters.STATES:
        return None
    if holding.again(db, row, utc_now()):
        return "the bot sends it again, in their hours and within their number of messages"
    if letter.state == "unknown":
        return "the bot sends it again; it may appear twice, since it may have arrived before"
    return "the bot sends it again"


def _drop(db: Connection, letter: Letter) -> str | None:
    return "given up" if letters.let_go(db, letter.key, utc_now()) else None


COMMAND = Command(
    name="outbox",
    help="List messages that were refused for good or may not have arrived; send them again.",
    run=_run,
    arguments=_arguments,
)
