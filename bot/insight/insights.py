"""The points of a summary: spread over the whole discussion, its themes and its people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.insight.candidates import ENOUGH, Candidate
from bot.insight.choose import apart, overlap
from bot.insight.same import echoes, is_same

# In one unit with the scores of candidates.
_REPEATED = 1.2
_SAME_PERSON = 0.35
_SAME_THEME = 0.25
_OFF_CENTRE = 2.0
_WORTH_A_SECOND = 1.1
_ECHOED, _MOST_ECHOES = 0.6, 4  # what several people say weighs more than how one puts it
_MARKED = 3.0  # people know better than cues what was worth it


class Choice:
    """Points chosen so far, and what a further one would add to them."""

    def __init__(self, themes: Sequence[int | None], echoed: Mapping[int, int]) -> None:
        self.taken: list[Candidate] = []
        self._themes = themes
        self._echoed = echoed
        self._people: Counter[str] = Counter()
        self._per_theme: Counter[int | None] = Counter()
        # For each candidate that was looked at: how many of the taken it was held against, the most
        # that it shares with one of them, and whether it says the same as one.
        self._held: dict[tuple[int, int], tuple[int, float, bool]] = {}

    def take(self, pool: Iterable[tuple[Candidate, float]]) -> bool:
        """Takes the candidate that adds most, less what is given beside it; false if none does."""
        best, most = None, 0.0
        for candidate, lost in pool:
            added = self._worth(candidate) - lost
            if best is None or added > most:
                if self._against(candidate)[1]:
                    continue
                best, most = candidate, added
        if best is None:
            return False
        self.taken.append(best)
        self._people[best.point.author] += 1
        self._per_theme[self._themes[best.nth]] += 1
        return True

    def _worth(self, candidate: Candidate) -> float:
        repeated, _ = self._against(candidate)
        return (
            candidate.score
            + _ECHOED * min(self._echoed.get(candidate.nth, 0), _MOST_ECHOES)
            + _MARKED * (candidate.marked is not None)
            - _REPEATED * repeated
            - _SAME_PERSON * min(self._people[candidate.point.author], 3)
            - _SAME_THEME * min(self._per_theme[self._themes[candidate.nth]], 3)
        )

    def _against(self, candidate: Candidate) -> tuple[float, bool]:
        """How much of a candidate is in what is taken, and whether one of these says the same."""
        key = (candidate.nth, candidate.place)
        held, most, same = self._held.get(key, (0, 0.0, False))
        for other in self.taken[held:]:
            most = max(most, overlap(candidate, other))
            same = same or is_same(candidate, other)
        self._held[key] = (len(self.taken), most, same)
        return most, same


def spread(
    by_message: Sequence[Sequence[Candidate]], themes: Sequence[int | None], limit: int
) -> list[Candidate]:
    """At most `limit` points, best first: one from each of as many equal stretches of the talk.

    `by_message` are the candidates of each message, best first, and `themes` the number of its
    theme. No message gives a second point before every message could give one. What is wanted is
    taken first, beyond the limit too, unless no points are asked for.
    """
    leads = [found[0] for found in by_message if found]
    wanted = [lead for lead in leads if lead.wanted] if limit else []
    limit = min(max(limit, len(wanted)), sum(map(len, by_message)))
    echoed = echoes(leads)
    choice = Choice(themes, echoed)
    for lead in wanted:
        choice.take([(lead, 0.0)])
    for stretch in _stretches(leads, limit):
        if len(choice.taken) == limit:
            break
        if not any(lead in choice.taken for lead, _ in stretch):
            choice.take(stretch)
    left = [lead for lead in leads if lead not in choice.taken]
    seconds = [
        candidate
        for found in by_message
        for candidate in apart(found)[:1]
        if candidate.score >= _WORTH_A_SECOND and len(candidate.point.quote) >= ENOUGH // 3
    ]
    for pool in (left, seconds):
        remaining = list(pool)
        while remaining and len(choice.taken) < limit:
            if not choice.take((candidate, 0.0) for candidate in remaining):
                break
            remaining.remove(choice.taken[-1])
    return sorted(
        choice.taken,
        key=lambda each: (
            not each.wanted,
            -echoed.get(each.nth, 0),
            each.marked is None,
            -each.score,
            each.nth,
            each.place,
        ),
    )


def _stretches(leads: Sequence[Candidate], limit: int) -> list[list[tuple[Candidate, float]]]:
    """As many stretches of equally many words as points are wanted, each candidate with what its
    distance from the middle of its stretch costs."""
    if not limit:
        return []
    lengths = [len(lead.point.quote) for lead in leads]
    everything = sum(lengths)
    found: list[list[tuple[Candidate, float]]] = [[] for _ in range(limit)]
    so_far = 0
    for lead, length in zip(leads, lengths, strict=True):
        place = (so_far + length / 2) / everything * limit
        so_far += length
        number = min(int(place), limit - 1)
        found[number].append((lead, _OFF_CENTRE * abs(place - number - 0.5)))
    return found
