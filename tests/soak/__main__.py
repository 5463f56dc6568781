"""Nothing lost and nothing twice, whatever happens: the command that shows it.

    python -m tests.soak [--seconds N] [--processes N] [--seed N] [--points N] [--steps N]

First ``--seconds`` of a soak, then ``--points`` crash points and ``--steps`` generated steps
(without ``--seconds``: 600, 2000 and 100000; with it, only the soak). The last line is JSON; the
exit code is 1 if a promise was broken.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests import crash
from tests.databases import Server
from tests.sequences.run import run as play
from tests.soak.count import Count
from tests.soak.sabotage import LAWS
from tests.soak.weather import LAUNCH, Plan, soak

SHOWN = 40
"""Findings of a kind that are told one by one."""


def say(line: str) -> None:
    print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--points", type=int, help="crash points of a rehearsal")
    parser.add_argument("--steps", type=int, help="steps of generated sequences")
    parser.add_argument("--skew", type=float, default=240.0, help="seconds; 0: clocks are right")
    parser.add_argument("--without", choices=LAWS, help="break a law, to see that it is noticed")
    parser.add_argument("--logs", type=Path, help="an empty folder for the processes' logs")
    options = parser.parse_args(arguments)
    alone = options.seconds is not None
    points = (0 if alone else 2000) if options.points is None else options.points
    steps = (0 if alone else 100_000) if options.steps is None else options.steps
    say(f"seed {options.seed}")
    plan = Plan(
        seconds=options.seconds if alone else 600.0,
        processes=options.processes,
        seed=options.seed,
        skew=options.skew,
        logs=options.logs,
        launch=("-m", "tests.soak.sabotage", options.without) if options.without else LAUNCH,
    )
    found = _soaked(plan) if plan.seconds else Count()
    if points:
        _die(found, points, options.seed)
    if steps:
        _play(found, steps, options.seed)
    say(json.dumps(found.as_json()))
    return 0 if found.whole else 1


def _soaked(plan: Plan) -> Count:
    """One soak on a server of its own."""
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(soak(plan, server, Path(folder), say))
    for each in (*found.other[:SHOWN], *found.findings[:SHOWN]):
        say(each)
    say(f"disordered {found.disordered}, given up {dict(found.given_up)}, other {len(found.other)}")
    return found


def _die(found: Count, points: int, seed: int) -> None:
    tally = crash.run(points, seed, say)
    figures = found.figures
    figures.lost += tally.lost
    figures.doubled += tally.doubled
    figures.never += tally.missing
    found.disordered += tally.disordered
    if tally.troubled:
        found.other.append(f"{tally.troubled} crash points after which something did not go on")
    if tally.missed:
        found.other.append(f"{tally.missed} crash points that never came")
    say(f"crash points: {tally.points}, of which {tally.broken} broke a promise")


def _play(found: Count, steps: int, seed: int) -> None:
    played = play(steps, seed, say)
    if played.broken:
        found.other.append(f"{played.broken} generated sequences broke a promise")
    say(f"generated: {played.steps} steps, {played.sequences} sequences, {played.broken} broken")


if __name__ == "__main__":
    sys.exit(main())
