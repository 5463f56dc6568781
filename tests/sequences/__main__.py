"""The command line: ``python -m tests.sequences --steps 100000 [--seed N]``.

The last line is JSON; the exit code is 1 if any sequence broke a promise. A sequence that did is
played again by its own seed with ``--steps 400``.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from random import SystemRandom
from time import monotonic

from tests.sequences.run import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Play and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.sequences", description=__doc__)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, help="of the first sequence (drawn)")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument(
        "--in-order", action="store_true", help="events about one message arrive in their order"
    )
    options = parser.parse_args(arguments)
    seed = SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    began = monotonic()
    figures = run(options.steps, seed, print, database=options.database, in_order=options.in_order)
    print(f"{monotonic() - began:.0f} s")
    print(json.dumps(asdict(figures)))
    return 1 if figures.broken else 0


if __name__ == "__main__":
    sys.exit(main())
