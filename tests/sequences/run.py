"""Many sequences, one after another, chosen by chance from a seed."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from random import Random

from bot import compose
from tests import emptied
from tests.sequences.play import Broken, Play
from tests.sequences.rules import RULES, found

LENGTH = 400
"""Steps in one sequence."""
TROUBLE = (0.0, 0.1, 0.3)
"""Shares of calls of the platform that go wrong, one a sequence."""
TOLD = 12
"""How many of the last acts are told of a sequence that broke a promise."""


@dataclass(slots=True)
class Figures:
    """What many sequences showed; ``broken`` counts sequences that broke a promise."""

    steps: int = 0
    sequences: int = 0
    broken: int = 0


def run(
    steps: int,
    seed: int,
    say: Callable[[str], None],
    *,
    database: str = "sqlite",
    in_order: bool = False,
    most: int | None = None,
) -> Figures:
    """Play ``steps`` steps, or until ``most`` sequences broke a promise. ``in_order``: what happens
    to one message arrives in order. A sequence's own seed is ``seed`` and the number of those
    before it."""
    figures, stories = Figures(), compose.features()
    logging.disable(logging.CRITICAL)  # faults are what this is about, and there are thousands
    try:
        with _databases(database) as fresh, asyncio.Runner() as runner:
            while figures.steps < steps and (most is None or figures.broken < most):
                number = seed + figures.sequences
                length = min(LENGTH, steps - figures.steps)
                with fresh() as url:
                    opened = emptied.opened(url)
                    try:
                        play = Play(opened, stories, number, runner)
                        play.in_order = in_order
                        _sequence(play, number, length, figures, say)
                    finally:
                        opened.close()
    finally:
        logging.disable(logging.NOTSET)
    return figures


def _sequence(
    play: Play, seed: int, length: int, figures: Figures, say: Callable[[str], None]
) -> None:
    dice = Random(seed)
    rules, weights = list(RULES), list(RULES.values())
    figures.sequences += 1
    try:
        found(play, dice)
        play.chat.trouble = dice.choice(TROUBLE)
        for _ in range(length):
            figures.steps += 1
            dice.choices(rules, weights)[0](play, dice)
        play.end()
    except Broken as broken:
        figures.broken += 1
        say(f"seed {seed}, after {len(play.trail)} acts: {broken}")
        for line in play.trail[-TOLD:]:
            say(f"  {line}")
    finally:
        play.close()


def _databases(kind: str) -> AbstractContextManager[emptied.Fresh]:
    return emptied.each_time() if kind == "postgres" else nullcontext(emptied.file)
