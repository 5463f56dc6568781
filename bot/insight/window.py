"""A whole discussion as every summary of it begins, and what it comes to once points are chosen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.insight.candidates import Candidate, candidates
from bot.insight.labels import labels
from bot.insight.links import resources
from bot.insight.material import Coverage, Insight, Message, Summary, Topic
from bot.insight.questions import questions
from bot.insight.reading import Reading, read, silenced
from bot.insight.same import insight, is_borrowed, sentence_key
from bot.insight.unnamed import Unnamed, without
from bot.insight.wording import words

_FEWEST_POINTS = 12
_A_THEME = 3  # points
_BACKGROUND = 2  # quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """All messages of a discussion in the order they were said, how each reads, and what could be
    quoted of each, best first. Sentences that name whom nothing may name count as withdrawn."""

    messages: tuple[Message, ...]
    unnamed: Unnamed
    readings: tuple[Reading, ...]
    candidates: tuple[tuple[Candidate, ...], ...]

    def shareable(self) -> list[Reading]:
        """The readings, with nothing in those whose authors chose not to be quoted."""
        return [
            each if each.message.quotable else Reading(message=each.message, text="", sentences=())
            for each in self.readings
        ]

    def telling(self) -> frozenset[int]:
        """Places of the messages that say something of their own."""
        return frozenset(nth for nth, found in enumerate(self.candidates) if found)

    def names(self) -> frozenset[str]:
        """Words of everybody's names: who speaks is no theme, and some must not be named."""
        return frozenset(word for message in self.messages for word in words(message.name))


def opened(messages: Sequence[Message]) -> Window:
    """The messages, read. Raises ValueError when an id stands twice."""
    if len({message.id for message in messages}) != len(messages):
        raise ValueError("two messages of the window have the same id")
    unnamed = Unnamed(messages)
    readings = without(read(messages), unnamed)
    authors: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for sentence in reading.sentences:
            authors[sentence_key(sentence.text)].add(reading.message.author)
    found = [
        tuple(
            each
            for each in candidates(reading, nth, asking=True)
            if each.wanted or not is_borrowed(each, authors)
        )
        for nth, reading in enumerate(readings)
    ]
    return Window(
        messages=tuple(messages),
        unnamed=unnamed,
        readings=tuple(map(_as_asked, readings, found)),
        candidates=tuple(found),
    )


def _as_asked(reading: Reading, found: Sequence[Candidate]) -> Reading:
    """The reading, with what people marked as a question being one."""
    place = next((each.place for each in found if each.marked == "question"), None)
    if place is None:
        return reading
    sentences = list(reading.sentences)
    sentences[place] = replace(sentences[place], kind="question")
    return replace(reading, sentences=tuple(sentences))


def themes_of(groups: Sequence[Sequence[int]], count: int) -> list[int | None]:
    """For each of `count` places the number of its group; None where it is in none."""
    found: list[int | None] = [None] * count
    for number, group in enumerate(groups):
        for nth in group:
            found[nth] = number
    return found


def most_points(wanted: int | None, themes: int) -> int:
    """How many points a summary has at most, unless a number is wanted."""
    return wanted if wanted is not None else max(_FEWEST_POINTS, _A_THEME * themes)


def assembled(
    window: Window,
    groups: Sequence[Sequence[int]],
    chosen: Sequence[Candidate],
    lines: Sequence[tuple[str, str]],
    called: Sequence[str] = (),
) -> Summary:
    """The summary with these themes and these points, best first.

    `groups` are places, each in one theme. `called` are what the themes are called, empty for those
    that their own words are to name.
    """
    messages = window.messages
    theme_of = themes_of(groups, len(messages))
    telling = window.telling()
    naming = [[nth for nth in group if nth in telling] or group for group in groups]
    own = labels(window.readings, naming, window.names())
    named = [given or label for given, label in zip(called, own, strict=True)] if called else own
    everything = [each for found in window.candidates for each in found]
    best = [insight(each, everything, messages) for each in chosen]
    background = _background(window, messages)
    shared = resources(window.readings, window.unnamed.told_by)
    asked = questions(window.readings)
    cited = {each.ids[0] for each in (*background, *best)}
    cited |= {each.message for each in asked}
    cited |= {each.message for each in shared if each.author is not None}
    return Summary(
        background=background,
        topics=tuple(
            Topic(
                label=label,
                ids=tuple(messages[nth].id for nth in group),
                points=tuple(
                    point
                    for candidate, point in zip(chosen, best, strict=True)
                    if theme_of[candidate.nth] == number
                ),
            )
            for number, (group, label) in enumerate(zip(groups, named, strict=True))
        ),
        best=tuple(best),
        lines=tuple(lines),
        resources=tuple(shared),
        questions=tuple(asked),
        coverage=Coverage(
            cited=len(cited),
            messages=len(messages),
            unread=tuple(message.id for message in messages if not message.quotable),
            masked=sum(any(each.masked for each in one.sentences) for one in window.shareable()),
            silenced=silenced(window.shareable()),
        ),
    )


def _background(window: Window, messages: Sequence[Message]) -> tuple[Insight, ...]:
    """The beginning of the first message that can be quoted."""
    found = next((each for each in window.candidates if each), ())
    first = sorted(found, key=lambda each: each.place)[:_BACKGROUND]
    return tuple(insight(each, (), messages) for each in first)
