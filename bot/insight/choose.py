"""Scores sentences and chooses the points of a draft: one a message first, spread over people."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.insight.clean import is_courtesy
from bot.insight.material import Point
from bot.insight.reading import Reading
from bot.insight.sentences import clip
from bot.insight.wording import content_words, letters, words

_FEWEST_WORDS = 3
_FEWEST_LETTERS = 8  # for scripts that do not part words by spaces
_ENOUGH = 60  # characters from which a sentence usually stands alone
_TOO_LONG = 220

# Weights in one unit: how much more a reader learns. Position leads, as it does in every measured
# set; a cue or a figure moves a sentence past its neighbour, seldom past the first.
_FIRST, _EARLY = 1.0, 0.25
_CUED = 0.5
_FIGURE, _NAME, _DOING = 0.2, 0.15, 0.15
_LEANS_BACK = 0.4
_HOLLOW = 0.9
_SAME_PERSON, _REPEATED = 0.35, 1.2
_WORTH_A_SECOND = 1.1  # score from which a message may give a second point

_SPACED = re.compile(r"\s")
_FIGURES = re.compile(r"\d")
_NAMES = re.compile(r"(?<=[\w,;:] )(?!I\b)[A-ZÀ-ÖØ-Þ][\w'’-]+")
_DOINGS = re.compile(
    r"\b(?:add|ask|assign|build|built|call|change|check|collect|create|document|flag|hire|hold|interview|"
    r"interpret|made|measure|moved?|offer|pair|pilot|post|print|put|record|register|review|run|schedule|"
    r"screen|send|sent|set|share|start|stop|switch|teach|test|tested|track|train|translate|tried|"
    r"update|use|verify|visit|write|wrote)(?:s|ed|d|ing)?\b",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    r"(?:it|this|that|these|those|they|he|she|so|then|but|and|or|also|because|which|yes|no|yeah|"
    r"eso|esto|pero|además)\b",
    re.IGNORECASE,
)
# Talk about the conversation: true, and of no use to who reads it later.
_SMALL_TALK = re.compile(
    r"(?:thanks?|thank you|gracias|sorry|apologies|welcome|congrat\w*|looking forward|nice to meet"
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
class _Candidate:
    """A sentence that could become a point. `nth` and `place` are its message's and its own."""

    nth: int
    place: int
    score: float
    point: Point
    words: frozenset[str]


def choose(readings: Sequence[Reading], limit: int) -> list[Point]:
    """At most `limit` points, best first; equals keep the order in which they were said.

    Every message gives its best sentence before any gives a second, and a second one must be
    strong. Who has been quoted already gives way to who has not, and so does what repeats.
    """
    by_message = [_candidates(reading, nth) for nth, reading in enumerate(readings)]
    leads = [candidates[0] for candidates in by_message if candidates]
    seconds = [
        candidate
        for candidates in by_message
        for candidate in _apart(candidates)[:1]
        if candidate.score >= _WORTH_A_SECOND and len(candidate.point.quote) >= _ENOUGH // 3
    ]
    chosen: list[_Candidate] = []
    for pool in (leads, seconds):
        chosen += _spread(pool, chosen, limit - len(chosen))
    chosen.sort(key=lambda each: (-each.score, each.nth, each.place))
    return [each.point for each in chosen]


