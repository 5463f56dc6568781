"""``summarize``: what discussions in files hold, by theme, each piece with its source."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.insight import Message, Summary
from bot.insight.model.report import Report
from bot.operating import Command, summary_written, transcripts
from bot.protocol.adapter import SettingsError

if TYPE_CHECKING:
    from bot.insight.model.endpoint import Endpoint


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"must be at least {least}")
        return value

    return number


_CODES = (
    "Exit codes: 0 when all was read; 1 when a line could not be, it is named; 2 when a file could "
    "not be, or an option is wrong."
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _CODES
    parser.add_argument("files", nargs="+", metavar="FILE.jsonl", help=(
        "one discussion: a line for each message, a JSON object with id, author, text, and if you "
        "have them at, subject, reply_to, link, anonymous (true or false), marks (a list of "
        f"{', '.join(transcripts.MARKS)})"))  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON object a file, a line each")
    parser.add_argument("--words", type=_at_least(1), metavar="N",
                        help="only lines of 'First name: quote', at most N words")  # fmt: skip
    parser.add_argument("--points", type=_at_least(0), metavar="K",
                        help="keep the K best points, over all themes")  # fmt: skip
    parser.add_argument("--themes", type=_at_least(1), metavar="K", help="how many themes")
    parser.add_argument("--model", action="store_true", help=(
        "let the language model of MODEL_NAME group, order, label and choose: what was said goes "
        "to it, with names replaced"))  # fmt: skip


def _run(options: argparse.Namespace) -> int:
    problems: list[str] = []
    for path in options.files:
        try:
            Path(path).open("rb").close()
        except OSError as why:
            problems.append(f"{path}: {why.strerror}.")
    if problems:
        raise SettingsError(problems)
    model = _model() if options.model else None
    complete = True
    for nth, path in enumerate(options.files):
        try:
            found = transcripts.read(Path(path), path)
        except OSError as why:
            raise SettingsError([f"{path}: {why.strerror}."]) from why
        for problem in found.problems:
            print(problem, file=sys.stderr)
        complete = complete and not found.unread
        text = _written(found, options, model)
        if nth and not options.json:
            text = "\n" + text
        # An id may hold half a character, as JSON can, and a terminal may know few characters.
        known = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(known, "replace").decode(known))
        sys.stdout.flush()
    return 0 if complete else 1


def _model() -> "Endpoint":
    # Not above: most summaries need none of it.
    from bot import language_model

    model = language_model.read(os.environ)
    if model is None:
        raise SettingsError(["--model needs MODEL_NAME and MODEL_KEY, or MODEL_URL of a server."])
    missing = model.missing()
    if missing is not None:
        raise SettingsError(
            [f"--model needs the package {missing}: install Roundtable with its extra [model]."]
        )
    return model


def _summarized(
    found: transcripts.Transcript, options: argparse.Namespace, model: "Endpoint | None"
) -> tuple[Summary, Report | None]:
    # Not above: every other word of the command line would load numpy and wordllama's weights.
    from bot.insight.summary import summarize

    if model is None:
        return summarize(
            found.messages, points=options.points, themes=options.themes, words=options.words
        ), None
    from bot.insight.model.summary import summarize_with

    making = summarize_with(
        model, found.messages, points=options.points, themes=options.themes, words=options.words
    )
    return asyncio.run(making)


def _written(
    found: transcripts.Transcript, options: argparse.Namespace, model: "Endpoint | None"
) -> str:
    summary, report = _summarized(found, options, model)
    said: Mapping[str, Message] = {message.id: message for message in found.messages}
    if options.words is not None:
        text = "".join(
            f"{name}: {quote}\n" if name else f"{quote}\n" for name, quote in summary.lines
        )
        if report is not None and not options.json:
            # The words asked for are to be what was said, so this stands beside them.
            print(summary_written.disclosure(report), file=sys.stderr)
    else:
        text = summary_written.markdown(summary, said, found, report)
    if not options.json:
        return text
    data = summary_written.data(summary, said, found, text.rstrip("\n"), report)
    return json.dumps(data) + "\n"


_HELP = "Sum up discussions from files: themes, points, links and open questions, each cited."


def main() -> int:
    """Run ``python -m bot summarize …`` by itself, as ``bot.cli`` would; the exit code."""
    os.umask(0o077)
    parser = argparse.ArgumentParser(prog="python -m bot summarize", description=_HELP)
    _arguments(parser)
    try:
        return _run(parser.parse_args(sys.argv[2:]))
    except SettingsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


COMMAND = Command(name="summarize", help=_HELP, run=_run, arguments=_arguments)
