"""Serves as ``python -m bot run`` does, with less patience: what may have been sent is looked up
after a second instead of two minutes, and rooms are spoken to without pauses.

For proofs that kill a process; nobody else should run with these limits."""

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from adapters.slack.adapter import SlackAdapter
from bot import logs, serve
from bot.engine import workers
from bot.engine.courier import Patience
from bot.engine.runtime import Runtime
from bot.protocol.ports import Limits

LIMITS = Limits(per_place=0.02, per_minute=60_000, certain_after=0.5)
PATIENCE = Patience(quick=0.3, hung=0.5, lease=1.0, closing=1.0)


TICK = 0.1
"""Seconds after which the courier looks again for what had to wait."""
JOB = timedelta(seconds=2)
"""After which the job of a process that died is taken over."""


def engine(
    patience: Patience = PATIENCE,
    tick: float = TICK,
    runtime_of: type[Runtime] = Runtime,
    **parts: Any,
) -> Runtime:
    runtime = runtime_of(**parts, tick=tick)
    runtime.courier.patience = patience
    return runtime


async def serve_slack(limits: Limits, engine: Callable[..., Runtime], job: timedelta = JOB) -> int:
    """What the environment says, for Slack. ``job``: as ``JOB``."""
    settings, chosen = serve.configuration(os.environ, [SlackAdapter(limits)])
    workers.LEASE = job
    logs.to_stderr(settings.log_level)
    return await serve.run(settings, chosen, engine)


if __name__ == "__main__":
    sys.exit(asyncio.run(serve_slack(LIMITS, engine)))
