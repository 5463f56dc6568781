"""A moderator plans a check-in, or sends a round of it now."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import hours, planning_form, reading
from bot.protocol.cards import Card
from bot.protocol.effects import Ask, Correct, Note, Swap, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules import cadence
from bot.rules import checkins as rules
from bot.rules.filled import Filled
from bot.rules.hours import WORK
from bot.store import agenda, checkin_rounds, cohorts
from bot.store.checkin_rounds import Plan
from bot.text import dates
from bot.text.checkin import RHYTHMS, CheckIn

story = Story("checkins.planning")


@story.button("checkin.plan", who="moderator")
def open_plan(event: Pressed, work: Work) -> Effects:
    """[Plan it]"""
    checkin = _meant(event, work)
    if isinstance(checkin, Card):
        return [Whisper(card=checkin)]
    return [Ask(form=planning_form.plan_form(work, checkin))]


@story.form("checkin.plan", who="moderator")
def plan(event: Submitted, work: Work) -> Effects:
    """Keep the plan, in place of an earlier one for the same check-in. The card with [Plan it]
    says so from now on, where the platform can change it."""
    checkin = _meant(event, work)
    if isinstance(checkin, Card):
        return [Whisper(card=checkin)]
    assert work.cohort is not None and work.who is not None
    filled = Filled(event.values)
    new = Plan(
        id=work.new_id(),
        cohort=work.cohort.id,
        ref=checkin.name,
        rhythm=filled.one_of("rhythm", RHYTHMS),
        day=planning_form.first_day(filled, work) or work.today(),
        time=_time(filled),
        readers=_readers(filled, work, checkin),
        state="running",
        by=work.who.id,
    )
    support = planning_form.support(filled, checkin)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    _keep_support(work, checkin, support)
    for old in checkin_rounds.plans(work.db, work.cohort.id):
        if old.ref == new.ref:
            checkin_rounds.stop_plan(work.db, old.id)
            agenda.cancel(work.db, "checkin-round", old.id)
    checkin_rounds.add_plan(work.db, new)
    card = work.card(
        "checkin-planned",
        work.button("checkin-unplan-button", "checkin.stop", plan=new.id),
        title=checkin.title,
        rhythm=work.word(f"checkin-rhythm-{new.rhythm}"),
        day=dates.day(new.day),
        time=dates.clock(cadence.read_time(new.time)),
        readers=work.word(f"checkin-readers-{new.readers}"),
    )
    return [Note(topic="checkin-planned", args={"plan": new.id}), Swap(card=card)]


@story.button("checkin.send", who="moderator")
def open_send(event: Pressed, work: Work) -> Effects:
    """[Send a round now]"""
    checkin = _meant(event, work)
    if isinstance(checkin, Card):
        return [Whisper(card=checkin)]
    return [Ask(form=planning_form.send_form(work, checkin))]


@story.form("checkin.send", who="moderator")
def send(event: Submitted, work: Work) -> Effects:
    """Let a round open now. The card with [Send a round now] says so from now on, where the
    platform can change it; elsewhere that is said beside it, and the card keeps its buttons."""
    checkin = _meant(event, work)
    if isinstance(checkin, Card):
        return [Whisper(card=checkin)]
    assert work.cohort is not None
    filled = Filled(event.values)
    readers = _readers(filled, work, checkin)
    support = planning_form.support(filled, checkin)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    _keep_support(work, checkin, support)
    for each in checkin_rounds.rounds(work.db, work.cohort.id, "open"):
        if each.checkin["name"] == checkin.name:
            # Sent twice, or by two moderators at once.
            return [Whisper(card=work.card("checkin-under-way-already", title=each.title))]
    return [Note(topic="checkin-wanted", args={"name": checkin.name, "readers": readers})]


def _meant(event: Pressed | Submitted, work: Work) -> CheckIn | Card:
    """The check-in that is to be planned or sent, or why it cannot be now."""
    cohort, checkin = work.cohort, work.library.checkins.get(event.args.get("name", ""))
    assert cohort is not None
    if checkin is None:
        return work.card("stale-button")
    if cohort.state != "running":
        return work.card(f"checkin-cohort-{cohort.state}", cohort=cohort.name)
    return checkin


def _time(filled: Filled) -> str:
    """HH:MM, in working hours."""
    typed = filled.text("time")
    try:
        found = cadence.read_time(typed)
    except ValueError:
        filled.wrong("time", "checkin-wrong-time")
        return ""
    if found.tzinfo is not None or not WORK[0] <= found < WORK[1]:
        filled.wrong("time", "checkin-wrong-time")
    return found.isoformat("minutes")[:5]


def _readers(filled: Filled, work: Work, checkin: CheckIn) -> str:
    """Who reads, if that can be promised to as many as would be asked today."""
    readers = planning_form.readers(filled, checkin)
    number = reading.among(work, readers, hours.members(work))
    if readers == "unnamed" and not rules.may_open(readers, number):
        filled.wrong("readers", "checkin-wrong-few", least=rules.FEWEST_ASKED, number=number)
    return readers


def _keep_support(work: Work, checkin: CheckIn, support: str) -> None:
    cohort = work.cohort
    assert cohort is not None
    if checkin.care and cohort.settings.get(rules.SUPPORT) != support:
        cohorts.change(work.db, cohort.id, settings={**cohort.settings, rules.SUPPORT: support})
        work.refreshed()
