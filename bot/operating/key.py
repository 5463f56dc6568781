"""``key``: a fresh key for ROUNDTABLE_KEY."""

import argparse

from bot.engine.keyring import new_key
from bot.operating import Command


def _run(_options: argparse.Namespace) -> int:
    print(new_key())
    return 0


COMMAND = Command(
    name="key", help="Print a fresh key for ROUNDTABLE_KEY; keep it secret.", run=_run
)
