"""A cohort comes to its end; later its members' words are deleted, and then its members' names.

What was promised to members is a day, so that a hold does not put it off: while a cohort is held,
its end waits in the agenda as something of no cohort.
"""

from datetime import datetime, timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Edit, Effect, Note
from bot.protocol.events import CameDue, Noted
from bot.rules import planning
from bot.rules.attention import DATA
from bot.store import agenda, cohorts, digests, ending, findings, handbook
from bot.store.records import Cohort
from bot.text import dates

story = Story("ending")

AFTERWARDS = timedelta(days=1)
"""How long after that the names go: whoever moderated has been told by then."""


@story.note("cohort-held")
def end_on_hold(event: Noted, work: Work) -> Effects:
    """It can end while it is held."""
    if work.cohort is not None:
        _plan_end(work, work.cohort, of=None)
    return []


@story.note("cohort-resumed")
def end_in_time(event: Noted, work: Work) -> Effects:
    """Its end is something of its own again."""
    if work.cohort is not None:
        _plan_end(work, work.cohort, of=work.cohort.id)
    return []


@story.note("started-up")
def look_after_held(event: Noted, work: Work) -> Effects:
    """The last day of a held cohort may have been changed."""
    for each in ending.held(work.db):
        _plan_end(work, each, of=None)
    return []


def _plan_end(work: Work, cohort: Cohort, *, of: str | None) -> None:
    if cohort.ends is not None:
        over = planning.end_of(cohort.ends, cohort.zone)
        agenda.plan(work.db, "cohort-end", cohort.id, over, of)


@story.due("cohort-end")
def end(event: CameDue, work: Work) -> Effects:
    """Its last day is over."""
    cohort = work.cohort = ending.locked(work.db, event.subject)
    if cohort is None or cohort.state == "ended" or cohort.ends is None:
        return []
    if planning.end_of(cohort.ends, cohort.zone) > work.now:
        # It was held while its last day was put off.
        _plan_end(work, cohort, of=cohort.id if cohort.state != "held" else None)
        return []
    cohorts.change(work.db, cohort.id, state="ended")
    work.refreshed()
    forget = planning.forget_on(cohort.ends, cohort.settings)
    over = planning.end_of(forget, cohort.zone)
    agenda.plan(work.db, "words-expire", cohort.id, over, cohort.id)
    agenda.plan(work.db, "words-expire-soon", cohort.id, over - planning.NOTICE, cohort.id)
    blocks = work.say("ended", cohort=cohort.name, day=dates.day(forget))
    if handbook.approved(work.db, cohort.id):
        blocks += work.say("handbook-export-at-end")
    card = Card(blocks=blocks)
    return [Note(topic="cohort-ended"), *work.tell_moderators(card, key=f"ended:{cohort.id}")]


@story.due("words-expire-soon")
def give_notice(event: CameDue, work: Work) -> Effects:
    """In good time whoever agreed hears once on which day their words will be deleted: before that
    day, whatever else they are told. A notice of another day that waits comes no more."""
    cohort, over = work.cohort, _over(work)
    if cohort is None or cohort.state != "ended" or over is None or over <= work.now:
        return []
    assert cohort.ends is not None
    day = planning.forget_on(cohort.ends, cohort.settings)
    # Who heard of another day last, before the settings were changed, hears of this one, be it the
    # first they heard of.
    soon = f"soon:{cohort.id}:"
    key = f"{soon}{day}:"
    digests.withdraw(work.db, soon, but=key)
    if over - planning.NOTICE > work.now:
        agenda.plan(work.db, "words-expire-soon", cohort.id, over - planning.NOTICE, cohort.id)
        return []
    card = work.card("forgetting-soon", cohort=cohort.name, day=dates.day(day))
    told: list[Effect] = []
    for person in sorted(cohorts.consents(work.db, cohort.id, "agreement")):
        last = digests.newest(work.db, person, soon)
        if last is None or not last.startswith(key):
            each = f"{key}{person}:{work.new_id()}"
            told.append(work.tell(person, card, key=each, importance=DATA, expires=over))
    return told


@story.due("words-expire")
def forget(event: CameDue, work: Work) -> Effects:
    """The time for which members' words were to be kept is over. What they approved together
    stays where it was posted; pages of the handbook and of what was found in it are emptied, since
    it was to be deleted."""
    cohort, over = work.cohort, _over(work)
    if cohort is None or cohort.state != "ended":
        return []
    if over is not None and over > work.now:
        agenda.plan(work.db, "words-expire", cohort.id, over, cohort.id)
        return []
    pages = [each.posting for each in handbook.pages(work.db, cohort.id)]
    pages += findings.pages(work.db, cohort.id)
    ending.forget_words(work.db, cohort.id, work.now, kept=pages)
    work.scrub = True
    agenda.cancel(work.db, "words-expire-soon", cohort.id)
    agenda.plan(work.db, "names-expire", cohort.id, work.now + AFTERWARDS, cohort.id)
    card = work.card("forgotten", cohort=cohort.name)
    over = work.card("handbook-over", cohort=cohort.name)
    emptied = [Edit(posting=each, card=over, purpose="answer") for each in pages]
    return [*emptied, *work.tell_moderators(card, key=f"forgotten:{cohort.id}")]


@story.due("names-expire")
def forget_people(event: CameDue, work: Work) -> Effects:
    """Nobody needs to know any more who was in it."""
    if work.cohort is not None and work.cohort.state == "ended":
        ending.forget_people(work.db, work.cohort.id)
        work.scrub = True
    return []


def _over(work: Work) -> datetime | None:
    """When members' words are to be deleted, as the cohort's settings are now."""
    cohort = work.cohort
    if cohort is None or cohort.ends is None:
        return None
    return planning.end_of(planning.forget_on(cohort.ends, cohort.settings), cohort.zone)
