"""On the first working day of a month its moderators get a draft of what the last one was about."""

from datetime import time

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.notes import cards
from bot.protocol.events import CameDue, Noted
from bot.rules import cadence
from bot.rules.notes import after
from bot.rules.periods import month
from bot.store import agenda, presence
from bot.store.records import Cohort

story = Story("notes.monthly")

DUE = "note"
MORNING = time(9)


@story.note("cohort-started")
def begin(event: Noted, work: Work) -> Effects:
    """The first is about the month in which it began."""
    if work.cohort is not None:
        _plan(work, work.cohort)
    return []


@story.note("started-up")
def begin_late(event: Noted, work: Work) -> Effects:
    """Cohorts that began before there were notes."""
    for each in presence.unwatched(work.db, DUE):
        work.cohort = each
        _plan(work, each)
    work.cohort = None
    return []


@story.note("zone-changed")
def move(event: Noted, work: Work) -> Effects:
    """It keeps its local time."""
    if work.cohort is not None and work.cohort.state in ("running", "held"):
        _plan(work, work.cohort)
    return []


@story.due(DUE)
def draft(event: CameDue, work: Work) -> Effects:
    """Each moderator gets the draft, if anything of the month was approved and none of them has
    made the note meanwhile. After the cohort has ended comes the last one."""
    its = work.cohort
    if its is None:
        return []
    off = cadence.days_off(its.settings)
    if its.state == "running" and not cadence.is_working_day(work.today(), off):
        # A day without posts since it was planned.
        day = cadence.next_working_day(work.today(), off)
        agenda.plan(work.db, DUE, its.id, cadence.instant(day, MORNING, its.zone), its.id)
        return []
    if its.state != "ended":
        _plan(work, its)
    note = cards.begun(work, month(work.today(), before=True).first)
    if note is None or note.state != "draft":
        return []
    return [
        effect
        for each in work.moderators()
        for effect in cards.tell(work, note, each.id, once=True)
    ]


def _plan(work: Work, its: Cohort) -> None:
    """At nine on the first working day of a month that is yet to come."""
    off = cadence.days_off(its.settings)
    first = month(work.today()).first
    while True:
        day = first if cadence.is_working_day(first, off) else cadence.next_working_day(first, off)
        at = cadence.instant(day, MORNING, its.zone)
        if at > work.now:
            break
        first = after(first)
    agenda.plan(work.db, DUE, its.id, at, its.id)
