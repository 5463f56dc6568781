"""Dies at every point of a scenario, starts again, and looks whether anyone would notice.

    python -m tests.crash [--scenario small|week|results] [--only turning] [--points N] [--seed N]
                          [--database sqlite|postgres] [--jobs N]

``small`` is a story of its own with answers, private messages, slow work and things that come due;
``week`` the first week of a cohort, from setting it up to its approved summary; ``results`` a
check-in and what comes of it. One run without a death counts the points and shows what is kept and
said; then one death at each point (or at N of them, drawn with the seed). ``turning`` points are
those before and after each commit, send and acknowledgement. The last line is JSON: ``lost`` words
that a platform was told were taken, ``doubled`` and ``missing`` speech; ``missed`` points never
came, so that they prove nothing. The exit code is 1 if there is any.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from time import monotonic

from tests import emptied
from tests.deaths import WAYS, Say, Tally, enumerate_deaths, enumerate_on_postgres, quiet
from tests.scenarios import SCENARIOS

JOBS = os.cpu_count() or 1
ORDER = (
    ("small", "all"),
    ("week", "turning"),
    ("results", "turning"),
    ("week", "rest"),
    ("results", "rest"),
)


def run(points: int, seed: int, say: Say, jobs: int = JOBS) -> Tally:
    """Die at ``points`` points on SQLite: those of ``small`` first, then the turning points of
    ``week`` and ``results``, then their others; drawn, where there are more."""
    whole = Tally()
    with quiet():
        for name, only in ORDER:
            left = points - whole.points
            if left <= 0:
                break
            tally = enumerate_deaths(name, emptied.file, left, seed, say, only=only, jobs=jobs)
            say(_line(name, only, tally))
            whole.add(tally)
    return whole


def _line(name: str, only: str, tally: Tally) -> str:
    kinds = ", ".join(f"{number} at a {kind}" for kind, number in sorted(tally.kinds.items()))
    return (
        f"{name} ({only}): {tally.points} of {tally.total} points: {kinds}; {tally.broken} broken"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), default="small")
    parser.add_argument("--only", choices=("all", "turning", "rest"), default="all")
    parser.add_argument("--points", type=int, help="how many points, drawn at random (all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--jobs", type=int, default=JOBS, help="deaths at once (one a processor)")
    options = parser.parse_args(arguments)
    name, only, jobs = options.scenario, options.only, options.jobs
    print(f"seed {options.seed}", flush=True)
    began = monotonic()
    with quiet():
        if options.database == "postgres":
            tally = enumerate_on_postgres(
                name, options.points, options.seed, print, only=only, jobs=jobs
            )
        else:
            tally = enumerate_deaths(
                name, emptied.file, options.points, options.seed, print, only=only, jobs=jobs
            )
    print(_line(name, only, tally))
    print(f"{monotonic() - began:.0f} s")
    found = {"scenario": name, "database": options.database, "of": tally.total,
             "points": tally.points, **{way: getattr(tally, way) for way in WAYS}}  # fmt: skip
    print(json.dumps(found))
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
