"""Chooses the points of a draft: one a message first, spread over people."""

from collections import Counter
from collections.abc import Sequence

from bot.insight.candidates import ENOUGH, Candidate, candidates
from bot.insight.material import Point
from bot.insight.reading import Reading

# In one unit with the scores of candidates.
_SAME_PERSON, _REPEATED = 0.35, 1.2
_WORTH_A_SECOND = 1.1  # score from which a message may give a second point


def choose(readings: Sequence[Reading], limit: int) -> list[Point]:
    """At most `limit` points, best first; equals keep the order in which they were said.

    Every message gives its best sentence before any gives a second, and a second one must be
    strong. Who has been quoted already gives way to who has not, and so does what repeats.
    """
    by_message = [candidates(reading, nth) for nth, reading in enumerate(readings)]
    leads = [found[0] for found in by_message if found]
    seconds = [
        candidate
        for found in by_message
        for candidate in apart(found)[:1]
        if candidate.score >= _WORTH_A_SECOND and len(candidate.point.quote) >= ENOUGH // 3
    ]
    chosen: list[Candidate] = []
    for pool in (leads, seconds):
        chosen += _spread(pool, chosen, limit - len(chosen))
    chosen.sort(key=lambda each: (-each.score, each.nth, each.place))
    return [each.point for each in chosen]


def apart(found: Sequence[Candidate]) -> list[Candidate]:
    """What a message could add to its best: quotes that neither hold that one nor stand in it."""
    best = found[0].point.quote if found else ""
    return [
        each for each in found[1:] if each.point.quote not in best and best not in each.point.quote
    ]


def _spread(pool: Sequence[Candidate], chosen: Sequence[Candidate], room: int) -> list[Candidate]:
    """The best of a pool, one after the other, each judged by what is already there."""
    people = Counter(each.point.author for each in chosen)
    repeated = [max((overlap(each, other) for other in chosen), default=0.0) for each in pool]
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
            repeated[n] = max(repeated[n], overlap(pool[n], candidate))
    return taken


def overlap(one: Candidate, other: Candidate) -> float:
    """Shared content words, from 0 to 1, of the shorter quote."""
    shorter = min(len(one.words), len(other.words))
    return len(one.words & other.words) / shorter if shorter else 0.0
