"""One process of the soak: ``serve.run`` as ``python -m bot run`` calls it, with less patience and
a clock that can be set.

The limits leave room for what the soak does and for two busy processors: whoever looks a send up
must do it after the last moment at which the platform may still take it.
"""

import os
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg  # noqa: F401  (so that no child has to import it)

from bot import compose
from bot.engine import workers
from bot.engine.courier import Patience
from bot.engine.runtime import Runtime, utc_now
from bot.protocol.ports import Limits
from tests.run import launch
from tests.run.nursery import serve

LIMITS = Limits(per_place=0.02, per_minute=60_000, certain_after=1.5)
PATIENCE = Patience(quick=0.3, hung=2.0, lease=3.0, closing=3.0)
LATEST = 0.8
"""Seconds after its answer at which the platform may still take what it was handed; well within
``certain_after``, since a busy machine adds to it."""
TICK = 0.5
JOB = timedelta(seconds=8)
"""As in ``tests.run.launch``, but long enough for a slow machine."""
TRIES = 1000
"""The engine gives a job up that took five processes with it. Here they die of other things."""
CLOCK = "SOAK_CLOCK"
"""Names the file that says by how many seconds this process's clock is wrong."""


RUNTIME: type[Runtime] = Runtime


def clock() -> datetime:
    """What this process takes for the time."""
    return utc_now() + timedelta(seconds=float(Path(os.environ[CLOCK]).read_text()))


def engine(**parts: Any) -> Runtime:
    return launch.engine(PATIENCE, TICK, RUNTIME, clock=clock, **parts)


async def main() -> int:
    workers.TRIES = TRIES
    return await launch.serve_slack(LIMITS, engine, JOB)


def run() -> None:
    """Read once what all of them need, then be divided as often as is asked for."""
    compose.tools(random.Random(), {})
    compose.features()
    serve(main)


if __name__ == "__main__":
    run()
