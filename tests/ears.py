"""An engine that only writes down what it hears, for tests of adapters."""

from collections.abc import Sequence

from bot.protocol.effects import Reply
from bot.protocol.events import Event, Installed
from bot.protocol.ports import Ear, Outcome
from bot.protocol.refs import Key


class WritingEar(Ear):
    """Keeps every event that it is given and answers with the replies that a test asks for; knows
    what it has seen by the events' keys, as the engine does."""

    def __init__(self) -> None:
        self.given: list[Event] = []
        self.new: list[Event] = []
        self.replies: tuple[Reply, ...] = ()
        self.told: list[Reply] = []
        self.broken = False
        self._seen: set[Key] = set()

    async def take(self, event: Event) -> Outcome:
        if self.broken:
            raise ConnectionError("the database is away")
        if isinstance(event, Installed):
            return Outcome(new=True)
        self.given.append(event)
        if self._seen.intersection(event.keys):
            return Outcome(new=False)
        self._seen.update(event.keys)
        self.new.append(event)
        return Outcome(new=True, replies=self.replies)

    async def unsaid(self, event: Event, reply: Reply) -> None:
        self.told.append(reply)

    def completions(self) -> Sequence[tuple[str, str]]:
        return ()
