"""The command line."""

import argparse
import asyncio
import logging
import os
import random
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import __version__, compose, config
from bot.engine.dispatch import Dispatcher
from bot.engine.runtime import utc_now
from bot.protocol.adapter import Kit, Scene, SceneOptions, SettingsError, Subcommand
from bot.protocol.ports import Stage
from bot.rehearsal.lines import Printer, json_printer, plain_printer
from bot.rehearsal.player import failures_text, perform
from bot.rehearsal.reading import ScriptError
from bot.rehearsal.script import load as load_script
from bot.rehearsal.steps import Script
from bot.store import ledger
from bot.store.database import Database
from bot.text.library import LibraryError

Command = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m bot …``; the exit code."""
    subcommands = [each for adapter in compose.platforms() for each in adapter.subcommands()]
    parser, commands = _parser(subcommands)
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    try:
        return asyncio.run(commands[options.command](options))
    except SettingsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except LibraryError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(
    subcommands: Sequence[Subcommand],
) -> tuple[argparse.ArgumentParser, dict[str, Command]]:
    parser = argparse.ArgumentParser(prog="python -m bot", description=(
        "Roundtable moderates peer learning cohorts."))  # fmt: skip
    parser.add_argument("--version", action="version", version=f"Roundtable {__version__}")
    words = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands: dict[str, Command] = {}

    def add(name: str, text: str, run: Command) -> argparse.ArgumentParser:
        commands[name] = run
        return words.add_parser(name, help=text, description=text)

    serving = add("run", "Serve every platform that the environment configures.", _run)
    rehearse = add("rehearse", "Play a script, to see before the start what members get.",
                   _rehearse)  # fmt: skip
    rehearse.add_argument("file", type=Path, help="a YAML script, such as those that ship")
    rehearse.add_argument("--json", action="store_true", help="one JSON object a line")
    rehearse.add_argument("--db", type=Path, help="keep Roundtable's tables in this SQLite file")
    for each in (serving, rehearse):
        each.add_argument("--prompts", type=Path, action="append", default=[], metavar="DIR",
                          help="a folder of your own prompts")  # fmt: skip
    parked = add("parked", "List events whose handling failed, and take them again.", _parked)
    parked.add_argument("replay", nargs="*", metavar="replay REFERENCE…",
                        help="'replay' and references, or 'replay all'")  # fmt: skip
    add("check", "Everything a contribution must pass.", _check)
    for each in subcommands:
        each.arguments(add(each.name, each.help, _adapted(each)))
    return parser, commands


def _adapted(subcommand: Subcommand) -> Command:
    async def run(options: argparse.Namespace) -> int:
        logging_to_stderr("warning")
        return await subcommand.run(options, _kit())

    return run


def _kit() -> Kit:
    async def play(path: Path, stage: Stage, scene: Scene) -> Sequence[str]:
        failures = await perform(load_script(path), stage, scene, lambda line: None)
        return [str(each) for each in failures]

    return Kit(
        scene=compose.open_scene, rehearsals=compose.default_dir() / "rehearsals", perform=play
    )


def logging_to_stderr(level: str) -> None:
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )  # fmt: skip
    # Their messages can hold what was sent.
    for name in ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "alembic", "markdown_it"):
        logging.getLogger(name).setLevel(logging.WARNING)


async def _run(options: argparse.Namespace) -> int:
    from bot import serve

    settings, chosen = serve.configuration(os.environ, compose.platforms())
    settings = replace(settings, prompts=(*settings.prompts, *options.prompts))
    logging_to_stderr(settings.log_level)
    return await serve.run(settings, chosen)


async def _rehearse(options: argparse.Namespace) -> int:
    logging_to_stderr("error")
    try:
        script = load_script(options.file)
    except ScriptError as error:
        print(error, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = options.db.resolve() if options.db else Path(folder) / "rehearsal.db"
        scene_options = SceneOptions(
            database=f"sqlite:///{path}", starts=script.begins, prompts=tuple(options.prompts)
        )
        failures = await compose.rehearse(
            script, scene_options, _printer(script, as_json=options.json)
        )
    if failures:
        print(failures_text(failures), file=sys.stderr)
    return 1 if failures else 0


def _printer(script: Script, *, as_json: bool) -> Printer:
    printer = json_printer if as_json else plain_printer
    return printer(script.cohort.zone, sys.stdout.write)


async def _parked(options: argparse.Namespace) -> int:
    settings = config.read(os.environ)
    logging_to_stderr("error")
    database = Database(settings.database_url)
    try:
        database.migrate()
        words: list[str] = options.replay
        if not words:
            return _list_parked(database)
        if words[0] != "replay" or len(words) == 1:
            print("Say 'parked replay REFERENCE' or 'parked replay all'.", file=sys.stderr)
            return 2
        return _replay(database, settings, words[1:])
    finally:
        database.close()


def _list_parked(database: Database) -> int:
    with database.transaction() as db:
        rows = ledger.parked_events(db)
    for row in rows:
        when = row.at.isoformat(timespec="seconds")
        print(f"{row.reference}  {when}  {row.kind}  tried {row.tries} times  {row.why}")
    print(f"{len(rows)} parked." if rows else "Nothing is parked.")
    return 0


def _replay(database: Database, settings: config.Config, references: Sequence[str]) -> int:
    """What is said on replay waits in the outbox, for the running bot to send."""
    dispatcher = Dispatcher(
        database,
        compose.tools(random.SystemRandom(), {}, settings.prompts),
        compose.features(),
        utc_now,
    )
    if list(references) == ["all"]:
        with database.transaction() as db:
            references = [row.reference for row in ledger.parked_events(db)]
    failed = 0
    for reference in references:
        try:
            done = dispatcher.replay(reference)
        except KeyError:
            print(f"{reference}: nothing is parked under this reference", file=sys.stderr)
            failed += 1
            continue
        print(f"{reference}: {'taken' if done else 'failed again and stays parked'}")
        failed += not done
    return 1 if failed else 0


async def _check(_options: argparse.Namespace) -> int:
    from bot import check

    return check.run()
