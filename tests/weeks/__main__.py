"""Each weekly prompt is posted once, at its local time, whoever is quickest to post it.

    python -m tests.weeks [--cohorts N] [--zones N] [--years N] [--processes N]

Real processes with an engine each share one PostgreSQL and a time that is simulated: the parent
says what time it is, all of them do what is due then as fast as they can, and when nothing is left
the parent goes on to the next moment at which something is due. What is said is written down
outside of the database. It is compared with local times that are found here, without the engine's
rules: by asking what clocks show at an instant, never which instant clocks mean. The last line is
JSON; the exit code is 1 if a prompt came twice, never or at another time.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from tests.weeks.calendar import ZONES, Plan
from tests.weeks.race import run


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.weeks", description=__doc__)
    parser.add_argument("--cohorts", type=int, default=1000)
    parser.add_argument("--zones", type=int, default=40, choices=range(1, len(ZONES) + 1))
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--processes", type=int, default=4)
    options = parser.parse_args(arguments)
    found = run(
        Plan(
            cohorts=options.cohorts, zones=options.zones, weeks=52 * options.years,
            processes=options.processes,
        )
    )  # fmt: skip
    print(json.dumps(asdict(found)))
    return 0 if found.whole else 1


if __name__ == "__main__":
    sys.exit(main())