def _apart(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """What a message could add to its best: quotes that neither hold that one nor stand in it."""
    best = candidates[0].point.quote if candidates else ""
    return [
        each
        for each in candidates[1:]
        if each.point.quote not in best and best not in each.point.quote
    ]


def _candidates(reading: Reading, nth: int) -> list[_Candidate]:
    """What may be quoted of a message, best first."""
    message = reading.message
    if not message.quotable:
        return []
    found = []
    telling = [
        (place, sentence)
        for place, sentence in enumerate(reading.sentences)
        if not sentence.withdrawn and sentence.kind != "question"
        if not (sentence.kind is None and len(reading.sentences) > 1 and _is_self(sentence.text))
    ]
    for rank, (place, sentence) in enumerate(telling):
        quote = _whole(reading, place)
        if not _says_something(quote) or (sentence.kind is None and _is_hollow(quote)):
            continue
        point = Point(
            id=f"{message.id}/{place}",
            message=message.id,
            author=message.author,
            quote=quote,
            kind=sentence.kind,
        )
        candidate = _Candidate(
            nth=nth,
            place=place,
            score=_score(point, rank),
            point=point,
            words=content_words(quote),
        )
        found.append(candidate)
    return sorted(found, key=lambda each: (-each.score, each.place))


def _whole(reading: Reading, place: int) -> str:
    """A sentence with the next one, where it is short and the next turns or completes it.

    "We tried tablets." is no honest quote of who went on "It failed."
    """
    sentence = reading.sentences[place]
    if len(sentence.text) < _ENOUGH and place + 1 < len(reading.sentences):
        after = reading.sentences[place + 1]
        both = f"{sentence.text} {after.text}"
        leans = _BACKWARD.match(after.text) and after.kind != "question"
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


def _is_hollow(quote: str) -> bool:
    """Small talk, with nothing particular beside it."""
    return len(quote) < _ENOUGH and bool(_SMALL_TALK.match(quote)) and not _FIGURES.search(quote)


def _is_self(text: str) -> bool:
    """Who speaks, and no more than that."""
    if len(_SPACED.split(text)) > _LONGEST_SELF or not _SELF.fullmatch(text):
        return False
    return not (_VERBS.search(text) or _DOINGS.search(text) or _FIGURES.search(text))


def _score(point: Point, rank: int) -> float:
    """How much the quote tells by itself; `rank` counts the message's telling sentences from 0."""
    quote = point.quote
    score = _FIRST if rank == 0 else _EARLY if rank == 1 else 0.0
    score += min(len(quote) / _ENOUGH, 1.0) - max(0.0, (len(quote) - _TOO_LONG) / _TOO_LONG)
    if point.kind is not None:
        score += _CUED
    score += _FIGURE * bool(_FIGURES.search(quote))
    score += _NAME * min(len(_NAMES.findall(quote)), 2)
    score += _DOING * min(len(_DOINGS.findall(quote)), 2)
    if rank and _BACKWARD.match(quote):
        score -= _LEANS_BACK
    if _SMALL_TALK.match(quote) or _CONTACT.search(quote):
        score -= _HOLLOW
    return round(score, 3)


def _spread(
    pool: Sequence[_Candidate], chosen: Sequence[_Candidate], room: int
) -> list[_Candidate]:
    """The best of a pool, one after the other, each judged by what is already there."""
    people = Counter(each.point.author for each in chosen)
    repeated = [max((_overlap(each, other) for other in chosen), default=0.0) for each in pool]
    said = {(each.point.author, each.point.quote.casefold()) for each in chosen}
    left, taken = list(range(len(pool))), []
    while left and len(taken) < room:
        # Ties go to what was said first: `max` keeps the first of equals.
        best = max(
            left,
            key=lambda n: (
                pool[n].score
                - _SAME_PERSON * min(people[pool[n].point.author], 3)
                - _REPEATED * repeated[n]
            ),
        )
        left.remove(best)
        candidate = pool[best]
        same = (candidate.point.author, candidate.point.quote.casefold())
        if same in said:
            continue
        said.add(same)
        taken.append(candidate)
        people[candidate.point.author] += 1
        for n in left:
            repeated[n] = max(repeated[n], _overlap(pool[n], candidate))
    return taken


def _overlap(one: _Candidate, other: _Candidate) -> float:
    """Shared content words, from 0 to 1, of the shorter quote."""
    shorter = min(len(one.words), len(other.words))
    return len(one.words & other.words) / shorter if shorter else 0.0
