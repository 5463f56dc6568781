"""A round opens: what it asks, who reads it and whom it is for are frozen, and each member's hour
is planned.

A plan's round opens a day ahead of its time in the cohort's zone, so that it is there before that
hour strikes for the first member anywhere.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import hours, reading, sheets, showing
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Swap, Whisper
from bot.protocol.events import CameDue, Noted
from bot.rules import cadence, planning
from bot.rules import checkins as rules
from bot.store import agenda, checkin_rounds
from bot.store.checkin_rounds import Plan, Round, Sheet
from bot.text import dates
from bot.text.checkin import CheckIn, to_dict

story = Story("checkins.opening")

AHEAD = timedelta(days=1)
_DAY = timedelta(days=1)


@story.note("checkin-planned")
def expect(event: Noted, work: Work) -> Effects:
    """A plan begins: its first round comes due."""
    plan = checkin_rounds.plan(work.db, event.args["plan"])
    if plan is not None:
        _expect_after(work, plan, plan.day - _DAY)
    return []


@story.note("zone-changed")
def keep_local_time(event: Noted, work: Work) -> Effects:
    """The cohort's clocks changed: what is planned keeps its local day."""
    assert work.cohort is not None
    for plan in checkin_rounds.plans(work.db, work.cohort.id):
        at = agenda.planned(work.db, "checkin-round", plan.id)
        if at is not None:
            _expect_after(work, plan, max(plan.day, work.today()) - _DAY, unsent=True)
    return []


@story.due("checkin-round")
def open_planned(event: CameDue, work: Work) -> Effects:
    """The day of a plan's round comes up; the one after it is put on the calendar."""
    plan, cohort = checkin_rounds.plan(work.db, event.subject), work.cohort
    if plan is None or plan.state != "running" or cohort is None or cohort.state != "running":
        return []
    meant = (event.due + AHEAD).astimezone(work.zone()).date()
    off = cadence.days_off(cohort.settings)
    day = rules.next_day(plan.rhythm, plan.day, meant - _DAY, off)
    if day is None or day > meant:
        # Its day has become one on which nothing is sent.
        _expect_after(work, plan, meant)
        return []
    checkin = work.library.checkins.get(plan.ref)
    if checkin is None:
        checkin_rounds.stop_plan(work.db, plan.id)
        return [*work.tell_moderators(work.card("checkin-gone", name=plan.ref))]
    _expect_after(work, plan, day)
    again = work.button("checkin-send-again-button", "checkin.send", name=plan.ref)
    if day < work.today():
        told = work.card("checkin-missed", again, title=checkin.title, day=dates.day(day))
        return [*work.tell_moderators(told)]
    wanted = _Wanted(checkin=checkin, readers=plan.readers, day=day, time=plan.time, plan=plan.id)
    return _open(work, wanted)


