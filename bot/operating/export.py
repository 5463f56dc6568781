"""``export``: all that is kept of a person, or the record of a cohort, as a file."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.engine.keyring import Keyring, marks_kept
from bot.engine.runtime import utc_now
from bot.operating import Command, naming
from bot.operating.opening import opened
from bot.protocol.adapter import SettingsError
from bot.store import export, secrets
from bot.text import exported, record
from bot.text.catalogue import shipped
from bot.text.written import to_markdown


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", help=f"all that is kept of them: {naming.HELP}")
    parser.add_argument("--cohort", help="a cohort's id, see 'cohorts'; alone: its record")
    parser.add_argument("--format", choices=("json", "markdown", "md"), default="json")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a new file, for you alone")


def _run(options: argparse.Namespace) -> int:
    if options.user is None and options.cohort is None:
        raise SettingsError(["Say whose: --user, --cohort, or both."])
    with opened() as (database, settings), database.reading() as db:
        data = _data(db, options.user, options.cohort, settings.keyring)
        asked = export.rounds(db, data) if options.user is not None else {}
    if options.format == "json":
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    elif options.user is not None:
        text = to_markdown(exported.person_blocks(shipped(), data, asked))
    else:
        text = to_markdown(record.cohort_blocks(shipped(), data))
    if options.out is None:
        sys.stdout.write(text)
        return 0
    try:
        # Made for its owner alone before a word is in it; what is there already stays.
        options.out.touch(mode=0o600, exist_ok=False)
    except OSError as why:
        raise SettingsError([f"{options.out}: {why.strerror}"]) from why
    options.out.write_text(text, "utf-8")
    return 0


def _data(db: Connection, user: str | None, cohort: str | None, keyring: Keyring) -> export.Data:
    if cohort is not None:
        naming.cohort(db, cohort)
    if user is not None:
        marks = partial(marks_kept, keyring, secrets.value(db, secrets.MARKS))
        who = naming.person(db, user, cohort).id
        return export.of_person(db, who, cohort, utc_now(), marks)
    assert cohort is not None
    return record.filled(export.of_cohort(db, cohort, utc_now()))


COMMAND = Command(
    name="export",
    help="Write down all that is kept of a person, or the record of a cohort.",
    run=_run,
    arguments=_arguments,
)
