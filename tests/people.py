"""Who is on a stand-in's platform, and what in their words is a person or an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.protocol.ports import StageError
from bot.protocol.refs import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone of the workspace: ``handle`` is the script's, ``id`` the platform's."""

    handle: str
    id: str
    profile: Profile
    in_room: bool = False

    @property
    def name(self) -> str:
        return self.profile.name


class People:
    """Everyone whom the platform knows, in the order in which they came."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(list(self._people.values()))

    def put(self, handle: str, id: str, profile: Profile) -> Person:
        """Someone is known now, or has another profile."""
        here = handle in self._people and self._people[handle].in_room
        self._people[handle] = Person(handle=handle, id=id, profile=profile, in_room=here)
        return self._people[handle]

    def move(self, handle: str, *, in_room: bool) -> Person:
        self._people[handle] = replace(self._people[handle], in_room=in_room)
        return self._people[handle]

    def known(self, handle: str) -> Person:
        if handle not in self._people:
            names = ", ".join(self._people)
            raise StageError(f"nobody is called {handle!r} here; there are: {names}")
        return self._people[handle]

    def by_id(self, id: str) -> Person | None:
        return next((person for person in self if person.id == id), None)

    def find(self, name: str) -> Person:
        """The person with this handle or full name, with or without @, any case."""
        wanted = name.strip().removeprefix("@").casefold()
        for person in self:
            if wanted in (person.handle.casefold(), person.name.casefold()):
                return person
        raise StageError(f"nobody is called {name!r} here; there are: {', '.join(self._people)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address within what someone typed."""

    url: str


_ADDRESS = r"https?://[^\s<>\"]+"
_TRAILING = ".,;:!?)]}'’”"


def pieces(text: str, people: People) -> Iterator[str | Address | Person]:
    """What someone typed, as a platform's window takes it: @names of people become mentions and
    addresses links; all else is letters."""
    names = {name for person in people for name in (person.handle, person.name)}
    # The longest first, so that "@Ben Okafor" is not taken for "@Ben".
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    mention = rf"(?<!\w)@(?:{either})(?!\w)"
    end = 0
    for match in re.finditer(f"{_ADDRESS}|{mention}", text, re.IGNORECASE):
        if match.start() > end:
            yield text[end : match.start()]
        if match[0].startswith("@"):
            yield people.find(match[0])
            end = match.end()
        else:
            # A full stop after an address ends the sentence, not the address.
            url = match[0].rstrip(_TRAILING)
            yield Address(url=url)
            end = match.start() + len(url)
    if end < len(text):
        yield text[end:]
