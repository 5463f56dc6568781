"""The pipeline in one pass: read, choose, collect, count."""

from collections.abc import Sequence

from bot.insight.choose import choose
from bot.insight.links import resources
from bot.insight.material import Coverage, Draft, Message
from bot.insight.questions import questions
from bot.insight.reading import read, silenced


def draft(messages: Sequence[Message], *, limit: int = 12) -> Draft:
    """What a discussion shared, with at most `limit` points.

    `messages` is the whole window, in the order they were said, ids unique. Raises ValueError when
    an id stands twice, since a citation of it would be ambiguous, or when `limit` is negative.
    """
    ids = {message.id for message in messages}
    if len(ids) != len(messages):
        raise ValueError("two messages of the window have the same id")
    if limit < 0:
        raise ValueError("limit must not be negative")
    readings = read(messages)
    points = choose(readings, limit)
    shared = resources(readings)
    asked = questions(readings)
    cited = {each.message for each in (*points, *asked)}
    cited |= {resource.message for resource in shared if resource.author is not None}
    return Draft(
        points=tuple(points),
        resources=tuple(shared),
        questions=tuple(asked),
        coverage=Coverage(
            cited=len(cited),
            messages=len(messages),
            unread=tuple(message.id for message in messages if not message.quotable),
            silenced=silenced(each for each in readings if each.message.quotable),
        ),
    )
