"""What may be quoted of a message, sentence by sentence, and how much each would tell a reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.insight.clean import is_courtesy
from bot.insight.links import find_urls
from bot.insight.material import Mark, Message, Point
from bot.insight.naming import tokens
from bot.insight.reading import Reading
from bot.insight.sentences import QUOTATION, clip
from bot.insight.wording import content_words, letters, words

_FEWEST_WORDS = 3
_FEWEST_LETTERS = 8  # for scripts that do not part words by spaces
ENOUGH = 60  # characters from which a sentence usually stands alone
_TOO_LONG = 220

# Weights in one unit: how much more a reader learns. Position leads, as it does in every measured
# set; a cue or a figure moves a sentence past its neighbour, seldom past the first.
_FIRST, _EARLY = 1.0, 0.25
_CUED = 0.5
_FIGURE, _NAME, _DOING = 0.2, 0.15, 0.15
_LEANS_BACK = 0.4
_HOLLOW = 0.9

_SPACED = re.compile(r"\s")
_FIGURES = re.compile(r"\d")
_NAMES = re.compile(r"(?<=[\w,;:] )(?!I\b)[A-ZÀ-ÖØ-Þ][\w'’-]+")
_TOKEN = re.compile(r"\w+")
_DOINGS = frozenset(
    doing + ending
    for doing in """add ask assign build built call change check collect create document flag hire
    hold interview interpret made measure move moved offer pair pilot post print put record register
    review run schedule screen send sent set share start stop switch teach test tested track train
    translate tried update use verify visit write wrote""".split()
    for ending in ("", "s", "ed", "d", "ing")
)
_BACKWARD = re.compile(
    r"(?:it|this|that|these|those|they|he|she|so|then|but|and|or|also|because|which|yes|no|yeah|"
    r"eso|esto|pero|además)\b",
    re.IGNORECASE,
)
# What follows changed what stood before; neither is the whole story.
_SINCE = re.compile(
    r"(?:since then|from then on|after that|instead|afterwards|desde entonces)\b", re.IGNORECASE
)
# Talk about the conversation: true, and of no use to who reads it later.
_SMALL_TALK = re.compile(
    r"(?:thanks?(?! to (?!all\b|every|both\b|you\b))|thank you|gracias|sorry(?! to say\b)|apologies"
    r"|welcome(?=\W*$|[,.!:]| (?:to|back|aboard|all|everyone|everybody)\b)|congrat\w*"
    r"|looking forward|nice to meet"
    r"|great to|(?:good|great) (?:point|question|idea|morning|afternoon)"
    r"|hope (?:you|this|everyone|all)|same (?:here|question|problem)"
    r"|i(?:'m| am)? ?(?:totally |completely |fully )?agree\b.{0,40}$|let me know|talk soon"
    r"|(?:please )?see (?:the )?(?:below|above|attached)|my name is|just joking|kidding|lol"
    r"|i(?:'ll| will) (?:get back|read|look|let you know)"
    r"|i(?:'m| am) (?:new|happy|glad|excited))(?!\w)",
    re.IGNORECASE,
)
# "Dee, data analyst at Mill Creek." says who speaks, in front of what they say.
_SELF = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]+(?: [A-ZÀ-ÖØ-Þ][\w'’-]+){0,2}(?:,| here,? | from ).{3,60}")
_VERBS = re.compile(
    r"\b(?:i|we|is|are|was|were|has|have|had|do|does|did|can|will)\b", re.IGNORECASE
)
_LONGEST_SELF = 10  # words
# An address or number that a signature left behind.
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w|\b(?:tel|fax|phone|mobile?)\b\W{0,5}\d", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that could become a point. `nth` and `place` are its message's and its own.
    `marked` says, of the one that stands for its message, what people marked that as; a `wanted`
    one stands in every summary. `own` are those of its content `words` that are not in quotation
    marks: these may be somebody else's."""

    nth: int
    place: int
    score: float
    point: Point
    words: frozenset[str]
    own: frozenset[str]
    marked: Mark | None = None
    wanted: bool = False


def candidates(reading: Reading, nth: int, *, asking: bool = False) -> list[Candidate]:
    """What may be quoted of a message, best first; with `asking` its questions too. Of a marked one
    the best is what stands for the mark, and of that kind."""
    message = reading.message
    if not message.quotable:
        return []
    found = []
    telling = [
        (place, sentence)
        for place, sentence in enumerate(reading.sentences)
        if not sentence.withdrawn and (asking or sentence.kind != "question")
        if not (
            sentence.kind is None
            and len(reading.sentences) > 1
            and _is_self(sentence.text, message)
        )
    ]
    for rank, (place, sentence) in enumerate(telling):
        quote = _whole(reading, place)
        if not _says_something(quote) or (sentence.kind is None and is_hollow(quote)):
            continue
        point = Point(
            id=f"{message.id}/{place}",
            message=message.id,
            author=message.author,
            quote=quote,
            kind=sentence.kind,
        )
        found.append(_candidate(nth, place, _score(point, rank), point))
    found.sort(key=lambda each: (-each.score, each.place))
    if not message.marks and not message.wanted:
        return found
    return _as_marked(found or _least(reading, nth), message)


