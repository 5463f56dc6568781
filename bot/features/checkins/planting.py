"""Putting a prompt that came of a round on the calendar, beside the weekly ones.

Two prompts within days are a moderator's own choice. Where one is planned close to the first free
day, they are asked first: in its place, or as well. A press of either counts for what its card
said; if that has changed, they are asked anew.
"""

from datetime import date, timedelta

from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Note
from bot.protocol.events import Pressed
from bot.protocol.text import Moment
from bot.rules import cadence
from bot.store import programme
from bot.store.records import ADDED, Step
from bot.text import dates
from bot.text.fit import short
from bot.text.prompt import Prompt

_DAY = timedelta(days=1)
DONE = ("planned", "waiting", "posted")
CLOSE = timedelta(days=6)
"""Prompts that are no farther apart come within one week."""
LABEL = 30  # letters of a button


def known(work: Work) -> frozenset[str]:
    """Names of the prompts that the cohort had or has on its calendar."""
    assert work.cohort is not None
    return frozenset(each.ref for each in programme.steps(work.db, work.cohort.id, *DONE))


def added(work: Work) -> dict[str, date]:
    """Days of the prompts that came of a round and are yet to go out, by name."""
    assert work.cohort is not None
    there = programme.planned(work.db, work.cohort.id)
    return {each.ref: each.day for each in there if each.kind == ADDED}


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


def plan(
    work: Work, prompt: Prompt, after: date, pressed: Pressed
) -> tuple[str | None, Card, list[Effect]]:
    """Put a prompt on the first working day after ``after`` for which nothing is planned, or in
    the place of one that is planned close to it: the id of its step, what to say, and what follows.

    While the choice between the two is not made there is no step, and the card asks; its buttons
    do what ``pressed`` did, with the answer.
    """
    assert work.cohort is not None
    day = _free_day(work, after)
    near = _near(work, day)
    if near is None:
        return _put(work, prompt, day, cadence.MORNING.isoformat("minutes"), "prompt-planned")
    meant = {"near": near.id, "then": near.day.isoformat(), "day": day.isoformat()}
    answered = all(pressed.args.get(name) == value for name, value in meant.items())
    title, then = programme.title(work.db, work.library, near), _moment(work, near.day, near.time)
    match pressed.args.get("how") if answered else None:
        case "instead":
            programme.change(work.db, near.id, state="skipped")
            then_day = near.day.isoformat()
            step, card, effects = _put(
                work,
                prompt,
                near.day,
                near.time,
                "planting-instead",
                work.button("skip-push-button", "skip.push", step=near.id, day=then_day),
                work.button("skip-back-button", "skip.back", step=near.id, day=then_day),
                regular=title,
            )
            return step, card, [Note(topic="step-moved", args={"step": near.id}), *effects]
        case "beside":
            at = cadence.MORNING.isoformat("minutes")
            return _put(work, prompt, day, at, "planting-beside", regular=title, then=then)
        case _:
            args = {**pressed.args, **meant, "cohort": work.cohort.id}
            room = LABEL - len(work.word("planting-instead-button", title=""))
            labels = {
                "instead": work.word("planting-instead-button", title=short(title, room)),
                "beside": work.word("planting-beside-button"),
            }
            card = work.card(
                "planting-near",
                *(
                    Button(label=label, action=pressed.action, args={**args, "how": how})
                    for how, label in labels.items()
                ),
                title=prompt.title,
                when=_moment(work, day, cadence.MORNING.isoformat("minutes")),
                regular=title,
                then=then,
            )
            return None, card, []


def _free_day(work: Work, after: date) -> date:
    assert work.cohort is not None
    off = cadence.days_off(work.cohort.settings)
    day = cadence.next_working_day(after, off)
    while programme.planned_on(work.db, work.cohort.id, day):
        day = cadence.next_working_day(day, off)
    return day


def _near(work: Work, day: date) -> Step | None:
    """The planned prompt that is closest to a day, if it comes within a week of it. On hold, what
    was planned for a day that is over has no place to give."""
    assert work.cohort is not None
    zone = work.cohort.zone
    planned = programme.planned(work.db, work.cohort.id)
    there = [e for e in planned if cadence.stored_instant(e.day, e.time, zone) > work.now]
    close = [each for each in there if abs(each.day - day) <= CLOSE]
    return min(close, key=lambda each: abs(each.day - day), default=None)


def _moment(work: Work, day: date, at: str) -> Moment:
    assert work.cohort is not None
    zone = work.cohort.zone
    return dates.moment(cadence.stored_instant(day, at, zone), zone)


def _put(
    work: Work,
    prompt: Prompt,
    day: date,
    at: str,
    key: str,
    *buttons: Button,
    **values: str | Moment,
) -> tuple[str, Card, list[Effect]]:
    assert work.cohort is not None
    step = Step(
        id=work.new_id(),
        cohort=work.cohort.id,
        kind=ADDED,
        ref=prompt.name,
        week=cadence.week_of(day, work.cohort.starts),
        day=day,
        time=at,
        open_days=cadence.days_open(prompt.open),
        state="planned",
        host=None,
    )
    programme.add(work.db, step)
    card = work.card(
        key,
        *buttons,
        work.runs("prompts-preview-button", f"preview {prompt.name}"),
        work.runs("resume-schedule-button", "schedule"),
        title=prompt.title,
        when=_moment(work, day, at),
        **values,
    )
    return step.id, card, [Note(topic="step-planned", args={"step": step.id})]
