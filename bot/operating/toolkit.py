"""``toolkit``: a programme's own material, which members find beside what they shared."""

import argparse
import sys
from pathlib import Path

from sqlalchemy import Connection

from bot.config import Config
from bot.engine.runtime import utc_now
from bot.operating import Command, counted, naming, toolkit_files, working
from bot.operating.opening import opened
from bot.protocol.adapter import SettingsError
from bot.protocol.events import Noted
from bot.store import toolkit
from bot.store.database import Database
from bot.store.toolkit import Toolkit
from bot.text.fit import short
from bot.text.toolkit import HEADING, Sections, address, too_much


def _arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    adding = acts.add_parser("add", help="Add files or links.")
    adding.add_argument("cohort", metavar="COHORT", help="a cohort's id, see 'cohorts'")
    adding.add_argument("sources", nargs="+", metavar="FILE|URL", help=(
        "Markdown, plain text, PDF, a list with a link and its title on each line, or an address; "
        "nothing is downloaded"))  # fmt: skip
    adding.add_argument("--title", help="what it is called, instead of the name of its file")
    adding.add_argument("--link", metavar="URL", help="where members can open it")
    listing = acts.add_parser("list", help="List what is there.")
    listing.add_argument("cohort", metavar="COHORT")
    removing = acts.add_parser("remove", help="Take one out.")
    removing.add_argument("cohort", metavar="COHORT")
    removing.add_argument("id", metavar="ID", help="its id, see 'toolkit list'")


def _run(options: argparse.Namespace) -> int:
    with opened() as (database, settings):
        with database.reading() as db:
            there = toolkit.of_cohort(db, naming.cohort(db, options.cohort).id)
        match options.act:
            case "add":
                return _add(options, database, settings)
            case "list":
                for each in there:
                    print("  ".join(filter(None, (each.id, each.title, each.source))))
                if not there:
                    print("The toolkit is empty.")
                return 0
            case _:
                return _remove(options, database, settings, there)


def _add(options: argparse.Namespace, database: Database, settings: Config) -> int:
    """All of it or, if anything is wrong, nothing."""
    found, problems = _read(options)
    if options.link is not None and address(options.link) is None:
        problems.append("--link is not a web address: it begins with https://")
    if options.title is not None and len(found) > 1:
        problems.append("--title is for one file at a time.")
    if problems:
        raise SettingsError(problems)
    tools = working.tools(settings)
    with database.transaction() as db:
        for title, source, sections in found:
            new = Toolkit(
                id=tools.new_id(),
                cohort=options.cohort,
                title=short(" ".join((options.title or title).split()) or source, HEADING),
                source=options.link or source,
                added_at=utc_now(),
                by=None,
            )
            _make_room(db, new, sections)
            toolkit.add(db, new, sections, tools.new_id)
            print(f"{new.id}  {new.title}  {counted(len(sections), 'section', 'sections')}")
    return 0


def _make_room(db: Connection, new: Toolkit, sections: Sections) -> None:
    if too_much(sections, toolkit.size(db, new.cohort)):
        raise SettingsError(
            [
                f"{new.title} does not fit: a cohort's toolkit has room for 2,000,000 letters in "
                "2,000 sections. Nothing was added; 'toolkit remove' makes room."
            ]
        )


def _read(options: argparse.Namespace) -> tuple[list[tuple[str, str, Sections]], list[str]]:
    """Title, source and sections of each, and what is wrong with those that cannot be used."""
    found: list[tuple[str, str, Sections]] = []
    problems: list[str] = []
    for each in options.sources:
        url = address(each) if "://" in each else None
        if url is not None:
            title = options.title or url
            found.append((title, url, [(short(title, HEADING), url)]))
            continue
        path = Path(each)
        try:
            found.append((path.stem, path.name, toolkit_files.sections(path)))
        except toolkit_files.Unreadable as why:
            problems.append(f"{each} {why}")
        except OSError as why:
            problems.append(f"{each}: {why.strerror}.")
    return found, problems


def _remove(
    options: argparse.Namespace, database: Database, settings: Config, there: list[Toolkit]
) -> int:
    if options.id not in {each.id for each in there}:
        raise SettingsError([f"There is no {options.id} in the toolkit; 'toolkit list' lists it."])
    # What shows it is changed by the running bot, which finds that in the outbox.
    dispatcher = working.dispatcher(database, settings)
    wanted = Noted(
        at=utc_now(),
        keys=(),
        topic="toolkit-unwanted",
        cohort=options.cohort,
        args={"toolkit": options.id},
    )
    (outcome,) = dispatcher.take([wanted])
    if isinstance(outcome, BaseException):
        raise outcome
    with database.reading() as db:
        if toolkit.get(db, options.id) is not None:
            print("It failed and is undone; 'parked' lists it.", file=sys.stderr)
            return 1
    print("Removed. The running bot changes the pages on which it was found.")
    return 0


COMMAND = Command(
    name="toolkit",
    help="Add, list and remove a programme's own material, which members find with 'find'.",
    run=_run,
    arguments=_arguments,
)
