"""The same processes with one law broken, to see that the soak would notice.

``--without look-up``: what may have been sent is sent again unseen. ``--without commit``: messages
are acknowledged before they are kept.
"""

import asyncio
import sys
from datetime import datetime

from adapters.slack.chat import SlackChat
from bot.engine.runtime import Runtime
from bot.protocol.events import Edited, Event, Joined, Removed, Said
from bot.protocol.ports import Absent, Outcome, Parcel, Unknown
from bot.protocol.refs import Ref
from tests.soak import launch

LAWS = ("look-up", "commit")


class Blind(SlackChat):
    """Finds nothing that was said."""

    async def find(self, parcel: Parcel, since: datetime) -> Ref | Absent | Unknown:
        return Absent()


class Hasty(Runtime):
    """Answers at once to whatever needs no reply."""

    async def take(self, event: Event) -> Outcome:
        if not isinstance(event, Said | Edited | Removed | Joined):
            return await super().take(event)
        self.taking = asyncio.gather(super().take(event), return_exceptions=True)
        return Outcome(new=True)


def without(law: str) -> None:
    """Break a law in this process and its children."""
    if law == "look-up":
        SlackChat.find = Blind.find  # pyright: ignore
    else:
        launch.RUNTIME = Hasty


if __name__ == "__main__":
    without(sys.argv[1])
    launch.run()
