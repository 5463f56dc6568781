"""What is said more than once: who says the same, and how many people these are."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil

from bot.insight.candidates import Candidate
from bot.insight.material import Insight, Message
from bot.insight.sentences import QUOTATION
from bot.insight.wording import words

_ALIKE = 0.7  # part of all content words of two quotes that both hold
_FEWEST = 3  # content words that both must hold
_FEWEST_UNNAMED = 3  # people; fewer could be told apart

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NEGATIONS = frozenset(
    """no not never none nobody nothing neither nor cannot without hardly stop stopped
    nadie nunca ningún ninguna sin tampoco""".split()
)
# Words that stems or stop words hide, and that turn a sentence: a line each for what means alike.
_TURNS = {
    word: line[0]
    for line in map(
        str.split,
        """before antes
        after después
        until hasta
        all every each everybody everyone always todo todos toda todas siempre
        few rarely seldom pocos pocas
        only solo sólo
        most mostly
        some sometimes algunos algunas
        half
        up more rise rises rose increased increases grew higher más
        down less fewer fall falls fell dropped drops decreased decreases lower menos
        first
        last
        one once uno una
        two twice dos
        three tres
        four cuatro
        five cinco
        six seis
        seven siete
        eight ocho
        nine nueve
        ten diez
        eleven
        twelve doce""".splitlines(),
    )
    for word in line
}


def is_same(one: Candidate, other: Candidate) -> bool:
    """Whether two quotes say the same in nearly the same words, of their authors' own.

    Strict on purpose: what differs in a figure, in a "not" or in an "only", or asks what the other
    says, is never the same.
    """
    first, second = one.own, other.own
    # No more than the fewer words can be shared: most pairs need no further look.
    if min(len(first), len(second)) < _ALIKE * max(len(first), len(second)):
        return False
    shared = len(first & second)
    if shared < _FEWEST or shared < _ALIKE * len(first | second):
        return False
    if (one.point.kind == "question") != (other.point.kind == "question"):
        return False
    return _marks(one.point.quote) == _marks(other.point.quote)


def echoes(leads: Sequence[Candidate]) -> dict[int, int]:
    """How many other people say the same as each of the candidates, by its `nth`.

    Of those with the same words, one is compared. Two quotes of which seven words in ten are the
    same share one of the rarest words of each; so only those are.
    """
    alike: dict[str, list[Candidate]] = defaultdict(list)
    for each in leads:
        alike[each.point.quote].append(each)
    authors = {quote: {each.point.author for each in group} for quote, group in alike.items()}
    everybody = {quote: set(people) for quote, people in authors.items()}
    vocabularies = {quote: group[0].own for quote, group in alike.items()}
    counts = Counter(word for vocabulary in vocabularies.values() for word in vocabulary)
    seen: dict[str, list[str]] = defaultdict(list)
    for quote, group in alike.items():
        rarest = sorted(vocabularies[quote], key=lambda word: (counts[word], word))
        prefix = rarest[: len(rarest) - ceil(_ALIKE * len(rarest)) + 1]
        for other in dict.fromkeys(other for word in prefix for other in seen[word]):
            if is_same(group[0], alike[other][0]):
                everybody[quote] |= authors[other]
                everybody[other] |= authors[quote]
        for word in prefix:
            seen[word].append(quote)
    return {
        each.nth: len(everybody[quote]) - 1
        for quote, group in alike.items()
        if len(vocabularies[quote]) >= _FEWEST and len(everybody[quote]) > 1
        for each in group
    }


def is_borrowed(each: Candidate, authors: Mapping[str, Collection[str]]) -> bool:
    """Whether a quote only says what somebody else does, in quotation marks.

    `authors` are those of every sentence of the discussion, by its `sentence_key`.
    """
    if len(each.own) >= _FEWEST:
        return False
    return any(
        author != each.point.author
        for quotation in QUOTATION.findall(each.point.quote)
        for author in authors.get(sentence_key(quotation[1:-1]), ())
    )


def sentence_key(sentence: str) -> str:
    """The same for sentences that differ only in capitals and in how they end."""
    return sentence.casefold().strip(" .,;:!?…")


@lru_cache(maxsize=1 << 14)
def _marks(quote: str) -> tuple[list[str], int, frozenset[str]]:
    said = words(quote)
    denied = sum(word in _NEGATIONS or word.endswith(("n't", "not")) for word in said)
    turns = frozenset(_TURNS[word] for word in said if word in _TURNS)
    return sorted(_FIGURE.findall(quote)), denied, turns


def insight(chosen: Candidate, others: Iterable[Candidate], said: Sequence[Message]) -> Insight:
    """A point with those who say the same. `said` are all messages, by place."""
    quoted = said[chosen.nth]
    places = {chosen.nth: None}
    for other in others:
        message = said[other.nth]
        # Who says a thing once by name and once not is not to be found out by that.
        if other.nth in places or (quoted.anonymous and message.author == quoted.author):
            continue
        if is_same(chosen, other):
            places[other.nth] = None
    messages = [said[nth] for nth in places]
    named = {message.author: None for message in messages if not message.anonymous}
    unnamed = {message.author for message in messages if message.anonymous} - named.keys()
    return Insight(
        kind=chosen.point.kind,
        quote=chosen.point.quote,
        ids=tuple(m.id for m in messages if m is quoted or not m.anonymous),
        authors=tuple(named),
        people=len(named) + (len(unnamed) if len(unnamed) >= _FEWEST_UNNAMED else 0),
        unnamed=tuple(m.id for m in messages if m is not quoted and m.anonymous),
        marked=chosen.marked,
    )
