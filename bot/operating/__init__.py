"""What whoever runs Roundtable does on the command line: one word a file, called ``COMMAND``.

A word reads the configuration, opens the database, and calls the engine or the store. It decides
nothing about a cohort, and nothing else imports it.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass


def _none(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A word after ``python -m bot``. ``run`` returns the exit code; it may raise SettingsError."""

    name: str
    help: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = _none


def counted(number: int, one: str, more: str) -> str:
    """A number of things, such as "1 message" or "3 messages"."""
    return f"{number} {one if number == 1 else more}"


def times(number: int) -> str:
    """How often."""
    return "once" if number == 1 else f"{number} times"
