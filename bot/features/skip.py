"""Moving what is planned: one prompt fewer, a day without posts, all of them later or earlier."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.engine.story import Story
from bot.engine.work import Work
from bot.features import prompt_names
from bot.protocol.effects import Effect, Note, Swap, Whisper
from bot.protocol.events import Commanded, Pressed
from bot.protocol.text import Inlines, Moment
from bot.rules.cadence import days_off, next_working_day, stored_instant
from bot.rules.when import read_days, read_span
from bot.store import cohorts, programme
from bot.store.records import Step
from bot.text import dates
from bot.text.steps import next_line

story = Story("skip")

WEEK = timedelta(days=7)
FARTHEST = 366  # days that one shift may span; more is a slip of the finger


@story.command("skip", "[DATE]", who="moderator")
def skip(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """Leave the next prompt out, or keep days free. Nothing has gone out yet, so that one press
    takes it back: there is no need to ask first."""
    cohort = work.cohort
    assert cohort is not None
    if not rest.strip():
        coming = programme.planned(work.db, cohort.id)
        if coming:
            return _left_out(work, coming[0], freed=False)
        key = "skip-before-start" if cohort.state == "planned" else "skip-nothing"
        return [Whisper(card=work.card(key))]
    days = read_days(rest, work.today())
    if days is None:
        return [Whisper(card=work.card("day-unreadable", word=rest[:40]))]
    over = next((day for day in days if day < work.today()), None)
    if over is not None:
        return [Whisper(card=work.card("day-over", day=dates.day(over)))]
    return [effect for day in days for effect in _free(work, day)]


@story.button("skip.back", who="moderator")
def put_back(event: Pressed, work: Work) -> list[Effect]:
    """What was left out comes on its day after all."""
    step = _meant(event, work)
    if step is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    if event.args.get("freed"):
        _keep_free(work, days_off(work.cohort.settings) - {step.day})
    programme.change(work.db, step.id, state="planned")
    title = programme.title(work.db, work.library, step)
    card = work.card("skip-back", title=title, when=_when(work, step))
    return [Swap(card=card), Note(topic="step-moved", args={"step": step.id})]


@story.button("skip.push", who="moderator")
def move_all(event: Pressed, work: Work) -> list[Effect]:
    """It comes a week later, and so do all after it; what came in its place stays."""
    step = _meant(event, work)
    if step is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    programme.change(work.db, step.id, state="planned")
    coming = programme.planned(work.db, work.cohort.id)
    later = [
        each
        for each in coming
        if each.id == step.id or (each.day, each.time) > (step.day, step.time)
    ]
    moved = _moved(work, later, WEEK)
    return [Swap(card=work.card("shift-done", next=_next(work), last=_last(moved))), *_notes(moved)]


def _free(work: Work, day: date) -> list[Effect]:
    """Keep a day free of prompts. The one that is planned for it is left out."""
    assert work.cohort is not None
    off = days_off(work.cohort.settings)
    _keep_free(work, off | {day})
    found = [step for step in programme.planned(work.db, work.cohort.id) if step.day == day]
    if found:
        return [each for step in found for each in _left_out(work, step, freed=day not in off)]
    key = "skip-free-already" if day in off else "skip-freed"
    return [Whisper(card=work.card(key, day=dates.day(day)))]


def _keep_free(work: Work, off: Collection[date]) -> None:
    assert work.cohort is not None
    free = [each.isoformat() for each in sorted(off)]
    cohorts.change(work.db, work.cohort.id, settings={**work.cohort.settings, "days_off": free})
    work.refreshed()


def _left_out(work: Work, step: Step, *, freed: bool) -> list[Effect]:
    """Leave a prompt out; ``freed`` if its day is kept free from now on, too."""
    programme.change(work.db, step.id, state="skipped")
    day, free = step.day.isoformat(), "yes" if freed else ""
    card = work.card(
        "skip-left-out",
        work.button("skip-push-button", "skip.push", step=step.id, day=day),
        work.button("skip-back-button", "skip.back", step=step.id, day=day, freed=free),
        title=programme.title(work.db, work.library, step),
        when=_when(work, step),
        next=_next(work),
    )
    return [Whisper(card=card), Note(topic="step-moved", args={"step": step.id})]


@story.command("shift", "N days|weeks", who="moderator")
def shift(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """Move everything that is planned, forward or (with a minus) back."""
    cohort = work.cohort
    assert cohort is not None
    days = read_span(rest)
    if days is None or days == 0:
        return [Whisper(card=work.card("shift-how"))]
    if abs(days) > FARTHEST:
        return [Whisper(card=work.card("shift-far"))]
    coming = programme.planned(work.db, cohort.id)
    if not coming:
        key = "shift-before-start" if cohort.state == "planned" else "skip-nothing"
        return [Whisper(card=work.card(key))]
    to = coming[0].day + timedelta(days=days)
    if stored_instant(to, coming[0].time, cohort.zone) <= work.now:
        title = programme.title(work.db, work.library, coming[0])
        return [Whisper(card=work.card("shift-past", title=title, day=dates.day(to)))]
    moved = _moved(work, coming, timedelta(days=days))
    card = work.card("shift-done", next=_next(work), last=_last(moved))
    return [Whisper(card=card), *_notes(moved)]


def _moved(work: Work, steps: Sequence[Step], by: timedelta) -> list[Step]:
    """Steps on their new days; from a day without posts to the next working day."""
    assert work.cohort is not None
    off = days_off(work.cohort.settings)
    moved: list[Step] = []
    for step in steps:
        day = step.day + by
        day = next_working_day(day, off) if day in off else day
        programme.change(work.db, step.id, day=day)
        moved.append(replace(step, day=day))
    return moved


def _notes(moved: Sequence[Step]) -> list[Effect]:
    return [Note(topic="step-moved", args={"step": each.id}) for each in moved]


def _meant(event: Pressed, work: Work) -> Step | None:
    """The step of a card, if it is left out and its day, which the card named, is yet to come; not
    one whose words were taken back."""
    step = programme.get(work.db, event.args.get("step", ""))
    if step is None or work.cohort is None or step.cohort != work.cohort.id:
        return None
    same = step.day.isoformat() == event.args.get("day") and step.state == "skipped"
    coming = stored_instant(step.day, step.time, work.cohort.zone) > work.now
    if not same or not coming or prompt_names.is_withdrawn(work, step.ref):
        return None
    return step if work.cohort.state in ("running", "held") else None


def _when(work: Work, step: Step) -> Moment:
    assert work.cohort is not None
    at = stored_instant(step.day, step.time, work.cohort.zone)
    return dates.moment(at, work.cohort.zone)


def _next(work: Work) -> Inlines:
    assert work.cohort is not None
    zone = work.cohort.zone
    for step in programme.planned(work.db, work.cohort.id):
        title = programme.title(work.db, work.library, step)
        at = stored_instant(step.day, step.time, zone)
        return next_line(work.tools.catalogue, title, dates.moment(at, zone))
    return next_line(work.tools.catalogue, None, None)


def _last(moved: Sequence[Step]) -> str:
    return dates.day(max(each.day for each in moved))