@story.note("checkin-wanted")
def open_now(event: Noted, work: Work) -> Effects:
    """A moderator sends a round now; whoever is at work is asked at once, the others when their
    working day begins."""
    cohort = work.cohort
    checkin = work.library.checkins.get(event.args["name"])
    if cohort is None or cohort.state != "running" or checkin is None:
        return [Whisper(card=work.card("stale-button"))]
    day, off = work.today(), cadence.days_off(cohort.settings)
    over = cadence.instant(day, hours.LAST_CALL, cohort.zone) <= work.now
    if over or not cadence.is_working_day(day, off):
        day = cadence.next_working_day(day, off)
    wanted = _Wanted(checkin=checkin, readers=event.args["readers"], day=day, time=None, plan=None)
    return _open(work, wanted, reply=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A round that is to open. ``time`` is None for as soon as may be."""

    checkin: CheckIn
    readers: str
    day: date
    time: str | None
    plan: str | None


def _open(work: Work, wanted: _Wanted, *, reply: bool = False) -> list[Effect]:
    cohort = work.cohort
    assert cohort is not None
    checkin, day = showing.filled(work, wanted.checkin, wanted.day), wanted.day
    before = _under_way(work, checkin.name, day)
    if before is not None and reply:
        return [Whisper(card=work.card("checkin-under-way-already", title=before.title))]
    if before is not None:
        return [*work.tell_moderators(_not_doubled(work, before, day))]
    everyone = hours.members(work)
    welcome = [e for e in everyone if hours.welcomes(work, e, checkin.name, day)]
    if not rules.may_open(wanted.readers, reading.among(work, wanted.readers, welcome)):
        key = "checkin-too-few" if welcome else "checkin-for-nobody"
        again = work.button("checkin-send-again-button", "checkin.send", name=checkin.name)
        card = work.card(key, again, title=checkin.title, least=rules.FEWEST_ASKED)
        return [Whisper(card=card)] if reply else [*work.tell_moderators(card)]
    last = day + (cadence.days_open(checkin.open) - 1) * _DAY
    new = Round(
        id=work.new_id(),
        cohort=cohort.id,
        plan=wanted.plan,
        checkin=to_dict(checkin),
        title=checkin.title,
        readers=wanted.readers,
        day=day,
        opened_at=work.now,
        closes_at=planning.end_of(last, cohort.zone),
        closed_at=None,
        state="open",
        asked=len(welcome),
    )
    readers = [] if wanted.readers == "self" else [each.id for each in work.moderators()]
    checkin_rounds.add_round(work.db, new, readers)
    reading.promise_at_opening(work, new, everyone)
    agenda.plan(work.db, "checkin-close", new.id, new.closes_at, cohort.id)
    for person in everyone:
        _plan_sheet(work, new, person, wanted.time, asked=person in welcome)
    if not reply:
        return []
    card = work.card("checkin-sent", title=new.title, number=new.asked, day=dates.day(last))
    return [Swap(card=card)]


def _under_way(work: Work, name: str, day: date) -> Round | None:
    """The round of the same check-in that people have been sent and that is still open when
    ``day`` begins: they would be asked the same twice at once."""
    assert work.cohort is not None
    begins = planning.end_of(day - _DAY, work.cohort.zone)
    for each in checkin_rounds.rounds(work.db, work.cohort.id, "open"):
        same = each.checkin["name"] == name and each.closes_at > begins
        if same and checkin_rounds.sheets(work.db, each.id, *sheets.SEEN):
            return each
    return None


def _not_doubled(work: Work, before: Round, day: date) -> Card:
    last = work.local(before.closes_at - timedelta(seconds=1)).date()
    return work.card(
        "checkin-not-doubled", title=before.title, day=dates.day(day), last=dates.day(last)
    )


def _plan_sheet(work: Work, of: Round, person: str, time: str | None, *, asked: bool) -> None:
    assert work.cohort is not None
    its = Sheet(
        id=work.new_id(),
        cohort=of.cohort,
        round=of.id,
        person=person,
        state="planned" if asked else "left",
        reminded=False,
        at_question=None,
    )
    checkin_rounds.add_sheet(work.db, its)
    if asked:
        zone, off = hours.zone_of(work, person), cadence.days_off(work.cohort.settings)
        at: datetime = work.now
        if time is not None:
            at = rules.member_time(of.day, cadence.read_time(time), zone, off)
        at = hours.at_work(work, max(at, work.now), zone)
        agenda.plan(work.db, "checkin-ask", its.id, at, of.cohort)


def _expect_after(work: Work, plan: Plan, after: date, *, unsent: bool = False) -> None:
    """Let the next round after a day come due; without one the plan has run its course."""
    cohort = work.cohort
    assert cohort is not None
    off = cadence.days_off(cohort.settings)
    day = rules.next_day(plan.rhythm, plan.day, after, off)
    while unsent and day is not None and checkin_rounds.is_sent(work.db, plan.id, day):
        day = rules.next_day(plan.rhythm, plan.day, day, off)
    if day is None:
        agenda.cancel(work.db, "checkin-round", plan.id)
        checkin_rounds.stop_plan(work.db, plan.id)
        return
    at = cadence.stored_instant(day, plan.time, cohort.zone) - AHEAD
    agenda.plan(work.db, "checkin-round", plan.id, at, cohort.id)
