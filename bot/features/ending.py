"""A cohort comes to its end, and later its members' words are deleted."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Note
from bot.protocol.events import CameDue
from bot.rules import planning
from bot.store import agenda, cohorts, erasure
from bot.text import dates

story = Story("ending")


@story.due("cohort-end")
def end(event: CameDue, work: Work) -> Effects:
    """Its last day is over."""
    cohort = work.cohort
    if cohort is None or cohort.state == "ended" or cohort.ends is None:
        return []
    cohorts.change(work.db, cohort.id, state="ended")
    work.refreshed()
    forget = planning.forget_on(cohort.ends, cohort.settings)
    over = planning.end_of(forget, cohort.zone)
    agenda.plan(work.db, "words-expire", cohort.id, over, cohort.id)
    card = work.card("ended", cohort=cohort.name, day=dates.day(forget))
    return [Note(topic="cohort-ended"), *work.tell_moderators(card, key=f"ended:{cohort.id}")]


@story.due("words-expire")
def forget(event: CameDue, work: Work) -> Effects:
    """The time for which members' words were to be kept is over. What they approved together
    stays where it was posted."""
    cohort = work.cohort
    if cohort is None or cohort.state != "ended":
        return []
    erasure.forget_words(work.db, cohort.id)
    card = work.card("forgotten", cohort=cohort.name)
    return [*work.tell_moderators(card, key=f"forgotten:{cohort.id}")]
