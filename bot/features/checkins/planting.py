"""Putting a prompt on a free day of the calendar."""

from datetime import date, timedelta

from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Note
from bot.rules import cadence
from bot.store import programme
from bot.store.records import Step
from bot.text import dates
from bot.text.prompt import Prompt

_DAY = timedelta(days=1)
DONE = ("planned", "waiting", "posted")


def known(work: Work) -> frozenset[str]:
    """Names of the prompts that the cohort had or has on its calendar."""
    assert work.cohort is not None
    return frozenset(each.ref for each in programme.steps(work.db, work.cohort.id, *DONE))


def next_week(work: Work) -> date:
    """The last day of this week, after which free days of the next are looked for."""
    return work.today() + (6 - work.today().weekday()) * _DAY


def refusal(work: Work) -> Card | None:
    """Why nothing can be put on the calendar, or None."""
    cohort = work.cohort
    assert cohort is not None
    if cohort.state in ("running", "held"):
        return None
    key = "prompt-ended" if cohort.state == "ended" else "prompt-before-start"
    return work.card(key, cohort=cohort.name)


def plan(work: Work, prompt: Prompt, after: date) -> tuple[str, Card, list[Effect]]:
    """Put a prompt on the first working day after ``after`` for which nothing is planned: the id
    of its step, what to say, and what follows."""
    cohort = work.cohort
    assert cohort is not None
    off = cadence.days_off(cohort.settings)
    day = cadence.next_working_day(after, off)
    while programme.planned_on(work.db, cohort.id, day):
        day = cadence.next_working_day(day, off)
    step = Step(
        id=work.new_id(),
        cohort=cohort.id,
        kind="prompt",
        ref=prompt.name,
        week=cadence.week_of(day, cohort.starts),
        day=day,
        time=cadence.MORNING.isoformat("minutes"),
        open_days=cadence.days_open(prompt.open),
        state="planned",
        host=None,
    )
    programme.add(work.db, step)
    when = dates.moment(cadence.instant(day, cadence.MORNING, cohort.zone), cohort.zone)
    card = work.card(
        "prompt-planned",
        work.runs("prompts-preview-button", f"preview {prompt.name}"),
        work.runs("resume-schedule-button", "schedule"),
        title=prompt.title,
        when=when,
    )
    return step.id, card, [Note(topic="step-planned", args={"step": step.id})]
