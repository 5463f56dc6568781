"""Collects what was asked of the group, and sees whether somebody replied."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.insight.clean import is_courtesy
from bot.insight.kinds import is_question
from bot.insight.material import Question
from bot.insight.reading import Reading
from bot.insight.sentences import clip
from bot.insight.wording import content_words, words

_SHARED = 2  # content words that make a later message a reply
_COMMON = 3  # a word that more than one in three messages has says nothing about what is replied to
_SMALLEST_FOR_COMMON = 6  # messages; in a smaller window every word would be common

# "Same question here" keeps a question open.
_NO_ANSWER = re.compile(
    r"(?:(?:good|great|same|important) question|i (?:have|had|was wondering) the same"
    r"|(?:no idea|not sure|don't know|wish i knew)\b.{0,40}$|following\b.{0,20}$"
    r"|i(?:'d| would) (?:also )?(?:like|love) to know|buena pregunta|no s[eé]\b.{0,20}$)",
    re.IGNORECASE,
)
# Words that ask for an answer without saying about what.
_GENERIC = content_words(
    "thoughts ideas tips advice suggestions recommendations questions right true"
)
_HANDLE = re.compile(r"@([\w.'’-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What decides whether a message replies to a question."""

    author: str
    reply_to: str | None
    opening: str
    handle: str
    words: frozenset[str]


def questions(readings: Sequence[Reading]) -> list[Question]:
    """Every question of a quotable author once, in order.

    A question without a topic of its own is quoted with what precedes it; see `_leaning`.
    """
    replies = _replies(readings)
    people = {called for reading in readings for called in _called(reading)}
    found: list[Question] = []
    asked: set[str] = set()
    for nth, reading in enumerate(readings):
        if not reading.message.quotable:
            continue
        for place, sentence in enumerate(reading.sentences):
            if sentence.kind != "question" or sentence.withdrawn:
                continue
            quote = clip(sentence.text)
            topic = content_words(quote) - _GENERIC
            if not topic:
                quote, topic = _leaning(reading, place)
            if not quote or quote.casefold() in asked:
                continue
            asked.add(quote.casefold())
            found.append(
                Question(
                    message=reading.message.id,
                    author=reading.message.author,
                    quote=quote,
                    answered=_is_answered(reading, nth, topic, replies, people),
                )
            )
    return found


def _leaning(reading: Reading, place: int) -> tuple[str, frozenset[str]]:
    """A question without a topic of its own, quoted with the statement before it, if there is one.

    "We may move it to check-in. Any thoughts?" asks about its first sentence.
    """
    before = reading.sentences[place - 1] if place else None
    if before is None or before.withdrawn or before.kind == "question":
        return "", frozenset()
    both = f"{before.text} {reading.sentences[place].text}"
    quote = both if clip(both) == both and reading.stands(both) else clip(before.text)
    return quote, content_words(before.text)


def _replies(readings: Sequence[Reading]) -> list[_Said | None]:
    """For each message what it says as a reply; None for courtesy and for questions alone."""
    vocabularies: list[frozenset[str]] = []
    said: list[_Said | None] = []
    for reading in readings:
        telling = [
            sentence.text
            for sentence in reading.sentences
            if not sentence.withdrawn
            and not is_question(sentence.text)
            and not is_courtesy(sentence.text)
            and not _NO_ANSWER.match(sentence.text)
        ]
        text = " ".join(telling)
        vocabularies.append(content_words(text))
        handle = _HANDLE.match(text)
        replying = _Said(
            author=reading.message.author,
            reply_to=reading.message.reply_to,
            opening=text[:100].removeprefix("@").casefold(),
            handle=handle[1].casefold() if handle else "",
            words=vocabularies[-1],
        )
        said.append(replying if telling else None)
    if len(readings) < _SMALLEST_FOR_COMMON:
        return said
    counts = Counter(word for vocabulary in vocabularies for word in vocabulary)
    common = frozenset(word for word, n in counts.items() if n * _COMMON > len(readings))
    return [
        each
        and _Said(
            author=each.author,
            reply_to=each.reply_to,
            opening=each.opening,
            handle=each.handle,
            words=each.words - common,
        )
        for each in said
    ]


def _is_answered(
    asking: Reading,
    nth: int,
    topic: frozenset[str],
    replies: Sequence[_Said | None],
    people: set[str],
) -> bool:
    asker = asking.message.author
    called = _called(asking)
    nearest = True
    for reply in replies[nth + 1 :]:
        if reply is None or reply.author == asker:
            continue
        if reply.reply_to == asking.message.id or len(topic & reply.words) >= _SHARED:
            return True
        if any(_opens_with(reply.opening, name) for name in called):
            return True
        # A handle that is nobody's known name most likely means whoever spoke last.
        if nearest and reply.handle and not _known(reply.handle, people):
            return True
        nearest = False
    return False


def _called(reading: Reading) -> set[str]:
    """How others may address the author: id, name, first name."""
    name = reading.message.name.casefold()
    return {each for each in (reading.message.author.casefold(), name, *words(name)[:1]) if each}


def _opens_with(opening: str, name: str) -> bool:
    rest = opening[len(name) : len(name) + 1]
    return opening.startswith(name) and not rest.isalnum() and rest not in {"'", "’", "_"}


def _known(handle: str, people: set[str]) -> bool:
    return handle in people or handle.rstrip(".'’-") in people
