"""Replaces what tells who somebody is, before words leave this machine.

Names of members become "Person 3", those of where they work "[organisation 1]", links, addresses,
handles and long numbers "[link 1]" and the like, the same each time. Nobody has to undo it: who
quotes a sentence with these in it is shown the sentence that was there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.insight.links import link_spans
from bot.insight.material import Message
from bot.insight.naming import ANY_PLACE, SHORTEST, TOKEN, calls, folded, is_unspaced, tokens
from bot.insight.wording import is_common, normal

_WITHIN_A_NAME = (" ", "-", "'", "’")

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HANDLE = re.compile(r"(?<![\w.])@\w[\w.'’-]{0,63}")
# Telephones, and whatever else is long enough to be somebody's number.
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[ ().\-/]{0,2}\d){6,}")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d")

# Start and end in a text, and what stands there instead.
_Span = tuple[int, int, str]


class Veil:
    """Aliases for all who spoke in a discussion, and for what their texts hold besides.

    Whoever is not to be known gets a new alias with each message, so that nothing ties these
    together. `people` are names of further people who may be spoken of, and `organisations` those
    of where people work.
    """

    def __init__(
        self,
        messages: Sequence[Message],
        people: Iterable[str] = (),
        organisations: Iterable[str] = (),
    ) -> None:
        self._persons: dict[str, str] = {}
        self._message_of: dict[str, str] = {}
        self._aliases: dict[str, dict[str, str]] = {}
        # Whom a name may mean: a person, or "" for one who has no alias.
        self._called: dict[str, set[str]] = {}
        for message in messages:
            if message.anonymous:
                self._message_of[message.id] = self._new()
                self._learn(message.name, "")
            else:
                if message.author not in self._persons:
                    self._persons[message.author] = self._new()
                self._learn(message.name, self._persons[message.author])
        for name in people:
            self._learn(name, "")
        self._works = self._learned(normal(name).strip() for name in organisations)
        unspaced = sorted(filter(is_unspaced, self._called), key=lambda name: (-len(name), name))
        self._unspaced = re.compile("|".join(map(re.escape, unspaced))) if unspaced else None

    def person(self, message: Message) -> str:
        """The alias of who said a message."""
        return self._message_of.get(message.id) or self._persons[message.author]

    def over(self, text: str) -> str:
        """A text in normal form, with what tells who somebody is replaced."""
        spans = [(start, end, "link") for start, end in link_spans(text)]
        spans += [(*match.span(), "e-mail") for match in _EMAIL.finditer(text)]
        spans += [(*match.span(), "handle") for match in self._handles(text)]
        spans += [
            (*match.span(), "number")
            for match in _NUMBER.finditer(text)
            if not _DATE.fullmatch(match[0])
        ]
        found = [
            (start, end, self._alias(kind, text[start:end])) for start, end, kind in _apart(spans)
        ]
        pieces, after = [], 0
        if self._works is not None:
            found += [
                (*match.span(), self._alias("organisation", match[0].casefold()))
                for match in self._works.finditer(text)
            ]
        # A name inside an address goes with the address.
        for start, end, alias in _apart([*found, *self._names(text)]):
            pieces += [text[after:start], alias]
            after = end
        return "".join([*pieces, text[after:]])

    def _new(self) -> str:
        return f"Person {len(self._persons) + len(self._message_of) + 1}"

    def _learn(self, name: str, alias: str) -> None:
        named = [token for token in tokens(name) if calls(token)]
        unspaced = [word for word in normal(name).split() if is_unspaced(word)]
        spaced = [token for token in named if not is_unspaced(token)]
        for called in {*spaced, *unspaced, "".join(named)}:
            if len(called) >= SHORTEST:
                self._called.setdefault(called, set()).add(alias)

    def _learned(self, organisations: Iterable[str]) -> re.Pattern[str] | None:
        """What finds the whole names; a word that tells one organisation alone is one, too."""
        whole = sorted(
            {name for name in organisations if len(name) >= SHORTEST},
            key=lambda name: (len(name), name),
        )
        for name in whole:
            alias = self._alias("organisation", name.casefold())
            for token in tokens(name):
                if calls(token) and token not in ANY_PLACE and not is_common(token):
                    self._called.setdefault(token, set()).add(alias)
        if not whole:
            return None
        either = "|".join(re.escape(name) for name in reversed(whole))
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)

    def _handles(self, text: str) -> Iterator[re.Match[str]]:
        for match in _HANDLE.finditer(text):
            if "".join(tokens(match[0])) not in self._called:
                yield match

    def _alias(self, kind: str, what: str) -> str:
        known = self._aliases.setdefault(kind, {})
        return known.setdefault(what, f"[{kind} {len(known) + 1}]")

    def _names(self, text: str) -> list[_Span]:
        spans = [
            (*match.span(), self._meant(called))
            for match in TOKEN.finditer(text)
            if (called := folded(match[0])) in self._called and _as_name(called, match[0][0])
        ]
        if self._unspaced is not None:
            spans += [(*m.span(), self._meant(m[0])) for m in self._unspaced.finditer(text)]
        found: list[_Span] = []
        for start, end, alias in _apart(spans):
            # "Ana Ruiz" is one person, and not two.
            if found and found[-1][2] == alias and text[found[-1][1] : start] in _WITHIN_A_NAME:
                found[-1] = (found[-1][0], end, alias)
            else:
                found.append((start, end, alias))
        return found

    def _meant(self, called: str) -> str:
        """Whom a name means; nobody in particular when it may mean several."""
        meant = self._called[called]
        return "[name]" if len(meant) > 1 or "" in meant else next(iter(meant))


def _apart(spans: Sequence[_Span]) -> list[_Span]:
    """Spans in order, without those that begin inside another."""
    found: list[_Span] = []
    for span in sorted(spans, key=lambda each: (each[0], -each[1])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def _as_name(token: str, first: str) -> bool:
    """Whether a word that is somebody's name stands as one: "will" and "may" seldom do."""
    return not is_common(token) or first.isupper()
