"""Posting a prompt by hand: now, or on a day of its own."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from bot.engine.story import Story
from bot.engine.work import Work
from bot.features import prompt_names
from bot.protocol.cards import Card, Form
from bot.protocol.effects import Ask, Correct, Effect, Note, Swap, Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.rules import cadence
from bot.rules.when import NOW, read_day, split_when
from bot.store import programme
from bot.store.records import Step
from bot.text import dates
from bot.text.prompt import Prompt
from bot.text.prompt_forms import when_form

story = Story("prompt")

FARTHEST = timedelta(days=3 * 366)
_ID = re.compile(r"[a-z0-9]{8,32}")


@story.command("prompt", "[NAME] [now|DATE]", who="moderator")
def post(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """Ask what is missing, then plan it for a day or post it now: whoever types a name and "now"
    has said so."""
    refusal = _not_running(work)
    if refusal is not None:
        return [Whisper(card=refusal)]
    if not rest.strip():
        return [Ask(form=_form(work, None))]
    name, when = split_when(rest, lambda text: prompt_names.find(work, text) is not None)
    prompt = prompt_names.find(work, name)
    if prompt is None:
        # Nothing goes to everyone by a press on what may be meant.
        again = when if when.casefold() != NOW else ""
        return [Whisper(card=prompt_names.unknown(work, name, "prompt", again))]
    if not when:
        return [Ask(form=_form(work, prompt))]
    if when.casefold() == NOW:
        there = _planned(work, prompt)
        step_id = there.id if there is not None else work.new_id()
        return [Whisper(card=_posted(work, prompt, there)), *_post(work, prompt, step_id, there)]
    day = read_day(when, work.today())
    if day is None:
        return [Whisper(card=work.card("day-unreadable", word=when[:40]))]
    wrong = _wrong_day(work, day)
    if wrong is not None:
        return [Whisper(card=Card(blocks=work.say(wrong[0], **wrong[1])))]
    return _plan(work, prompt, day)


@story.form("prompt.when", who="moderator")
def answer(event: Submitted, work: Work) -> list[Effect]:
    """The form: which prompt, and when."""
    refusal = _not_running(work)
    if refusal is not None:
        return [Whisper(card=refusal)]
    prompt = prompt_names.named(work, str(event.values.get("prompt", "")))
    if prompt is None:
        return [Correct(errors={"prompt": work.word("prompt-choose-one")})]
    if event.values.get("when") == NOW:
        return [Whisper(card=_confirm(work, prompt))]
    text = str(event.values.get("day", "")).strip()
    day = read_day(text, work.today())
    if day is None:
        key = "day-unreadable" if text else "prompt-day-missing"
        values = {"word": text[:40]} if text else {}
        return [Correct(errors={"day": work.word(key, **values)})]
    wrong = _wrong_day(work, day)
    if wrong is not None:
        return [Correct(errors={"day": work.word(wrong[0], **wrong[1])})]
    return _plan(work, prompt, day)


@story.button("prompt.use", who="moderator")
def use(event: Pressed, work: Work) -> list[Effect]:
    """[Use now] in the library: one press is not yet a message to everyone."""
    refusal = _not_running(work)
    if refusal is not None:
        return [Whisper(card=refusal)]
    prompt = prompt_names.named(work, event.args.get("prompt", ""))
    return [Whisper(card=work.card("stale-button") if prompt is None else _confirm(work, prompt))]


@story.button("prompt.now", who="moderator")
def post_now(event: Pressed, work: Work) -> list[Effect]:
    """The card that asked whether to post it really is answered. Its step is posted once."""
    cohort = work.cohort
    assert cohort is not None
    refusal = _not_running(work)
    if refusal is not None:
        return [Whisper(card=refusal)]
    prompt, step_id = (
        prompt_names.named(work, event.args.get("prompt", "")),
        event.args.get("step", ""),
    )
    step = programme.get(work.db, step_id)
    fresh = step is None and _ID.fullmatch(step_id) is not None
    mine = step is not None and step.cohort == cohort.id and step.state in ("planned", "waiting")
    if prompt is None or cohort.state != "running" or not (fresh or mine):
        return [Whisper(card=work.card("stale-button"))]
    return [Swap(card=_posted(work, prompt, step)), *_post(work, prompt, step_id, step)]


@story.button("prompt.leave", who="moderator")
def leave(event: Pressed, work: Work) -> list[Effect]:
    """Rather not."""
    return [Swap(card=work.card("prompt-left"))]


def _post(work: Work, prompt: Prompt, step_id: str, step: Step | None) -> list[Effect]:
    """Post it: as ``step``, which leaves its day, or as a new one."""
    at = work.local().strftime("%H:%M")
    if step is None:
        programme.add(work.db, _step(work, step_id, prompt, work.today(), at, "posted"))
    else:
        programme.change(work.db, step_id, state="posted", day=work.today(), time=at)
    return [
        Note(topic="step-moved", args={"step": step_id}),
        Note(topic="prompt-due", args={"step": step_id}),
    ]


def _posted(work: Work, prompt: Prompt, step: Step | None) -> Card:
    """That it is posted; and if it was on the calendar for another day, that it left that day."""
    if step is None or step.day <= work.today():
        return work.card("prompt-posted", title=prompt.title)
    return work.card("prompt-posted-before", title=prompt.title, day=dates.day(step.day))


def _not_running(work: Work) -> Card | None:
    """Why no prompt can be posted or planned, or None."""
    assert work.cohort is not None
    state, name = work.cohort.state, work.cohort.name
    if state == "running":
        return None
    if state == "held":
        return work.card("prompt-held", work.runs("resume-button", "resume"), cohort=name)
    key = "prompt-ended" if state == "ended" else "prompt-before-start"
    return work.card(key, cohort=name)


def _wrong_day(work: Work, day: date) -> tuple[str, Mapping[str, str]] | None:
    """The message that says why nothing can be planned for a day, and its values; or None."""
    cohort = work.cohort
    assert cohort is not None
    named = {"day": dates.day(day)}
    if day < work.today():
        return "day-over", named
    if day > work.today() + FARTHEST:
        return "day-far", {}
    if day in cadence.days_off(cohort.settings):
        return "prompt-day-off", named
    if cadence.instant(day, cadence.MORNING, cohort.zone) <= work.now:
        return "prompt-today-over", {"time": dates.clock(cadence.MORNING)}
    return None


def _planned(work: Work, prompt: Prompt) -> Step | None:
    """The step on the calendar that would post this prompt anyway."""
    assert work.cohort is not None
    steps = programme.steps(work.db, work.cohort.id, "planned", "waiting")
    return next((each for each in steps if each.ref == prompt.name), None)


def _plan(work: Work, prompt: Prompt, day: date) -> list[Effect]:
    """Put a prompt on a day. One that is on the calendar moves there, so that it comes once."""
    cohort = work.cohort
    assert cohort is not None
    there = _planned(work, prompt)
    at = cadence.MORNING.isoformat("minutes")
    when = dates.moment(cadence.instant(day, cadence.MORNING, cohort.zone), cohort.zone)
    preview = work.runs("prompts-preview-button", f"preview {prompt.name}")
    schedule = work.runs("resume-schedule-button", "schedule")
    if there is not None:
        programme.change(work.db, there.id, state="planned", day=day, time=at)
        key, topic, step_id = "prompt-moved", "step-moved", there.id
    else:
        step_id = work.new_id()
        programme.add(work.db, _step(work, step_id, prompt, day, at, "planned"))
        key, topic = "prompt-planned", "step-planned"
    card = work.card(key, preview, schedule, title=prompt.title, when=when)
    return [Whisper(card=card), Note(topic=topic, args={"step": step_id})]


def _step(work: Work, step_id: str, prompt: Prompt, day: date, at: str, state: str) -> Step:
    assert work.cohort is not None
    return Step(
        id=step_id,
        cohort=work.cohort.id,
        kind="prompt",
        ref=prompt.name,
        week=cadence.week_of(day, work.cohort.starts),
        day=day,
        time=at,
        open_days=cadence.days_open(prompt.open),
        state=state,
        host=None,
    )


def _confirm(work: Work, prompt: Prompt) -> Card:
    cohort = work.cohort
    assert cohort is not None
    there = _planned(work, prompt)
    step = there.id if there is not None else work.new_id()
    buttons = (
        work.button(
            "prompt-now-button", "prompt.now", style="primary", prompt=prompt.name, step=step
        ),
        work.runs("prompts-preview-button", f"preview {prompt.name}"),
        work.button("prompt-leave-button", "prompt.leave"),
    )
    if there is None:
        return work.card("prompt-confirm", *buttons, title=prompt.title)
    at = cadence.stored_instant(there.day, there.time, cohort.zone)
    when = dates.moment(at, cohort.zone)
    return work.card("prompt-confirm-planned", *buttons, title=prompt.title, when=when)


def _form(work: Work, chosen: Prompt | None) -> Form:
    assert work.cohort is not None
    return when_form(work.tools.catalogue, work.library, chosen, work.cohort.id)
