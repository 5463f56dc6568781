"""Where the log goes, and what must not stand in it."""

import logging
import sys

_TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "alembic", "markdown_it")
"""Their messages can hold what was sent."""


def to_stderr(level: str) -> None:
    """Log from this level on (debug, info, warning, error) to standard error."""
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )  # fmt: skip
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