def _as_marked(found: Sequence[Candidate], message: Message) -> list[Candidate]:
    """The sentence that stands for what people marked first, then the others."""
    if not found:
        return []
    mark = message.marks[0] if message.marks else "insight"
    best = next((each for each in found if _fits(each.point, mark)), found[0])
    kind = mark if mark in ("tool", "question") else best.point.kind
    lead = replace(best, point=replace(best.point, kind=kind), marked=mark, wanted=message.wanted)
    return [lead, *(each for each in found if each is not best)]


def _fits(point: Point, mark: Mark) -> bool:
    return bool(find_urls(point.quote)) if mark == "resource" else point.kind == mark


def _least(reading: Reading, nth: int) -> list[Candidate]:
    """The first words of a message that would otherwise say too little, since people chose it."""
    message = reading.message
    for place, sentence in enumerate(reading.sentences):
        quote = clip(sentence.text)
        if sentence.withdrawn or not letters(quote):
            continue
        point = Point(
            id=f"{message.id}/{place}",
            message=message.id,
            author=message.author,
            quote=quote,
            kind=sentence.kind,
        )
        return [_candidate(nth, place, 0.0, point)]
    return []


def _candidate(nth: int, place: int, score: float, point: Point) -> Candidate:
    said = content_words(point.quote)
    quoting = QUOTATION.search(point.quote)
    own = content_words(QUOTATION.sub(" ", point.quote)) if quoting else said
    return Candidate(nth=nth, place=place, score=score, point=point, words=said, own=own)


def _whole(reading: Reading, place: int) -> str:
    """A sentence with the next one, where it is short and the next turns or completes it.

    "We tried tablets." is no honest quote of who went on "It failed."
    """
    sentence = reading.sentences[place]
    if len(sentence.text) < ENOUGH and place + 1 < len(reading.sentences):
        after = reading.sentences[place + 1]
        both = f"{sentence.text} {after.text}"
        turns = _BACKWARD.match(after.text) or _SINCE.match(after.text)
        leans = turns and after.kind != "question"
        if leans and not after.withdrawn and len(both) <= _TOO_LONG and reading.stands(both):
            return both
    return clip(sentence.text)


def _says_something(quote: str) -> bool:
    if not quote or is_courtesy(quote) or letters(quote) < len(quote) / 3:
        return False
    if len(_SPACED.split(quote)) >= _FEWEST_WORDS:
        return len(words(quote)) >= _FEWEST_WORDS and letters(quote) >= _FEWEST_LETTERS
    # A link alone is a resource, not a point.
    return not quote.isascii() and letters(quote) >= _FEWEST_LETTERS


def is_hollow(quote: str) -> bool:
    """Small talk, with nothing particular beside it."""
    return len(quote) < ENOUGH and bool(_SMALL_TALK.match(quote)) and not _FIGURES.search(quote)


def _is_self(text: str, message: Message) -> bool:
    """Who speaks, and no more than that."""
    if tokens(text)[:1] not in (tokens(message.name)[:1], tokens(message.author)[:1]):
        return False
    if len(_SPACED.split(text)) > _LONGEST_SELF or not _SELF.fullmatch(text):
        return False
    return not (_VERBS.search(text) or _doings(text) or _FIGURES.search(text))


def _score(point: Point, rank: int) -> float:
    """How much the quote tells by itself; `rank` counts the message's telling sentences from 0."""
    quote = point.quote
    score = _FIRST if rank == 0 else _EARLY if rank == 1 else 0.0
    score += min(len(quote) / ENOUGH, 1.0) - max(0.0, (len(quote) - _TOO_LONG) / _TOO_LONG)
    if point.kind is not None:
        score += _CUED
    score += _FIGURE * bool(_FIGURES.search(quote))
    score += _NAME * min(len(_NAMES.findall(quote)), 2)
    score += _DOING * min(_doings(quote), 2)
    if rank and _BACKWARD.match(quote):
        score -= _LEANS_BACK
    if _SMALL_TALK.match(quote) or _CONTACT.search(quote):
        score -= _HOLLOW
    return round(score, 3)


def _doings(text: str) -> int:
    """How many words of a text say what is done."""
    return sum(word in _DOINGS for word in _TOKEN.findall(text.lower()))
