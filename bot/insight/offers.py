"""All that could be quoted, for people who choose themselves."""

from collections.abc import Sequence

from bot.insight.candidates import candidates
from bot.insight.material import Message, Point
from bot.insight.reading import read
from bot.insight.unnamed import Unnamed, without


def offers(messages: Sequence[Message]) -> list[Point]:
    """Every sentence that could be a point, questions among them, in the order they were said.

    `messages` is the whole window in the order they were said, ids unique.
    """
    readings = without(read(messages), Unnamed(messages))
    return [
        each.point
        for nth, reading in enumerate(readings)
        for each in sorted(candidates(reading, nth, asking=True), key=lambda each: each.place)
    ]
