"""A cohort's programme: its weeks become steps, and each step comes due at its local time.

A step is ``planned`` as long as its row in the agenda stands, ``waiting`` while the moderators
choose what becomes of a prompt whose time has passed, then ``posted`` or ``skipped``.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.effects import Effect, Note
from bot.protocol.events import CameDue, Noted
from bot.rules.cadence import days_off, stored_instant, working_day_by
from bot.rules.hours import PUNCTUAL
from bot.store import agenda, programme
from bot.store.records import Cohort, Step

story = Story("programme")

ASK_AHEAD = timedelta(days=2)
"""How long before a prompt somebody is sought who starts, at least: on a working day, so that
whoever is asked hears of it before the weekend."""
TIME_TO_ASK = timedelta(hours=3)


@story.note("cohort-started")
def lay_out(event: Noted, work: Work) -> list[Effect]:
    """Put the programme's weeks on the calendar. What lies behind already is the moderators'
    choice: they are asked about the first of it, and can post any of the rest by name."""
    cohort = work.cohort
    assert cohort is not None
    if programme.steps(work.db, cohort.id):
        return []
    if work.library.programme(cohort.programme) is None:
        return [*work.tell_moderators(work.card("programme-gone", name=cohort.programme))]
    gone: list[Step] = []
    for each in programme.unrolled(work.db, work.library, cohort):
        step = replace(each, id=work.new_id())
        if work.now - stored_instant(step.day, step.time, cohort.zone) > PUNCTUAL:
            gone.append(replace(step, state="skipped") if gone else step)
            programme.add(work.db, gone[-1])
        else:
            programme.add(work.db, step)
            _expect(work, step)
    return [_missed(gone[0], "before-start")] if gone else []


@story.note("cohort-ended")
def put_away(event: Noted, work: Work) -> list[Effect]:
    """Nothing more is posted for a cohort that has ended."""
    assert work.cohort is not None
    for step in programme.steps(work.db, work.cohort.id, "planned", "waiting"):
        programme.change(work.db, step.id, state="skipped")
        _forget(work, step)
    return []


@story.note("step-planned")
def expect(event: Noted, work: Work) -> list[Effect]:
    """A new step was put on the calendar."""
    step = programme.get(work.db, event.args["step"])
    if step is not None:
        _expect(work, step)
    return []


@story.note("step-moved")
def expect_anew(event: Noted, work: Work) -> list[Effect]:
    """A planned step got another day, or will not be posted."""
    step = programme.get(work.db, event.args["step"])
    if step is not None and step.state == "planned":
        offered = agenda.planned(work.db, "step-ask", step.id) is None
        _expect(work, step, offered=offered)
    elif step is not None:
        _forget(work, step)
    return []


@story.note("zone-changed")
def keep_local_time(event: Noted, work: Work) -> list[Effect]:
    """The cohort's clocks changed: what is planned keeps its local time."""
    assert work.cohort is not None
    for step in programme.planned(work.db, work.cohort.id):
        _replan(work, step, work.cohort)
    return []


@story.note("started-up")
def keep_local_times(event: Noted, work: Work) -> list[Effect]:
    """The process begins, perhaps with newer rules of the world's time zones. What another process
    moves at this moment is moved by the same rules, and is left to it."""
    planned = {kind: agenda.of_kind(work.db, kind) for kind in ("step", "step-ask")}
    for step, cohort in programme.unfinished(work.db):
        instants = {"step": _at(step, cohort), "step-ask": _ask_at(step, cohort)}
        for kind, at in instants.items():
            before = planned[kind].get(step.id)
            if before is not None and before != at:
                agenda.move(work.db, kind, step.id, before, at)
    return []


@story.due("step-ask")
def ask_ahead(event: CameDue, work: Work) -> list[Effect]:
    """Time to find somebody who starts, if enough of it is left."""
    step, cohort = programme.get(work.db, event.subject), work.cohort
    if step is None or step.state != "planned" or cohort is None or cohort.state != "running":
        return []
    if stored_instant(step.day, step.time, cohort.zone) - work.now < TIME_TO_ASK:
        return []
    return [Note(topic="step-asked", args={"step": step.id})]


@story.note("cohort-resumed")
def look_back(event: Noted, work: Work) -> list[Effect]:
    """What came due while everything rested is the moderators' choice."""
    cohort = work.cohort
    assert cohort is not None
    return [
        _missed(step, "held")
        for step in programme.planned(work.db, cohort.id)
        if stored_instant(step.day, step.time, cohort.zone) <= work.now
    ]


def _missed(step: Step, why: str) -> Note:
    return Note(topic="step-missed", args={"step": step.id, "why": why})


def _expect(work: Work, step: Step, *, offered: bool = False) -> None:
    """Let a step come due, and before it the question who starts. If the time for that question has
    passed, it comes at once where that leaves time to ask; not if it was offered already."""
    assert work.cohort is not None
    at = _at(step, work.cohort)
    agenda.plan(work.db, "step", step.id, at, step.cohort)
    prompt = programme.prompt(work.db, work.library, step.cohort, step.ref)
    if prompt is None or not prompt.ask_ahead or programme.was_asked(work.db, step.id):
        return
    ask = _ask_at(step, work.cohort)
    if ask > work.now or (not offered and at - work.now >= TIME_TO_ASK):
        agenda.plan(work.db, "step-ask", step.id, max(ask, work.now), step.cohort)
    else:
        agenda.cancel(work.db, "step-ask", step.id)


def _replan(work: Work, step: Step, cohort: Cohort) -> None:
    """Find the instants of a planned step anew; what was asked before is not asked again."""
    agenda.plan(work.db, "step", step.id, _at(step, cohort), step.cohort)
    if agenda.planned(work.db, "step-ask", step.id) is not None:
        agenda.plan(work.db, "step-ask", step.id, _ask_at(step, cohort), step.cohort)


def _at(step: Step, cohort: Cohort) -> datetime:
    return stored_instant(step.day, step.time, cohort.zone)


def _ask_at(step: Step, cohort: Cohort) -> datetime:
    day = working_day_by(step.day - ASK_AHEAD, days_off(cohort.settings))
    return stored_instant(day, step.time, cohort.zone)


def _forget(work: Work, step: Step) -> None:
    agenda.cancel(work.db, "step", step.id)
    agenda.cancel(work.db, "step-ask", step.id)
