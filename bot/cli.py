"""The command line."""

import argparse
import asyncio
import importlib
import os
import pkgutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot import __version__, compose, operating
from bot.logs import to_stderr
from bot.protocol.adapter import Kit, Scene, SceneOptions, SettingsError, Subcommand
from bot.protocol.ports import Stage
from bot.rehearsal.lines import Printer, json_printer, plain_printer
from bot.rehearsal.player import failures_text, perform
from bot.rehearsal.reading import ScriptError
from bot.rehearsal.script import load as load_script
from bot.rehearsal.steps import Script
from bot.text.library import LibraryError

_SQLITE = b"SQLite format 3\0"
Command = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m bot …``; the exit code."""
    # What is written here, databases first of all, is nobody else's to read.
    os.umask(0o077)
    subcommands = [each for adapter in compose.platforms() for each in adapter.subcommands()]
    parser, commands = _parser(subcommands)
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    try:
        _checked(options)
        return asyncio.run(commands[options.command](options))
    except SettingsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except LibraryError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except (DBAPIError, sqlite3.Error) as fault:
        # The first line alone: below it stands what was asked for.
        why = str(getattr(fault, "orig", fault)).partition("\n")[0]
        print(f"The database failed: {why}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _checked(options: argparse.Namespace) -> None:
    """What every word understands in the same way. Raises SettingsError."""
    problems: list[str] = []
    port, path = getattr(options, "port", None), getattr(options, "db", None)
    if isinstance(port, int) and not 0 <= port < 65536:
        problems.append("--port must be a number from 0 to 65535.")
    if path is not None:
        problems += _wrong_file(Path(path))
    if problems:
        raise SettingsError(problems)


def _wrong_file(path: Path) -> list[str]:
    """Why a file cannot hold an SQLite database, if it cannot."""
    try:
        if path.is_dir():
            return [f"--db names a folder: {path}. Name a file in it."]
        if not path.absolute().parent.is_dir():
            return [f"--db names a file in a folder that is not there: {path.absolute().parent}."]
        if not path.exists():
            return []
        with path.open("rb") as file:
            head = file.read(len(_SQLITE))
    except OSError as why:
        return [f"--db cannot be used: {path}: {why.strerror}."]
    return [] if head in (b"", _SQLITE) else [f"--db names a file of something else: {path}."]


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
    for own in _own():
        own.arguments(add(own.name, own.help, _operated(own)))
    add("check", "Everything a contribution must pass.", _check)
    for each in subcommands:
        each.arguments(add(each.name, each.help, _adapted(each)))
    return parser, commands


def _own() -> list[operating.Command]:
    names = sorted(each.name for each in pkgutil.iter_modules(operating.__path__))
    modules = [importlib.import_module(f"bot.operating.{name}") for name in names]
    return [each.COMMAND for each in modules if hasattr(each, "COMMAND")]


def _operated(command: operating.Command) -> Command:
    async def run(options: argparse.Namespace) -> int:
        return await asyncio.to_thread(command.run, options)

    return run


def _adapted(subcommand: Subcommand) -> Command:
    async def run(options: argparse.Namespace) -> int:
        to_stderr("warning")
        return await subcommand.run(options, _kit())

    return run


def _kit() -> Kit:
    async def play(path: Path, stage: Stage, scene: Scene) -> Sequence[str]:
        failures = await perform(load_script(path), stage, scene, lambda line: None)
        return [str(each) for each in failures]

    return Kit(
        scene=compose.open_scene, rehearsals=compose.default_dir() / "rehearsals", perform=play
    )


async def _run(options: argparse.Namespace) -> int:
    from bot import serve

    settings, chosen = serve.configuration(os.environ, compose.platforms())
    settings = replace(settings, prompts=(*settings.prompts, *options.prompts))
    to_stderr(settings.log_level, settings.log_format)
    return await serve.run(settings, chosen)


async def _rehearse(options: argparse.Namespace) -> int:
    to_stderr("error")
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
    elif not options.json:
        print("\nEverything that the script expects was seen.")
    return 1 if failures else 0


def _printer(script: Script, *, as_json: bool) -> Printer:
    printer = json_printer if as_json else plain_printer
    return printer(script.cohort.zone, sys.stdout.write)


async def _check(_options: argparse.Namespace) -> int:
    from bot import check

    return check.run()
