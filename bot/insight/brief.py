"""A few lines for who has little time: who said what, within a number of words."""

from collections.abc import Iterable, Sequence

from bot.insight.candidates import Candidate
from bot.insight.insights import spread
from bot.insight.material import Message
from bot.insight.sentences import clip
from bot.insight.wording import content_words

# In one unit: a sentence loses with every one before it in its message, and gains by what it shares
# with the subject.
_LATER, _LATEST = 0.5, 4
_OF_SUBJECT, _MOST_OF_SUBJECT = 1.0, 2

_A_LINE = 10  # words; where there are more messages than such lines, not all can be quoted
_FEWEST = 4  # words of a line, its name among them


def brief(
    by_message: Sequence[Sequence[Candidate]],
    said: Sequence[Message],
    words: int,
    lines: int | None = None,
) -> list[tuple[str, str]]:
    """First names and quotes, of at most `words` words in all and at most `lines` lines.

    `by_message` are the candidates of each message of `said`. Everybody speaks once before one
    speaks twice, in the order they did; where a number of lines is asked for, the best come, best
    first. A name is empty where the author is not to be named. A quote that is too long for
    what room is left ends with a clause, or is left out.
    """
    about = content_words(next((message.subject for message in said if message.subject), ""))
    ranked = [_ranked(found, about) for found in _speaking(by_message, words) if found]
    room = words
    written: list[tuple[str, str]] = []
    best = spread(by_message, [None] * len(by_message), lines) if lines is not None else None
    for candidate in _in_turn(ranked) if best is None else best:
        if room < _FEWEST or (lines is not None and len(written) == lines):
            break
        message = said[candidate.nth]
        name = "" if message.anonymous else " ".join(message.name.split()[:1])
        own = 1 if name else 0
        quote = _fitting(candidate.point.quote, room - own)
        again = any(quote in earlier or earlier in quote for _, earlier in written)
        if quote and not again and own + len(quote.split()) >= _FEWEST:
            written.append((name, quote))
            room -= own + len(quote.split())
    return written


def _speaking(
    by_message: Sequence[Sequence[Candidate]], words: int
) -> Iterable[Sequence[Candidate]]:
    """All messages, or the first and as many as there may be lines, spread over the discussion."""
    most = max(1, words // _A_LINE)
    if sum(map(bool, by_message)) <= most:
        return by_message
    chosen = {each.nth for each in spread(by_message, [None] * len(by_message), most)}
    chosen.add(next(nth for nth, found in enumerate(by_message) if found))
    return [found for nth, found in enumerate(by_message) if nth in chosen]


def _ranked(found: Sequence[Candidate], about: frozenset[str]) -> list[Candidate]:
    """A message's candidates, best first; each counts those that stand before it."""
    ranks = {place: rank for rank, place in enumerate(sorted(each.place for each in found))}
    return sorted(found, key=lambda each: -_worth(each, ranks[each.place], about))


def _worth(candidate: Candidate, rank: int, about: frozenset[str]) -> float:
    shared = min(len(candidate.words & about), _MOST_OF_SUBJECT)
    return _OF_SUBJECT * shared - _LATER * min(rank, _LATEST)


def _in_turn(ranked: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Each person's first, then each further message's, then what messages have besides."""
    people: set[str] = set()
    firsts: list[Candidate] = []
    more: list[Candidate] = []
    for found in ranked:
        author = found[0].point.author
        (more if author in people else firsts).append(found[0])
        people.add(author)
    deepest = max((len(found) for found in ranked), default=0)
    rest = [found[depth] for depth in range(1, deepest) for found in ranked if len(found) > depth]
    return [*firsts, *more, *rest]


def _fitting(quote: str, words: int) -> str:
    """The quote, or its first clauses, if it has at most `words` words; empty otherwise."""
    spoken = quote.split()
    if len(spoken) <= words:
        return quote
    return clip(quote, len(" ".join(spoken[: max(0, words)])), shortest=20)
