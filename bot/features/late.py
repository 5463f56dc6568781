"""A step whose time has come: it is posted, or its moment has passed and the moderators choose."""

from datetime import datetime

from bot.engine.story import Story
from bot.engine.work import Work
from bot.features import prompt_names
from bot.protocol.effects import Edit, Effect, Note, Swap, Whisper
from bot.protocol.events import CameDue, Noted, Pressed
from bot.protocol.text import Inlines
from bot.rules.cadence import (
    days_off,
    instant,
    morning_time,
    next_morning,
    read_time,
    stored_instant,
)
from bot.rules.hours import late_choice
from bot.store import agenda, postings, programme
from bot.store.records import Step
from bot.text import dates
from bot.text.posting import prompt_title

story = Story("late")


@story.due("step")
def come_due(event: CameDue, work: Work) -> list[Effect]:
    """Post it, or leave the choice to the moderators if it is too late for that."""
    step, cohort = programme.get(work.db, event.subject), work.cohort
    if step is None or step.state != "planned" or cohort is None or cohort.state != "running":
        return []
    if programme.prompt(work.db, work.library, cohort.id, step.ref) is None:
        _settle(work, step, "skipped")
        card = work.card("step-prompt-gone", name=step.ref)
        return [*work.tell_moderators(card, key=f"gone:{step.id}")]
    if late_choice(event.due, work.now, cohort.zone) == "ask":
        return [Note(topic="step-missed", args={"step": step.id, "why": "late"})]
    _settle(work, step, "posted")
    return [Note(topic="prompt-due", args={"step": step.id})]


@story.note("step-missed")
def ask_what_becomes(event: Noted, work: Work) -> list[Effect]:
    """A planned step's moment has passed: the moderators choose what becomes of it."""
    step, cohort = programme.get(work.db, event.args["step"]), work.cohort
    if step is None or step.state != "planned" or cohort is None:
        return []
    _settle(work, step, "waiting")
    card = work.card(
        f"step-missed-{event.args['why']}",
        work.button("step-morning-button", "step.morning", style="primary", step=step.id),
        work.button("step-skip-button", "step.skip", step=step.id),
        title=_title(work, step),
        when=dates.moment(stored_instant(step.day, step.time, cohort.zone), cohort.zone),
    )
    return [*work.tell_moderators(card, key=_key(step))]


@story.note("step-moved")
def ask_no_more(event: Noted, work: Work) -> list[Effect]:
    """The words with which it was to begin were taken back: there is nothing left to choose."""
    step = programme.get(work.db, event.args["step"])
    if step is None or step.state != "skipped" or work.cohort is None:
        return []
    if not prompt_names.is_withdrawn(work, step.ref):
        return []
    gone = work.card("airing-withdrawn")
    keys = postings.keys(work.db, _keys(step))
    return [Edit(card=gone, posting=each, purpose="answer") for each in keys]


@story.button("step.morning", who="moderator")
def post_next_morning(event: Pressed, work: Work) -> list[Effect]:
    """Plan it for the next working morning."""
    step, cohort = _waiting(event, work), work.cohort
    if step is None or cohort is None or prompt_names.is_withdrawn(work, step.ref):
        return [Whisper(card=work.card("stale-button"))]
    at = morning_time(read_time(step.time))
    day = next_morning(work.now, at, cohort.zone, days_off(cohort.settings))
    due = instant(day, at, cohort.zone)
    programme.change(work.db, step.id, state="planned", day=day, time=at.isoformat("minutes"))
    agenda.plan(work.db, "step", step.id, due, cohort.id)
    full = any(each.id != step.id for each in programme.planned_on(work.db, cohort.id, day))
    return _decided(work, step, "step-next-morning-full" if full else "step-next-morning", due)


@story.button("step.skip", who="moderator")
def skip(event: Pressed, work: Work) -> list[Effect]:
    """Leave it out."""
    step = _waiting(event, work)
    if step is None:
        return [Whisper(card=work.card("stale-button"))]
    programme.change(work.db, step.id, state="skipped")
    return _decided(work, step, "step-skipped", None)


def _waiting(event: Pressed, work: Work) -> Step | None:
    """The step that a card asks about, if the answer is yet to be given."""
    step = programme.get(work.db, event.args.get("step", ""))
    if step is None or work.cohort is None or step.cohort != work.cohort.id:
        return None
    return step if step.state == "waiting" else None


def _settle(work: Work, step: Step, state: str) -> None:
    programme.change(work.db, step.id, state=state)
    agenda.cancel(work.db, "step", step.id)
    agenda.cancel(work.db, "step-ask", step.id)


def _title(work: Work, step: Step) -> Inlines:
    title = programme.title(work.db, work.library, step)
    return prompt_title(work.tools.catalogue, title, step.week if step.numbered else None)


def _key(step: Step) -> str:
    """One question for each day on which a step was to be posted."""
    return f"{_keys(step)}{step.day:%Y%m%d}"


def _keys(step: Step) -> str:
    return f"late:{step.id}:"


def _decided(work: Work, step: Step, message: str, at: datetime | None) -> list[Effect]:
    """Say on every moderator's card what was decided, and by whom."""
    assert work.cohort is not None and work.who is not None
    values = {} if at is None else {"when": dates.moment(at, work.cohort.zone)}
    card = work.card(message, name=work.who.name, title=_title(work, step), **values)
    others = [each.id for each in work.moderators() if each.id != work.who.id]
    return [Swap(card=card), *(Edit(card=card, posting=f"{_key(step)}:{one}") for one in others)]
