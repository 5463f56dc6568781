"""A message as the pipeline reads it: cleaned, split, typed, what was taken back marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.insight.clean import clean
from bot.insight.kinds import kind_of
from bot.insight.material import Kind, Message
from bot.insight.retractions import taken_back
from bot.insight.sentences import split
from bot.insight.wording import normal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A piece of a message, word for word. `withdrawn`: it may not be shown, since its author took
    it back or did not mean it, or, when also `masked`, since it names who is not to be named."""

    text: str
    kind: Kind | None
    withdrawn: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message, its text in normal form, and the sentences that are its author's contribution, in
    order."""

    message: Message
    text: str
    sentences: tuple[Sentence, ...]

    def stands(self, quote: str) -> bool:
        """Whether a quote stands in the message word for word."""
        return quote in self.text


def read(messages: Sequence[Message]) -> list[Reading]:
    """Readings of all messages, in the order they were said."""
    said = [
        [text for passage in clean(message.text) for text in split(passage)] for message in messages
    ]
    return [
        Reading(
            message=message,
            text=normal(message.text),
            sentences=tuple(
                Sentence(text=text, kind=kind_of(text), withdrawn=place in gone)
                for place, text in enumerate(sentences)
            ),
        )
        for message, sentences, gone in zip(messages, said, taken_back(messages, said), strict=True)
    ]


def silenced(readings: Iterable[Reading]) -> int:
    """How many messages said something of which nothing stands."""
    return sum(
        bool(each.sentences) and all(said.withdrawn for said in each.sentences) for each in readings
    )
