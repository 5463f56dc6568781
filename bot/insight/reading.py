"""A message as the pipeline reads it: cleaned, split, typed, what was taken back marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.insight.clean import clean
from bot.insight.kinds import kind_of
from bot.insight.material import Kind, Message
from bot.insight.sentences import split
from bot.insight.wording import normal

_LEAD = (
    r"(?:(?:oh|oops|ah|wait|no|sorry|actually|and|so|my (?:mistake|bad|apologies)|perdón|ay)\b"
    r"[\s,.!:;–—-]*){0,4}"
)
_RETRACTION = re.compile(
    _LEAD + r"(?:never ?mind(?=\s*(?:$|[,.!:;–—-]|that|what|my|this))"
    r"|(?:please )?(?:ignore|disregard|forget|scratch|strike|delete)"
    r" (?:that|this|it|(?:my|the) (?:last|previous|earlier|first|above|message|post|comment))\b"
    r"|i (?:would like to |want to |have to |must )?"
    r"(?:take (?:that|it|this) back|retract|misspoke|misread)\b"
    r"|that (?:was|is|'s) (?:wrong|incorrect|(?:a|my) mistake|not (?:right|true|correct))"
    r"\s*(?:$|[,.!:;])"
    r"|i (?:was|got (?:that|it|this)) (?:all )?wrong\s*(?:$|[,.!:;])"
    r"|(?:olv[ií]d(?:en|a|e)(?:lo|n)?|ignor(?:en|a|e)|borr(?:en|a))"
    r" (?:eso|lo anterior|mi (?:mensaje|comentario))"
    r"|olv[ií]d(?:en|a)lo\b|retiro lo dicho|me equivoqué\s*(?:$|[,.!:;]))",
    re.IGNORECASE,
)
# A correction takes back what it corrects, but stands itself.
_CORRECTION = re.compile(
    _LEAD + r"(?:(?:small |quick |one )?correction(?: to (?:my|the)\b[^:]{0,40})?\s*[:,–—-]"
    r"|correcci[oó]n\s*[:,–—-]|i meant (?:to (?:say|write)\b)?|quise decir\b|fe de erratas)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A piece of a message, word for word. `withdrawn`: its author took it back."""

    text: str
    kind: Kind | None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message and the sentences that are its author's contribution, in order."""

    message: Message
    sentences: tuple[Sentence, ...]

    def stands(self, quote: str) -> bool:
        """Whether a quote stands in the message word for word."""
        return quote in normal(self.message.text)


def read(messages: Sequence[Message]) -> list[Reading]:
    """Readings of all messages, in the order they were said."""
    readings = [
        Reading(
            message=message,
            sentences=tuple(
                Sentence(text=text, kind=kind_of(text))
                for passage in clean(message.text)
                for text in split(passage)
            ),
        )
        for message in messages
    ]
    return _with_retractions(readings)


def _with_retractions(readings: list[Reading]) -> list[Reading]:
    by_id = {reading.message.id: nth for nth, reading in enumerate(readings)}
    latest: dict[str, int] = {}
    read_so_far = list(readings)
    for nth, reading in enumerate(readings):
        author = reading.message.author
        for place, sentence in enumerate(reading.sentences):
            retracts = _RETRACTION.match(sentence.text) is not None
            if not retracts and _CORRECTION.match(sentence.text) is None:
                continue
            # In a message's first words the author means an earlier message, later on the same one.
            if place:
                read_so_far[nth] = _withdraw(read_so_far[nth], place)
            else:
                target = by_id.get(reading.message.reply_to or "")
                if target is None or target >= nth or readings[target].message.author != author:
                    target = latest.get(author)
                if target is not None:
                    read_so_far[target] = _withdraw(read_so_far[target])
            if retracts:
                read_so_far[nth] = _withdraw(read_so_far[nth], place + 1)
        latest[author] = nth
    return read_so_far


def _withdraw(reading: Reading, until: int | None = None) -> Reading:
    taken_back = tuple(replace(each, withdrawn=True) for each in reading.sentences[:until])
    kept = () if until is None else reading.sentences[until:]
    return replace(reading, sentences=taken_back + kept)
