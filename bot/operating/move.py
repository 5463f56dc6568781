"""``move``: everything into another database, such as from SQLite to PostgreSQL."""

import argparse
import os
import sys

from sqlalchemy.exc import DBAPIError

from bot import config
from bot.logs import to_stderr
from bot.operating import Command
from bot.operating.opening import alone_with, same, url_of
from bot.protocol.adapter import SettingsError
from bot.store import alone, copying
from bot.store.copying import Copied, Differs
from bot.store.database import Database


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", required=True, metavar="URL", help="an empty database, such as "
                        "postgresql://user:password@host/name")  # fmt: skip
    parser.add_argument("--from", dest="source", metavar="URL",
                        help="what to copy; DATABASE_URL unless told otherwise")  # fmt: skip


def _run(options: argparse.Namespace) -> int:
    to_stderr("error")
    name = "--from" if options.source else "DATABASE_URL"
    source_url = url_of(options.source or config.read(os.environ).database_url, name)
    target_url = url_of(options.to, "--to")
    if same(source_url, target_url):
        raise SettingsError(["--to names the database that everything is in already."])
    with alone_with(source_url, name) as source:
        target = Database(target_url)
        try:
            copied = _moved(source, target)
        except Differs as error:
            print(f"The table {error} came out otherwise; nothing was changed.", file=sys.stderr)
            return 1
        except DBAPIError as fault:
            # Not its text: that may hold what is in a row.
            why = type(fault.orig).__name__
            print(f"The copy failed ({why}); nothing was changed.", file=sys.stderr)
            return 1
        finally:
            target.close()
    _tell(copied)
    return 0


def _moved(source: Database, target: Database) -> list[Copied]:
    try:
        target.migrate()
    except DBAPIError as fault:
        why = str(fault.orig).partition("\n")[0]
        raise SettingsError([f"The database that --to names cannot be used: {why}"]) from fault
    # All or nothing, on one transaction that nobody can write beside.
    with source.transaction() as old, target.transaction() as new:
        if not target.sqlite and alone.server_in_use(new):
            raise SettingsError(["Something uses the database that --to names: stop it first."])
        alone.keep_still(old)
        alone.keep_still(new)
        if full := copying.filled(new):
            raise SettingsError(
                [f"--to must name an empty database; something stands in {', '.join(full)}."]
            )
        return copying.copy(old, new)


def _tell(copied: list[Copied]) -> None:
    for each in copied:
        print(f"{each.table:<16} {each.rows:>8}  {each.digest[:16]}")
    print(f"{sum(each.rows for each in copied)} rows, read back and found the same.")
    print(
        "From now on set DATABASE_URL to the new database. The old one is as it was: it holds what"
        " members wrote, so delete it once all is well."
    )


COMMAND = Command(
    name="move",
    help="Copy everything into another, empty database.",
    run=_run,
    arguments=_arguments,
)
