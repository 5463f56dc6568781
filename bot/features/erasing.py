"""Somebody is erased: from the store, and from what the bot said before people."""

from datetime import datetime

from bot.engine import former
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Edit, Note
from bot.protocol.events import Noted
from bot.store import cohorts, erasure, people
from bot.store.codec import load_card

story = Story("erasing")


@story.note("erase-wanted")
def erase(event: Noted, work: Work) -> Effects:
    """Erase ``person`` from ``cohort``, or without one from what is kept outside of cohorts; ``at``
    is when they said so (ISO). The bot's messages that name or quote them follow."""
    person = people.get(work.db, event.args["person"])
    if person is None:
        return []
    # Someone may be erased from several cohorts at once, so each note says from which.
    work.cohort = cohorts.get(work.db, event.args["cohort"]) if "cohort" in event.args else None
    cohort = work.cohort.id if work.cohort is not None else None
    done = erasure.erase(
        work.db,
        cohort_id=cohort,
        person_id=person.id,
        now=work.now,
        word=work.word("former-member"),
        new_id=work.new_id,
    )
    at = min(datetime.fromisoformat(event.args["at"]), work.now)
    former.bury(work, done.users, cohort, at, gone=done.gone)
    # Of a stranger nothing has reached the files yet, and whoever likes may be one.
    work.scrub = work.scrub or done.kept
    if work.who is not None and work.who.id == person.id:
        # Nobody is left whom anything further could be told or asked about.
        work.part, work.agreed = None, False
        work.who = None if done.gone else work.who
    instead = [
        Edit(
            posting=each.posting,
            card=work.card("former-about") if each.card is None else load_card(each.card),
            purpose="answer",
        )
        for each in done.messages
    ]
    changed = [Note(topic="words-changed", args={"discussion": each}) for each in done.discussions]
    # After the edits that take names out, which take all quotes along.
    over = [Note(topic="erased", args={"cohort": cohort})] if cohort is not None else []
    return [*instead, *changed, *over]
