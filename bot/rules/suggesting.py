"""Which prompts of the library fit what came up: those in which the same telling words stand.

Weighed by tf-idf: a word tells the more, the fewer prompts have it, and a prompt fits the more,
the more of it is made of such words. What counts as a word is handed in.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

# A word in a title or a tag says what a prompt is about; one in its body may be said in passing.
_TITLE, _TAG, _BODY = 3, 3, 1
# A word that more than one prompt in so many has tells nothing of what any of them is about.
_COMMON = 5
_SMALLEST_FOR_COMMON = 10  # prompts; among fewer every word would be common

Words = Callable[[str], Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What of a prompt is compared."""

    title: str
    tags: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A prompt by name, and the words on which it met what was said, the most telling first."""

    prompt: str
    words: tuple[str, ...]


def fits(
    texts: Iterable[str], papers: Mapping[str, Paper], words: Words, *, most: int = 3
) -> list[Fit]:
    """At most ``most`` prompts that fit ``texts``, the best first; equals by name.

    ``words`` gives the words of a text that carry content, each once, as they are to be compared. A
    word counts once for every text that has it. One shared word is no fit, unless it stands in the
    title or a tag.
    """
    asked = Counter(word for text in texts for word in set(words(text)))
    counted = {name: _counted(paper, words) for name, paper in papers.items()}
    told = _telling(counted.values())
    scored: list[tuple[float, Fit]] = []
    for name, counts in counted.items():
        weights = {word: (1 + log(n)) * told[word] for word, n in counts.items() if word in told}
        worth = {word: asked[word] * weights[word] * told[word] for word in weights if asked[word]}
        if len(worth) > 1 or any(counts[word] >= min(_TITLE, _TAG) for word in worth):
            length = sqrt(sum(weight**2 for weight in weights.values()))
            found = tuple(sorted(worth, key=lambda word: (-worth[word], word)))
            scored.append((sum(worth.values()) / length, Fit(prompt=name, words=found)))
    scored.sort(key=lambda each: (-each[0], each[1].prompt))
    return [fit for _, fit in scored[:most]]


def _counted(paper: Paper, words: Words) -> Counter[str]:
    """How much each word of a prompt counts, by where it stands."""
    counts: Counter[str] = Counter()
    for weight, text in ((_TITLE, paper.title), (_TAG, " ".join(paper.tags)), (_BODY, paper.body)):
        for word in words(text):
            counts[word] += weight
    return counts


def _telling(papers: Collection[Collection[str]]) -> dict[str, float]:
    """How much each word tells (idf); common ones are left out."""
    held = Counter(word for paper in papers for word in paper)
    most = len(papers) / _COMMON if len(papers) >= _SMALLEST_FOR_COMMON else len(papers)
    return {word: log(1 + len(papers) / count) for word, count in held.items() if count <= most}
