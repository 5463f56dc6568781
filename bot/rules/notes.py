"""What is told outside a cohort of what it talked about: themes and numbers, and nobody's words.

A name of a theme leaves the cohort, so that it must not be one person's: it is a moderator's own,
or words that three people say, or the title under which they spoke.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.checkins import FEWEST_SHOWN
from bot.rules.periods import month

FEWEST_SAYING = 3
"""People who say the words by which a theme is called outside."""
KINDS = ("idea", "strategy", "challenge", "tool", "experience", "question")
"""Sorts of contributions that are counted, in the order in which they are told."""
_ANY_PLACE = frozenset(
    """a and at for in of on st the to with care center centre centers clinic clinics college
    community council county department family free foundation general group health healthcare
    home hospital hospitals house medical medicine memorial mental national network nursing
    office practice primary program programme project public regional rural school service services
    state system team university urban""".split()
)

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_NUMBERED = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_NAMED = re.compile(r"([a-z]{3,9})(?: (\d{4}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A theme of one summary. ``key`` names it, ``title`` is that of the discussion or period,
    ``name`` what the theme may be called outside, or empty. ``people`` and ``discussions`` are ids
    of those behind it, ``kinds`` the sort of each of its points (empty where it is not known) and
    the id of the person whose it is. ``rests`` names all that it rests on, those who are in no
    number among it."""

    key: str
    title: str
    name: str
    people: frozenset[str]
    discussions: frozenset[str]
    kinds: tuple[tuple[str, str], ...]
    rests: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A theme as it is told: ``keys`` are those of its parts. ``people``: how many spoke, None for
    fewer than five. ``kinds`` has the number of each sort of contribution, None for what fewer than
    five people are behind."""

    keys: tuple[str, ...]
    name: str
    people: int | None
    discussions: int
    kinds: Mapping[str, int | None]


def rows(parts: Iterable[Part], names: Mapping[str, str]) -> list[Row]:
    """The parts as they are told. ``names``: what moderators call some of them here, by key. Those
    of one name are one, and of those without a name all of one title."""
    found: dict[str, list[Part]] = {}
    called: dict[str, str] = {}
    for each in parts:
        name = names.get(each.key) or each.name or each.title
        key = " ".join(name.casefold().split())
        called.setdefault(key, name)
        found.setdefault(key, []).append(each)
    return [_row(called[key], some) for key, some in found.items()]


def _row(name: str, parts: Sequence[Part]) -> Row:
    return Row(
        keys=tuple(each.key for each in parts),
        name=name,
        people=told({person for each in parts for person in each.people}),
        discussions=len({home for each in parts for home in each.discussions}),
        kinds=counted(pair for each in parts for pair in each.kinds),
    )


def counted(shared: Iterable[tuple[str, str]]) -> dict[str, int | None]:
    """How many contributions of which sort may be told: below five people who made those of a sort,
    that there are some. ``shared`` has the sort of each and whose it is."""
    people: dict[str, list[str]] = {}
    for kind, person in shared:
        people.setdefault(kind, []).append(person)
    return {
        each: len(people[each]) if told(people[each]) is not None else None
        for each in KINDS if each in people
    }  # fmt: skip


def told(people: Collection[str]) -> int | None:
    """How many people, if that may be told."""
    number = len(set(people))
    return number if number >= FEWEST_SHOWN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By what a text is known to name somebody: ``words`` of names, small and without accents, and
    whole names of ``places`` of which no word names one by itself."""

    words: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


def outside(label: str, quoted: bool, said: Iterable[tuple[str, str]], names: Names) -> str:
    """What of a label that consists of members' words may be shown outside: those of its terms, or
    if it is ``quoted`` all of it, that three people say. ``said`` are people and what they say;
    no term that holds one of ``names`` is shown."""
    texts = [(person, _without(text, names.places)) for person, text in said]
    terms = [label] if quoted else label.split(", ")
    kept = [
        each for each in terms if not names_one(each, names) and _everyones(_words(each), texts)
    ]
    text = ", ".join(kept)
    return text[:1].upper() + text[1:]


def _everyones(term: Sequence[str], texts: Iterable[tuple[str, str]]) -> bool:
    if not term:
        return False
    there = f" {' '.join(term)} "
    return len({person for person, text in texts if there in text}) >= FEWEST_SAYING


def _without(text: str, places: Iterable[str]) -> str:
    """A text as words to compare, without these names: who says one says nothing by its words."""
    there = _spelled(text)
    # One may be a part of another.
    for place in sorted(places, key=len, reverse=True):
        there = there.replace(f" {place} ", " | ")
    return folded(there)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def folded(text: str) -> str:
    """Letters as they are compared: small, and without accents."""
    return _bare(text.casefold())


def _bare(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parted if not unicodedata.combining(each))


def names_in(people: Iterable[str], places: Iterable[str] = ()) -> Names:
    """The names of people and of where they work. What half of all places are called names none,
    but for a whole name: that is told from what anybody may say by its capitals, of which it needs
    two, as every sentence begins with one."""
    places = list(places)
    words = {word for text in people for word in _words(text)}
    words |= {word for text in places for word in _words(text)} - _ANY_PLACE
    words = {word for word in words if len(word) > 1}
    whole = (_spelled(text).split() for text in places if not words & set(_words(text)))
    return Names(
        words=frozenset(words),
        places=frozenset(
            " ".join(name) for name in whole if sum(word[0].isupper() for word in name) > 1
        ),
    )


def names_one(text: str, names: Names) -> bool:
    """Whether a text names one of these."""
    there = _spelled(text)
    return any(word in names.words for word in _words(text)) or any(
        f" {place} " in there for place in names.places
    )


def _spelled(text: str) -> str:
    """A text as words with nothing but spaces around them."""
    return " ".join(("", *re.findall(r"\w+", _bare(text)), ""))


def read_month(words: str, today: date) -> date | None:
    """The first day of the month that is meant, which may be yet to come; None for other words.
    Understood are ``last month``, ``this month``, ``next month``, ``2026-03``, ``March`` and
    ``March 2026``; nothing is the last month."""
    words = " ".join(words.casefold().split()).removeprefix("the ")
    this = today.replace(day=1)
    match words:
        case "" | "last month" | "month":
            return month(today, before=True).first
        case "this month":
            return this
        case "next month":
            return after(this)
    if numbered := _NUMBERED.fullmatch(words):
        year, number = int(numbered[1]), int(numbered[2])
        return date(year, number, 1) if 1 <= number <= 12 and year else None
    named = _NAMED.fullmatch(words)
    numbers = [n for n, each in enumerate(_MONTHS, 1) if named and each.startswith(named[1])]
    if named is None or len(numbers) != 1:
        return None
    if named[2]:
        return date(int(named[2]), numbers[0], 1) if int(named[2]) else None
    past = this.replace(month=numbers[0])
    return past if past <= this else past.replace(year=past.year - 1)


def after(first: date) -> date:
    """The first day of the month after the one that begins on ``first``."""
    return month(first).last + timedelta(days=1)
