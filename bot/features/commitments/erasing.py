"""Somebody is erased: what they meant to try goes with their name, and does not come due either."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.commitments import asks
from bot.protocol.events import Noted
from bot.store import commitments

story = Story("commitments.erasing")


@story.note("erase-wanted")
def erase(event: Noted, work: Work) -> Effects:
    """Ask nothing more of ``person`` in ``cohort``, or without one in any."""
    cohort, person = event.args.get("cohort"), event.args["person"]
    for each in commitments.of_person(work.db, cohort, person):
        asks.leave(work, each)
        commitments.take_back(work.db, each.id)
    return []
