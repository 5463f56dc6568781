"""Collects what was asked of the group, and sees whether somebody replied."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.insight.candidates import is_hollow
from bot.insight.clean import is_courtesy
from bot.insight.kinds import is_question
from bot.insight.material import Question
from bot.insight.naming import SHORTEST
from bot.insight.reading import Reading
from bot.insight.sentences import clip
from bot.insight.wording import content_words, is_common, words

_SHARED = 2  # content words that make a later message a reply
_SEVERAL = 2  # people who talk on after a first question, and so about it
_COMMON = 3  # a word that more than one in three messages has says nothing about what is replied to
_SMALLEST_FOR_COMMON = 6  # messages; in a smaller window every word would be common
_MANY = 30  # messages among which two words may well be shared by chance
_RARE = 10  # one of these words must then be in no more than one in ten messages

# "Same question here" keeps a question open, and so does who will look.
_NO_ANSWER = re.compile(
    r"(?:(?:oh|hm+|sorry|yes|yeah|no)\b[,.! ]*)?"
    r"(?:(?:good|great|same|important|interesting) (?:question|problem|issue)"
    r"|i (?:have|had|was wondering) the same|(?:we|i) (?:would|need to) know (?:that )?too"
    r"|(?:the )?same (?:here|for (?:us|me)|problem|at our)|(?:us|me) (?:too|neither)|so do we"
    r"|(?:(?:i|we) (?:have )?)?(?:no idea|not sure|(?:don['’]t|do not) know|wish i knew)"
    r"\b.{0,40}$"
    r"|(?:i|we)(?:'ll| will|’ll| can| could|'d have to|'m going to) (?:ask|check|find out|look)"
    r"|let me (?:ask|check|find out|look)|not that i know|(?:maybe|perhaps) \w+ knows"
    r"|(?:we|i) (?:wonder|struggle|ask ourselves)(?: \w+)? (?:too|as well)|curious (?:too|as well)"
    r"|following\b.{0,20}$|bump\b.{0,10}$|hope (?:some|any)(?:one|body)"
    r"|i(?:'d| would) (?:also )?(?:like|love) to know|buena pregunta|no (?:lo )?s[eé]\b.{0,20}$"
    r"|ni idea|yo tampoco|igual (?:aquí|acá))",
    re.IGNORECASE,
)
# Words that ask for an answer without saying about what.
_GENERIC = content_words(
    "thoughts ideas tips advice suggestions recommendations questions right true find found look"
)
_HANDLE = re.compile(r"@([\w.'’-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What decides whether a message replies to a question. `rare` are those of its `words` that
    hardly anybody else says."""

    author: str
    reply_to: str | None
    opening: str
    handle: str
    words: frozenset[str]
    rare: frozenset[str]


def questions(readings: Sequence[Reading]) -> list[Question]:
    """Every question of a quotable author once, in order.

    A question without a topic of its own is quoted with what precedes it; see `_leaning`.
    """
    heard = _Heard(readings)
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
                    answered=heard.answers(reading, nth, topic),
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
            # What may not be shown, for the names in it, answers all the same.
            if (sentence.masked or not sentence.withdrawn)
            and not is_question(sentence.text)
            and not is_courtesy(sentence.text)
            and not _NO_ANSWER.match(sentence.text)
            and not is_hollow(sentence.text)
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
            rare=vocabularies[-1],
        )
        said.append(replying if telling else None)
    if len(readings) < _SMALLEST_FOR_COMMON:
        return said
    counts = Counter(word for vocabulary in vocabularies for word in vocabulary)
    common = frozenset(word for word, n in counts.items() if n * _COMMON > len(readings))
    telling = sum(len(each) > _SHARED for each in vocabularies)
    usual = frozenset(word for word, n in counts.items() if n * _RARE > telling)
    return [
        each
        and replace(
            each,
            words=each.words - common,
            rare=each.words - (usual if telling > _MANY else common),
        )
        for each in said
    ]


class _Heard:
    """What was said, found by what may make it the reply to a question."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._replies = _replies(readings)
        self._people = {called for reading in readings for called in _called(reading)}
        self._to: dict[str, list[int]] = defaultdict(list)
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._opened: dict[str, list[int]] = defaultdict(list)
        for nth, reply in enumerate(self._replies):
            if reply is None:
                continue
            if reply.reply_to:
                self._to[reply.reply_to].append(nth)
            for word in reply.rare:
                self._holding[word].append(nth)
            for word in words(reply.opening)[:1]:
                self._opened[word].append(nth)
        # After each place: the next that says something, and the next by anybody else than that.
        self._next: list[tuple[int | None, int | None]] = []
        one: int | None = None
        other: int | None = None
        for nth in reversed(range(len(self._replies))):
            self._next.append((one, other))
            reply = self._replies[nth]
            if reply is not None:
                first = self._replies[one] if one is not None else None
                if first is not None and first.author != reply.author:
                    other = one
                one = nth
        self._next.reverse()

    def answers(self, asking: Reading, nth: int, topic: frozenset[str]) -> bool:
        """Whether somebody else replied to what is asked at `nth`, about `topic`."""
        asker = asking.message.author
        if any(True for _ in self._after(nth, asker, self._to.get(asking.message.id, ()))):
            return True
        for word in topic:
            for reply in self._after(nth, asker, self._holding.get(word, ())):
                if len(topic & reply.words) >= _SHARED:
                    return True
        for name in _called(asking):
            for word in words(name)[:1]:
                for reply in self._after(nth, asker, self._opened.get(word, ())):
                    if _opens_with(reply.opening, name):
                        return True
        # A handle that is nobody's known name most likely means whoever spoke last.
        nearest = self._nearest(nth, asker)
        if nearest is not None and nearest.handle and not _known(nearest.handle, self._people):
            return True
        # A first message that does nothing but ask is what all talk about, unless they answer
        # others; one alone may as well talk of something else.
        if nth or not all(each.kind == "question" for each in asking.sentences):
            return False
        talking = [
            reply
            for reply in self._after(nth, asker, range(len(self._replies)))
            if not reply.reply_to
        ]
        return len({reply.author for reply in talking}) >= _SEVERAL or any(
            not topic.isdisjoint(reply.rare) for reply in talking
        )

    def _after(self, nth: int, asker: str, places: Sequence[int]) -> Iterator[_Said]:
        for place in places[bisect_right(places, nth) :]:
            reply = self._replies[place]
            if reply is not None and reply.author != asker:
                yield reply

    def _nearest(self, nth: int, asker: str) -> _Said | None:
        found = (self._replies[place] for place in self._next[nth] if place is not None)
        return next((each for each in found if each is not None and each.author != asker), None)


def _called(reading: Reading) -> set[str]:
    """How others may address the author: id, name, first name."""
    name = reading.message.name.casefold()
    return {each for each in (reading.message.author.casefold(), name, *words(name)[:1]) if each}


def _opens_with(opening: str, name: str) -> bool:
    rest = opening[len(name) : len(name) + 1]
    if not opening.startswith(name) or rest.isalnum() or rest in {"'", "’", "_"}:
        return False
    # "A card helps" opens with nobody's name, though somebody be called A.
    return rest in {",", ":"} or not (len(name) < SHORTEST or is_common(name))


def _known(handle: str, people: set[str]) -> bool:
    return handle in people or handle.rstrip(".'’-") in people
