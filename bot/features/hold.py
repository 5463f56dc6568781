"""Letting a cohort rest, and going on: hold and resume.

While a cohort is held, its rows in the agenda and in the outbox wait by themselves; here is what
people are told, and what becomes of a prompt whose time passed meanwhile.
"""

from collections.abc import Sequence

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Note, Tell, Whisper
from bot.protocol.events import Commanded
from bot.protocol.text import Block, Bullets
from bot.rules.cadence import stored_instant
from bot.store import cohorts, discussions, programme
from bot.store.records import Discussion, Step
from bot.text import dates
from bot.text.steps import next_line

story = Story("hold")


@story.command("hold", who="moderator")
def hold(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """Nothing goes out any more until a moderator resumes."""
    cohort = work.cohort
    assert cohort is not None and work.who is not None
    resume = work.runs("resume-button", "resume")
    if cohort.state == "held":
        since = dates.moment(cohort.held_at or work.now, cohort.zone)
        return [Whisper(card=work.card("hold-already", resume, cohort=cohort.name, since=since))]
    if cohort.state != "running":
        key = "hold-ended" if cohort.state == "ended" else "hold-planned"
        return [Whisper(card=work.card(key, cohort=cohort.name))]
    cohorts.change(work.db, cohort.id, state="held", held_at=work.now)
    work.refreshed()
    told = work.card("hold-told", resume, name=work.who.name, cohort=cohort.name)
    return [
        Whisper(card=work.card("hold-done", resume, cohort=cohort.name)),
        *_others(work, told),
        Note(topic="cohort-held"),
    ]


@story.command("resume", who="moderator")
def resume(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """Go on, and say what came due meanwhile and what is next."""
    cohort = work.cohort
    assert cohort is not None and work.who is not None
    if cohort.state != "held":
        key = "resume-running" if cohort.state == "running" else "resume-not-held"
        return [Whisper(card=work.card(key, cohort=cohort.name))]
    cohorts.change(work.db, cohort.id, state="running", held_at=None)
    work.refreshed()
    missed = [each for each in programme.planned(work.db, cohort.id) if _at(work, each) <= work.now]
    over = [
        each
        for each in discussions.of_cohort(work.db, cohort.id, "open")
        if each.closes_at <= work.now
    ]
    told = work.card("resume-told", name=work.who.name, cohort=cohort.name)
    return [
        Whisper(card=_going_on(work, missed, over)),
        *_others(work, told),
        Note(topic="cohort-resumed"),
    ]


def _at(work: Work, step: Step):
    assert work.cohort is not None
    return stored_instant(step.day, step.time, work.cohort.zone)


def _going_on(work: Work, missed: Sequence[Step], over: Sequence[Discussion]) -> Card:
    assert work.cohort is not None
    catalogue, zone = work.tools.catalogue, work.cohort.zone
    lines = [
        catalogue.line(
            "resume-missed",
            title=programme.title(work.db, work.library, each),
            when=dates.moment(_at(work, each), zone),
        )
        for each in missed
    ]
    lines += [catalogue.line("resume-closes", title=each.title) for each in over]
    blocks: list[Block] = [*work.say("resume-done", cohort=work.cohort.name)]
    if lines:
        blocks += [*work.say("resume-meanwhile"), Bullets(items=tuple(lines))]
    if missed:
        blocks += work.say("resume-choose")
    coming = [each for each in programme.planned(work.db, work.cohort.id) if each not in missed]
    title = programme.title(work.db, work.library, coming[0]) if coming else None
    when = dates.moment(_at(work, coming[0]), zone) if coming else None
    blocks += work.say("resume-next", next=next_line(catalogue, title, when))
    schedule = work.runs("resume-schedule-button", "schedule")
    return Card(blocks=tuple(blocks), buttons=(schedule,))


def _others(work: Work, card: Card) -> list[Tell]:
    """Tell the other moderators. It is an answer to what one of them did, so no hold stops it."""
    assert work.who is not None
    return [
        work.tell(each.id, card, purpose="answer")
        for each in work.moderators()
        if each.id != work.who.id
    ]
