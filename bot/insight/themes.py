"""Groups short answers to one question into themes, each called by words that its answers share.

For 5 to 100 answers of a sentence or two. A theme is found by one word, and every answer in it
holds that word, so that the label says the truth of each of them; what shares nothing is left in a
theme without a label. Stop words are those of English and Spanish.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.insight.wording import content_words, words

_FEWEST = 2  # answers that make a theme
_MOST_THEMES = 8
# Part of a theme's answers that must hold a second word before the label names it.
_SHARED_BY = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Answers that share words. ``words`` are its label, one or two as they are said most and in
    the order they are said; none for the answers that fit no other theme. ``texts`` are places in
    what was handed in, in order."""

    words: tuple[str, ...]
    texts: tuple[int, ...]


def by_theme(texts: Sequence[str], asked: str = "") -> list[Theme]:
    """Every text in exactly one theme, the largest theme first and the one without words last.

    Words of ``asked``, the question, tell answers to it apart in nothing and are left out. The same
    texts in the same order always give the same themes.
    """
    of_question = content_words(asked)
    stems = [content_words(text) - of_question for text in texts]
    themes = _settled(stems, _chosen(stems))
    said = said_most(texts)
    found = [
        Theme(
            words=tuple(said(stem) for stem in _label(texts, stems, stem, members)), texts=members
        )
        for stem, members in themes.items()
    ]
    found.sort(key=lambda theme: (-len(theme.texts), theme.texts))
    placed = {place for theme in found for place in theme.texts}
    rest = tuple(place for place in range(len(texts)) if place not in placed)
    return [*found, Theme(words=(), texts=rest)] if rest else found


def said_most(texts: Iterable[str]) -> Callable[[str], str]:
    """Gives for a stem the word that stands for it most often in ``texts``, the first of equals."""
    spoken: dict[str, Counter[str]] = {}
    for text in texts:
        for word in words(text):
            for stem in content_words(word):
                spoken.setdefault(stem, Counter())[word] += 1
    return lambda stem: spoken[stem].most_common(1)[0][0]


def _chosen(stems: Sequence[frozenset[str]]) -> list[str]:
    """Words that make themes: each time the one whose answers, among those that are left, are the
    most and have the most in common besides."""
    left = set(range(len(stems)))
    chosen: list[str] = []
    while len(chosen) < _MOST_THEMES:
        holders = _holders(stems, left)
        if not holders:
            break
        # A stem first said earlier, then the alphabet, decides between equals.
        best = min(
            holders, key=lambda stem: (-_worth(stems, stem, holders[stem]), holders[stem][0], stem)
        )
        chosen.append(best)
        left.difference_update(holders[best])
    return chosen


def _holders(stems: Sequence[frozenset[str]], left: Iterable[int]) -> dict[str, list[int]]:
    """For each stem that enough of the answers in ``left`` hold, these answers, in order."""
    found: dict[str, list[int]] = {}
    for place in sorted(left):
        for stem in stems[place]:
            found.setdefault(stem, []).append(place)
    return {stem: places for stem, places in found.items() if len(places) >= _FEWEST}


def _worth(stems: Sequence[frozenset[str]], stem: str, members: Sequence[int]) -> int:
    """How many answers hold a stem, those twice that share a further word with another of them."""
    counts = Counter(each for place in members for each in stems[place])
    return sum(
        1 + any(counts[each] > 1 for each in stems[place] if each != stem) for place in members
    )


def _settled(
    stems: Sequence[frozenset[str]], chosen: Sequence[str]
) -> Mapping[str, tuple[int, ...]]:
    """Each answer in the one theme, of those whose word it holds, with which it shares the most.

    An answer was first taken by the largest theme it could be in. A theme that loses all but one of
    its answers by this is none, and that answer goes where else it fits.
    """
    names = list(chosen)
    while True:
        vocabulary = {
            stem: Counter(each for one in stems if stem in one for each in one) for stem in names
        }
        members: dict[str, list[int]] = {stem: [] for stem in names}
        for place, one in enumerate(stems):
            fitting = [stem for stem in names if stem in one]
            if fitting:
                best = max(fitting, key=lambda stem: _likeness(one, stem, vocabulary[stem]))
                members[best].append(place)
        small = [stem for stem in names if len(members[stem]) < _FEWEST]
        if not small:
            return {stem: tuple(places) for stem, places in members.items()}
        names.remove(small[-1])


def _likeness(one: frozenset[str], stem: str, vocabulary: Counter[str]) -> float:
    """What part of a theme's answers hold the other words of ``one``, itself not counted."""
    others = vocabulary[stem] - 1
    return sum(vocabulary[each] - 1 for each in one if each != stem) / others if others else 0.0


def _label(
    texts: Sequence[str], stems: Sequence[frozenset[str]], stem: str, members: Sequence[int]
) -> list[str]:
    """The stem of a theme, and at most one more that most of its answers hold, as they are said."""
    counts = Counter(each for place in members for each in stems[place] if each != stem)
    enough = max(_FEWEST, _SHARED_BY * len(members))
    further = [each for each, count in counts.items() if count >= enough]
    if not further:
        return [stem]
    second = min(further, key=lambda each: (-counts[each], each))
    both = next(place for place in members if second in stems[place])
    spoken = (each for word in words(texts[both]) for each in content_words(word))
    return sorted({stem, second}, key=list(spoken).index)
