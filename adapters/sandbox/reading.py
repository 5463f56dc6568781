"""Who has read how far: a mark per person and place, in the memory of this process.

A place is ``room``, ``dm`` or ``thread:`` and the id of the message that opened it. A mark is the
number of the newest message that was read there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from adapters.sandbox.address import ROOM
from adapters.sandbox.platform import Platform
from adapters.sandbox.records import Message


def number(message: Message) -> int:
    """A message's number: later messages have greater ones."""
    return int(message.id.removeprefix("m"))


def place_of(message: Message) -> str:
    """The place where a message is read."""
    if message.thread:
        return f"thread:{message.thread}"
    return "room" if message.channel == ROOM else "dm"


class Reading:
    """The marks."""

    def __init__(self) -> None:
        self._marks: dict[tuple[str, str], int] = {}

    def mark(self, handle: str, place: str) -> int:
        """How far this person has read in this place; 0 for nothing."""
        return self._marks.get((handle, place), 0)

    def marks(self, handle: str) -> Mapping[str, int]:
        """All of this person's marks, by place."""
        return {place: upto for (who, place), upto in self._marks.items() if who == handle}

    def read(self, handle: str, place: str, upto: int) -> bool:
        """Note that this person has read this far. Returns whether that is further than before."""
        if upto <= self.mark(handle, place):
            return False
        self._marks[handle, place] = upto
        return True

    def read_everything(self, platform: Platform, channels: Iterable[str]) -> None:
        """Everyone has read what stands in these channels now."""
        wanted = set(channels)
        for person in platform.people():
            for message in platform.visible(person.handle):
                if message.channel in wanted:
                    self.read(person.handle, place_of(message), number(message))

    def unread(self, handle: str, messages: Iterable[Message]) -> Counter[str]:
        """How many of these messages this person has not read, by place; their own do not count."""
        return Counter(
            place_of(message)
            for message in messages
            if message.sender != handle and number(message) > self.mark(handle, place_of(message))
        )
