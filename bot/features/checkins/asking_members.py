"""A member's hour has come: the private message with which a check-in asks."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.engine import budget
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import hours, reading, sheets, showing
from bot.protocol.cards import Button, Card
from bot.protocol.events import CameDue
from bot.rules import cadence
from bot.rules import checkins as rules
from bot.store import agenda, checkin_rounds
from bot.store.checkin_rounds import Round, Sheet

story = Story("checkins.asking_members")

IMPORTANCE = 6
REMIND_AFTER = 7
"""Days after which a member is reminded at the earliest."""
LEFT_TO_ANSWER = timedelta(days=1)


@story.due("checkin-ask")
def ask(event: CameDue, work: Work) -> Effects:
    """Ask one member, unless they may not be asked any more; outside their working hours, when
    those begin."""
    its = checkin_rounds.sheet(work.db, event.subject)
    of = checkin_rounds.get(work.db, its.round) if its is not None else None
    if its is None or of is None or its.state != "planned" or of.state != "open":
        return []
    assert work.cohort is not None
    zone = hours.zone_of(work, its.person)
    local = work.now.astimezone(ZoneInfo(zone)).date()
    if not hours.welcomes(work, its.person, of.checkin["name"], local):
        checkin_rounds.change_sheet(work.db, its.id, state="left")
        return []
    at = _when(work, of, zone)
    if at >= of.closes_at:
        checkin_rounds.change_sheet(work.db, its.id, state="left")
        return []
    if at > work.now:
        # Their clocks are other ones than when this was planned, or everything rested meanwhile.
        agenda.plan(work.db, "checkin-ask", its.id, at, its.cohort)
        return []
    if budget.arrives(work.db, work.cohort, its.person, IMPORTANCE, work.now) <= work.now:
        # What waits for its moment interrupts nothing that they are answering one by one.
        checkin_rounds.leave_questions(work.db, its.person)
    checkin_rounds.change_sheet(work.db, its.id, state="asked")
    _plan_reminder(work, its, of, zone)
    card = _card(work, its, of)
    return [
        work.tell(
            its.person,
            card,
            key=sheets.key(its.id),
            purpose="invitation",
            importance=IMPORTANCE,
            expires=of.closes_at,
        )
    ]


def _when(work: Work, of: Round, zone: str):
    """When someone is to be asked, by the zone in which they are now."""
    assert work.cohort is not None
    plan = checkin_rounds.plan(work.db, of.plan) if of.plan is not None else None
    at = work.now
    if plan is not None:
        off = cadence.days_off(work.cohort.settings)
        at = max(at, rules.member_time(of.day, cadence.read_time(plan.time), zone, off))
    return hours.at_work(work, at, zone)


def _plan_reminder(work: Work, its: Sheet, of: Round, zone: str) -> None:
    """One reminder, a week later or at half-time, whichever is later; none that would leave less
    than a day to answer."""
    half = work.now + (of.closes_at - work.now) / 2
    week = hours.days_later(work.now, REMIND_AFTER, zone)
    at = hours.at_work(work, max(half, week), zone)
    if at <= of.closes_at - LEFT_TO_ANSWER:
        agenda.plan(work.db, "checkin-remind", its.id, at, its.cohort)


def _card(work: Work, its: Sheet, of: Round) -> Card:
    checkin = sheets.asked(of)
    assert work.cohort is not None
    reads = reading.of_round(work, of, its.person)
    last = work.local(of.closes_at - timedelta(seconds=1)).date()
    return Card(
        blocks=showing.message(work, checkin, reads, last),
        buttons=(*_buttons(work, its, len(checkin.questions)), *_contacts(work, its, of)),
    )


def _buttons(work: Work, its: Sheet, questions: int) -> list[Button]:
    there = [work.button("checkin-answer-button", "checkin.answer", style="primary",
                         checkin=its.id)]  # fmt: skip
    if questions > 1:
        there.append(work.button("checkin-one-button", "checkin.one", checkin=its.id))
    return [
        *there,
        work.button("checkin-skip-button", "checkin.skip", checkin=its.id),
        work.runs("checkin-less-button", "ask me less"),
        work.button("checkin-not-this-button", "checkin.not-this", checkin=its.id),
    ]


def _contacts(work: Work, its: Sheet, of: Round) -> tuple[Button, ...]:
    return showing.contacts(work, its.person) if of.checkin["care"] else ()
