"""What moderators can change about a cohort.

``cohort.settings`` holds, each only once it was set: ``summaries`` (thread, room or moderators:
where approved summaries go), ``days_off`` (a list of ISO dates without posts), ``keep_days`` (days
from the cohort's end until members' words are deleted), ``per_week`` (1 or 2: messages from the bot
to one member), ``support`` (where help is, for check-ins that touch on it), ``marks`` (see
``marks.meaning``), ``model`` (see ``rules.model_choice``).
"""

from datetime import date, datetime, timedelta
from typing import Any

from bot.engine import budget
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import model_field
from bot.protocol.cards import Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Note, Whisper
from bot.protocol.events import Commanded, Submitted
from bot.rules import answers, attention, cadence, planning
from bot.rules.checkins import LONGEST_SUPPORT, SUPPORT
from bot.rules.filled import Filled
from bot.store import agenda, checkin_rounds, cohorts, digests, programme
from bot.store.records import Cohort
from bot.text import dates, zones

story = Story("settings")

LIMITS = {"name": 80, "theme": 200, "purpose": 1000}
SUMMARIES = ("thread", "room", "moderators")
MOST_DAYS_OFF = 100


@story.command("settings", who="moderator")
def settings(event: Commanded, work: Work, rest: str) -> Effects:
    """Open the form with what holds now."""
    cohort = work.cohort
    assert cohort is not None
    its = cohort.settings
    days_off = ", ".join(str(day) for day in sorted(cadence.days_off(its)))
    fields = (
        Field(
            name="name",
            label=work.word("settings-name"),
            value=cohort.name,
            required=True,
            limit=LIMITS["name"],
        ),
        Field(
            name="theme",
            label=work.word("settings-theme"),
            value=cohort.theme,
            limit=LIMITS["theme"],
        ),
        Field(
            name="purpose",
            label=work.word("settings-purpose"),
            kind="text",
            value=cohort.purpose,
            limit=LIMITS["purpose"],
        ),
        Field(
            name="zone",
            label=work.word("settings-zone"),
            value=cohort.zone,
            required=True,
            limit=100,
        ),
        Field(
            name="ends",
            label=work.word("settings-ends"),
            kind="date",
            value=cohort.ends.isoformat() if cohort.ends else "",
            hint=work.word("settings-ends-hint"),
        ),
        Field(
            name="summaries",
            label=work.word("settings-summaries"),
            kind="choice",
            options=tuple(
                Option(value=each, label=work.word(f"settings-summaries-{each}"))
                for each in SUMMARIES
            ),
            value=its.get("summaries", "thread"),
            required=True,
        ),
        Field(
            name="days_off",
            label=work.word("settings-days-off"),
            value=days_off,
            hint=work.word("settings-days-off-hint"),
        ),
        Field(
            name="keep_days",
            label=work.word("settings-keep"),
            value=str(planning.keep_days(its)),
            hint=work.word("settings-keep-hint"),
            required=True,
            limit=10,
        ),
        Field(
            name=budget.PER_WEEK,
            label=work.word("settings-per-week"),
            kind="choice",
            options=tuple(
                Option(value=str(each), label=work.word(f"settings-per-week-{each}"))
                for each in attention.PER_WEEK
            ),
            value=str(budget.per_week(cohort)),
            hint=work.word("settings-per-week-hint"),
            required=True,
        ),
        Field(
            name=SUPPORT,
            label=work.word("checkin-field-support"),
            kind="text",
            value=str(its.get(SUPPORT, "")),
            hint=work.word("settings-support-hint"),
            limit=LONGEST_SUPPORT,
        ),
        *model_field.fields(work, cohort),
    )
    form = Form(
        action="cohort.settings",
        args={"cohort": cohort.id, **model_field.args(work, cohort)},
        title=work.word("settings-title"),
        intro=model_field.intro(work),
        submit=work.word("settings-submit"),
        fields=fields,
    )
    return [Ask(form=form)]


