"""A whole discussion: how it began, its themes with their points, links and open questions."""

from collections.abc import Sequence

from bot.insight.brief import brief
from bot.insight.insights import spread
from bot.insight.material import Message, Summary
from bot.insight.topics import topics
from bot.insight.vectors import Encoder
from bot.insight.window import Window, assembled, most_points, opened, themes_of


def summarize(
    messages: Sequence[Message],
    *,
    points: int | None = None,
    themes: int | None = None,
    words: int | None = None,
    encoder: Encoder | None = None,
) -> Summary:
    """What a discussion holds, each piece of it cited.

    `messages` is the whole window in the order they were said, ids unique. `points` is how many are
    kept at most, `themes` how many themes there are; left open, both follow from what was said.
    `words` asks for a brief of at most so many words besides.
    Raises ValueError when an id stands twice, or when a number is out of range.
    """
    check(points, themes, words)
    return embedded(opened(messages), points, themes, words, encoder)


def check(points: int | None, themes: int | None, words: int | None) -> None:
    """Raises ValueError when a number is out of range."""
    if (
        (points is not None and points < 0)
        or (themes is not None and themes < 1)
        or (words is not None and words < 0)
    ):
        raise ValueError("points must not be negative, themes must be at least one")


def embedded(
    window: Window,
    points: int | None,
    themes: int | None,
    words: int | None,
    encoder: Encoder | None,
) -> Summary:
    """The summary that this machine makes by itself."""
    groups = topics(window.shareable(), themes, encoder, telling=window.telling())
    theme_of = themes_of(groups, len(window.messages))
    chosen = spread(window.candidates, theme_of, most_points(points, len(groups)))
    lines = brief(window.candidates, window.messages, words, points) if words is not None else ()
    return assembled(window, groups, chosen, lines)
