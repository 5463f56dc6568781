"""Somebody is erased: what they answered without a name goes, too.

Everything that carries their name is found by it. What does not is found by marks that only the bot
can make, so this is done here and not in ``bot.store.erasure``.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.events import Noted
from bot.store import checkin_answers

story = Story("checkins.erasing")


@story.note("erase-wanted")
def erase(event: Noted, work: Work) -> Effects:
    """Erase what ``person`` answered without a name in ``cohort``, or without one in all."""
    cohort, person = event.args.get("cohort"), event.args["person"]
    checkin_answers.erase(work.db, cohort, person, work.marks)
    return []