@story.form("cohort.settings", who="moderator")
def save(event: Submitted, work: Work) -> Effects:
    """Keep what was changed, and let what hangs on it follow."""
    before = work.cohort
    assert before is not None
    filled = Filled(event.values)
    zone = filled.zone("zone", zones.names())
    values = {
        "name": filled.words("name", LIMITS["name"], required=True),
        "theme": filled.words("theme", LIMITS["theme"]),
        "purpose": filled.words("purpose", LIMITS["purpose"], lines=True),
        "zone": zone,
        "ends": _ends(filled, work, before),
    }
    days_off = filled.days("days_off", MOST_DAYS_OFF)
    # What was promised already may stay, be it less.
    least = min(planning.LEAST_KEPT, planning.keep_days(before.settings))
    keep_days = filled.number("keep_days", least, planning.MOST_KEPT)
    _wrong_if_too_soon(filled, work, values["ends"], keep_days)
    summaries = filled.one_of("summaries", SUMMARIES)
    per_week = filled.one_of(budget.PER_WEEK, [str(each) for each in attention.PER_WEEK])
    support = filled.words(SUPPORT, LONGEST_SUPPORT, lines=True)
    if not support and _shows_support(work, before):
        filled.wrong(SUPPORT, "settings-wrong-support")
    model = model_field.wanted(event, filled, work, before)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    new_settings: dict[str, Any] = {
        **before.settings,
        "summaries": summaries,
        "days_off": [day.isoformat() for day in days_off],
        "keep_days": keep_days,
        budget.PER_WEEK: int(per_week or budget.per_week(before)),
        SUPPORT: support,
    }
    cohorts.change(work.db, before.id, settings=new_settings, **values)
    work.refreshed()
    after = work.cohort
    assert after is not None
    work.met_anew |= digests.waited_for(work.db, after.id)
    effects: list[Effect] = []
    if after.zone != before.zone:
        effects.append(Note(topic="zone-changed"))
    if model is not None:
        effects.append(Note(topic="model-switched", args={"to": model}))
    effects += _cleared(work, after)
    _plan_end(work, before, after)
    effects += _kept_longer(work, before, after)
    if after.ends is None:
        return [*effects, Whisper(card=work.card("settings-done", cohort=after.name))]
    forget = planning.forget_on(after.ends, after.settings)
    card = work.card(
        "settings-done-ends",
        cohort=after.name,
        day=dates.day(after.ends),
        forget=dates.day(forget),
    )
    return [*effects, Whisper(card=card)]


def _wrong_if_too_soon(filled: Filled, work: Work, ends: date | None, keep_days: int) -> None:
    """After the end words go no sooner than was promised, or than a notice can come before."""
    its = work.cohort
    if its is None or its.state != "ended" or its.ends is None or ends is None:
        return
    earliest = work.today() + timedelta(days=planning.LEAST_KEPT)
    forget = ends + timedelta(days=keep_days)
    if forget < min(earliest, planning.forget_on(its.ends, its.settings)):
        filled.wrong("keep_days", "settings-wrong-keep", day=dates.day(earliest))


def _shows_support(work: Work, cohort: Cohort) -> bool:
    """Whether a check-in that is planned or open promises to say where help is."""
    planned = (
        work.library.checkins.get(each.ref) for each in checkin_rounds.plans(work.db, cohort.id)
    )
    opened = checkin_rounds.rounds(work.db, cohort.id, "open")
    return any(each is not None and each.care for each in planned) or any(
        each.checkin["care"] for each in opened
    )


def _cleared(work: Work, cohort: Cohort) -> list[Effect]:
    """What is planned on a day without posts goes to the next working day that is none."""
    off = cadence.days_off(cohort.settings)
    moved: list[Effect] = []
    for step in programme.planned(work.db, cohort.id):
        if step.day in off:
            day = cadence.next_working_day(step.day, off)
            programme.change(work.db, step.id, day=day)
            moved.append(Note(topic="step-moved", args={"step": step.id}))
    return moved


def _plan_end(work: Work, before: Cohort, cohort: Cohort) -> None:
    if cohort.state == "ended":
        at = _words_go(work, cohort)
        agenda.plan(work.db, "words-expire", cohort.id, at, cohort.id)
        if at != _words_go(work, before):
            # Now, whenever the next one is due: a notice that waits may be of another day.
            agenda.plan(work.db, "words-expire-soon", cohort.id, work.now, cohort.id)
    elif cohort.ends is None:
        agenda.cancel(work.db, "cohort-end", cohort.id)
    else:
        over = planning.end_of(cohort.ends, cohort.zone)
        agenda.plan(work.db, "cohort-end", cohort.id, over, cohort.id)


def _kept_longer(work: Work, before: Cohort, after: Cohort) -> list[Effect]:
    """Whoever agreed to one time is told if it becomes longer."""
    if after.state == "planned":
        return []
    days = planning.keep_days(after.settings)
    if after.ends is not None:
        forget = planning.forget_on(after.ends, after.settings)
        if before.ends is not None and forget <= planning.forget_on(before.ends, before.settings):
            return []
        if before.ends is None and days <= planning.keep_days(before.settings):
            return []
        card = work.card("settings-kept-longer", cohort=after.name, forget=dates.day(forget))
    elif before.ends is not None or days > planning.keep_days(before.settings):
        card = work.card("settings-kept-longer-open", cohort=after.name, days=days)
    else:
        return []
    agreed = cohorts.consents(work.db, after.id, "agreement")
    return [work.tell(person, card, importance=9) for person in sorted(agreed)]


def _ends(filled: Filled, work: Work, cohort: Cohort) -> date | None:
    if not filled.text("ends"):
        return None
    # The day that stands there already may lie behind, once the cohort has ended.
    if cohort.ends is not None and answers.day(filled.text("ends")) == cohort.ends:
        return cohort.ends
    day = filled.day("ends", work.today())
    if day is not None and day < cohort.starts:
        filled.wrong("ends", "wrong-ends")
    return day


def _words_go(work: Work, cohort: Cohort) -> datetime:
    ends = cohort.ends or work.today()
    return planning.end_of(planning.forget_on(ends, cohort.settings), cohort.zone)
