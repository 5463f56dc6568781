"""A room gets another id on its platform, as when a private channel is shared with another
organisation: the cohort stays in it, and nobody needs to know."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.events import Moved
from bot.store import cohorts

story = Story("moving")


@story.on(Moved)
def follow(event: Moved, work: Work) -> Effects:
    """What is posted, kept and heard from now on is found under the new id."""
    cohorts.move_room(work.db, event.place, event.to)
    return []
