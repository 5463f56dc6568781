"""What a theme is called: words that its messages say more than the others do."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from math import log

from bot.insight.reading import Reading, Sentence
from bot.insight.wording import content_words, stem, words

_FEWEST = 2  # messages that must say it
_TERMS = 3
_PAIR = 1.5  # two words side by side say more than one
_SPAN = 6  # words
_FEWEST_WORDS = 3  # of a sentence that a theme is called by
_LONGEST = 4000  # characters of a message that are looked at
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

# What people say while they think, and words for where, when, how much and who: they name nothing.
_FILLERS = frozenset(
    """yeah yep okay right hmm mhm huh kind sort mean guess actually basically maybe probably gonna
    wanna sure hello dear thanks bueno pues vale perhaps anyway instead however rather quite
    behind above below beside besides beneath under against along among amid around across toward
    towards within without until till since during onto upon between beyond despite except inside
    outside near off through throughout via together away whether though although
    always never often already even ever soon once twice ago later sooner early late today tomorrow
    yesterday usually mostly sometimes seldom rarely almost enough whatever whenever wherever
    everybody anybody somebody nobody everything anything nothing
    detrás encima debajo dentro fuera cerca lejos antes después hasta hacia contra según durante
    mediante siempre nunca todavía además casi quizás""".split()
)

# Stems of a term, and how it is said in one message.
_Terms = dict[tuple[str, ...], str]


def labels(
    readings: Sequence[Reading], groups: Sequence[Sequence[int]], hidden: Collection[str] = ()
) -> list[str]:
    """A label for each group of places, no two alike where the words allow it.

    Its words stand in at least two messages of the group; where none do, it is the start of what
    one message says, in quotation marks. `hidden` are words in lower case that no label shows.
    """
    terms = {nth: _terms(readings[nth], hidden) for group in groups for nth in group}
    counts = [Counter(term for nth in group for term in terms[nth]) for group in groups]
    total = Counter[tuple[str, ...]]()
    for count in counts:
        total.update(count)
    everything = len(terms)
    taken: set[str] = set()
    found: list[str] = []
    for group, count in zip(groups, counts, strict=True):
        label = _label(count, total, len(group), everything)
        said = [_said(term, [terms[nth] for nth in group]) for term in label]
        text = ", ".join(said)
        if not text or text in taken:
            text = _span(readings, group) or text
        taken.add(text)
        found.append(text)
    return found


def _label(
    count: Counter[tuple[str, ...]],
    total: Counter[tuple[str, ...]],
    size: int,
    everything: int,
) -> list[tuple[str, ...]]:
    """The terms that set a group apart, best first; no stem twice."""

    def worth(term: tuple[str, ...]) -> float:
        inside, outside = count[term], total[term] - count[term]
        rest = max(1, everything - size)
        apart = log((inside + 0.5) / (size + 1)) - log((outside + 0.5) / (rest + 1))
        return inside**0.5 * max(0.0, apart) * (_PAIR if len(term) > 1 else 1.0)

    worths = {term: worth(term) for term, n in count.items() if n >= _FEWEST}
    ranked = sorted(
        (term for term, worth in worths.items() if worth > 0),
        key=lambda term: (-worths[term], term),
    )
    chosen: list[tuple[str, ...]] = []
    used: set[str] = set()
    for term in ranked:
        if len(chosen) == _TERMS:
            break
        if used.isdisjoint(term):
            chosen.append(term)
            used.update(term)
    return chosen


def _terms(reading: Reading, hidden: Collection[str]) -> _Terms:
    """Content words and pairs of them side by side, that a message says and that may be shown."""
    found: _Terms = {}
    for sentence in reading.sentences:
        if sentence.withdrawn:
            continue
        before: tuple[str, str] | None = None
        for word in spoken(sentence):
            root = stem(word)
            if not root or word in hidden or word in _FILLERS or word.isdigit():
                before = None
                continue
            found.setdefault((root,), word)
            if before is not None and before[0] != root:
                found.setdefault((before[0], root), f"{before[1]} {word}")
            before = (root, word)
    return found


def spoken(sentence: Sentence) -> list[str]:
    """Words of a sentence in lower case, in order, without its links."""
    return words(_URL.sub(" ", sentence.text[:_LONGEST]))


def _said(term: tuple[str, ...], group: Sequence[_Terms]) -> str:
    """How a group says a term most often, the first of equals."""
    return Counter(each[term] for each in group if term in each).most_common(1)[0][0]


def _span(readings: Sequence[Reading], group: Sequence[int]) -> str:
    """The start of the sentence of a group that may be shown and tells most: one that asks, or
    says no more than a word or two, only where there is no other."""
    shown = [each for nth in group for each in readings[nth].sentences if not each.withdrawn]
    for sentence in sorted(shown, key=_tells_less):
        said = _URL.split(sentence.text[:_LONGEST])[0].split()
        start = said[:_SPAN]
        # "Families know the date of the" names less than it promises.
        while len(start) > 1 and len(said) > _SPAN and not content_words(start[-1]):
            start.pop()
        if words(" ".join(start)):
            return f"“{' '.join(start)}”"
    return ""


def _tells_less(sentence: Sentence) -> tuple[bool, bool, bool]:
    few = len(sentence.text.split()) < _FEWEST_WORDS
    return few, sentence.kind == "question", sentence.kind is None
