"""Keeps those unknown who are not to be named: no quote, link or context may say their names, nor
their own words where they work."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote

from bot.insight.material import Message
from bot.insight.naming import (
    ANY_PLACE,
    SHORTEST,
    TOKEN,
    calls,
    folded,
    is_unspaced,
    tokens,
)
from bot.insight.reading import Reading
from bot.insight.wording import is_common, normal

# Names that are words too: these are people with a capital inside a sentence, or where they speak.
_WORDS_TOO = frozenset(
    """amber april art ash august autumn baker ball banks basil bell best bill black bond book bray
    brook brooks brown bush butler carol cash chance chase cherry clay cliff cook crystal daisy dale
    dawn day dean dee drew earl eve faith fields fox frank garland gene glen grace grant gray green
    hall hand harmony hart head heath herb hill holly home honor hope hunt hunter iris ivy jack jay
    joy june king knight lamb lane lily long love mark marsh mason max may melody mercy merit miles
    miller moss nick olive page paris park pat patience pearl penny piper pope porter potter price
    rain ray red reed reese rich river rivers rob robin rock rod rose rowan ruby rusty sage sandy
    say sharp sky stone storm sue summer swan taylor terry tucker violet wade walker walls ward
    waters weaver west white will win wing wise wolf wood woods york young""".split()
)
_ROLES = frozenset(
    """admin anonymous assistant bot care center centre clinic clinician colleague coordinator desk
    director doctor educator front group guest health host hospital intake interpreter lead leader
    learner manager medical member mentor moderator night nurse office participant patient patients
    person pharmacist physician program provider site social staff student supervisor support
    teacher team trainer user volunteer worker""".split()
)
_SPEAKS = frozenset(
    """said says say wrote writes mentioned mentions told tells asked asks suggested suggests shared
    shares agreed agrees noted notes noticed thinks thought explained replied pointed put dijo dice
    escribió comentó""".split()
)
_OWNS = re.compile(r"['’]s?\b|,")
_OPENS = re.compile(r"(?:^|[“\"«:(]|[.!?…])\W*$")  # what stands before the first word of a sentence


class Names:
    """Names that are looked for. What others are called by, who may be named, is `shared`; nobody
    is meant by one of the `ordinary` words of a longer name alone. `loud`: a name of nothing but
    such words is one only where it has its capitals."""

    def __init__(
        self,
        names: Iterable[str],
        shared: Collection[str] = (),
        ordinary: Collection[str] = _ROLES,
        *,
        loud: bool = False,
    ) -> None:
        whole = {each: tokens(each) for each in map(normal, names)}
        open_names = [tokens(each) for each in shared]
        open_words = {word for name in open_names for word in name}
        self._alone: set[str] = set()
        self._several: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._loud: set[tuple[str, ...]] = set()
        unspaced: set[str] = set()
        for name, called in whole.items():
            if called in open_names:
                continue
            self._alone |= {
                word
                for word in called
                if calls(word) and word not in open_words
                if len(called) == 1 or word not in ordinary
            }
            if len(called) > 1:
                self._several[called[0]].add(tuple(called))
                if loud and all(word in ordinary or is_common(word) for word in called):
                    self._loud.add(tuple(called))
            # "O'Brien" may be written as one word, and "Dee Watts" stand in an address.
            joined = ["".join(called), *("".join(tokens(word)) for word in name.split())]
            self._alone |= {
                word
                for word in joined
                if calls(word) and word not in open_words and word not in ordinary
            }
            unspaced |= {word for word in name.split() if is_unspaced(word)} - open_words
        shown = sorted(word for word in unspaced if len(word) >= SHORTEST)
        self._unspaced = re.compile("|".join(map(re.escape, shown))) if shown else None

    def stand_in(self, text: str) -> bool:
        """Whether one of the names stands in a text in normal form."""
        if self._unspaced is not None and self._unspaced.search(text):
            return True
        if not self._alone and not self._several:
            return False
        found = list(TOKEN.finditer(text))
        said = [folded(match[0]) for match in found]
        for nth, word in enumerate(said):
            if word in self._alone and _as_name(text, found[nth], word, said[nth + 1 : nth + 2]):
                return True
            for name in self._several.get(word, ()):
                there = found[nth : nth + len(name)]
                if tuple(said[nth : nth + len(name)]) != name:
                    continue
                if name not in self._loud or sum(each[0][0].isupper() for each in there) > 1:
                    return True
        return False

    def stand_in_address(self, url: str) -> bool:
        """Whether one of the names stands in a link, where nothing has capitals or spaces."""
        plain = normal(unquote(url))
        if self._unspaced is not None and self._unspaced.search(plain):
            return True
        said = tokens(plain)
        return any(word in self._alone and not is_common(word) for word in said) or any(
            tuple(said[nth : nth + len(name)]) == name
            for nth, word in enumerate(said)
            for name in self._several.get(word, ())
        )


class Unnamed:
    """Who of a discussion is not to be named, and where that would happen."""

    def __init__(self, messages: Sequence[Message]) -> None:
        open_ = {m.author for m in messages if m.quotable and not m.anonymous}
        shared = {m.name for m in messages if m.author in open_}
        self._hidden = Names({m.name for m in messages if m.author not in open_}, shared)
        # Whom others may name, since they speak by name elsewhere or share a first name, is still
        # not to be named where they chose so.
        own: dict[str, set[str]] = defaultdict(set)
        places: dict[str, set[str]] = defaultdict(set)
        for message in messages:
            if message.anonymous:
                own[message.author].add(message.name)
                places[message.author].add(message.place)
        self._own = {
            author: (Names(names), _places(places[author])) for author, names in own.items()
        }

    def told_in(self, message: Message, text: str) -> bool:
        """Whether a sentence of a message names somebody who is not to be named there."""
        return any(names.stand_in(text) for names in self._of(message))

    def told_by(self, message: Message, url: str) -> bool:
        """Whether a link of a message does."""
        return any(names.stand_in_address(url) for names in self._of(message))

    def _of(self, message: Message) -> list[Names]:
        own = self._own.get(message.author, ()) if message.anonymous else ()
        return [self._hidden, *own]


def _places(places: Iterable[str]) -> Names:
    """Where somebody works, by the whole name and by what it has of its own."""
    # Called "Clinic" and no more, it is any.
    telling = (each for each in places if len(tokens(each)) > 1 or set(tokens(each)) - ANY_PLACE)
    return Names(telling, ordinary=_ROLES | ANY_PLACE, loud=True)


def without(readings: Sequence[Reading], unnamed: Unnamed) -> list[Reading]:
    """The readings, with every sentence taken from sight that names whom nothing may name."""
    return [
        replace(
            reading,
            sentences=tuple(
                replace(each, withdrawn=True, masked=True)
                if not each.withdrawn and unnamed.told_in(reading.message, each.text)
                else each
                for each in reading.sentences
            ),
        )
        for reading in readings
    ]


def _as_name(text: str, found: re.Match[str], word: str, follows: Sequence[str]) -> bool:
    """Whether a word that is somebody's name stands as one: "will" and "may" seldom do."""
    if not (is_common(word) or word in _WORDS_TOO or word in _ROLES):
        return True
    if not _SPEAKS.isdisjoint(follows):
        return True
    if not found[0][0].isupper() or text.isupper():
        return False
    before = text[max(0, found.start() - 8) : found.start()]
    return not _OPENS.search(before) or _OWNS.match(text, found.end()) is not None
