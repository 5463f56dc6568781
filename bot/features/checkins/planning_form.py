"""Before a check-in goes out: how a member will see it, and the forms of planning and sending."""

from dataclasses import dataclass
from datetime import date

from bot.engine.work import Work
from bot.features.checkins import reading, showing
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.text import Bullets, Fine
from bot.rules import cadence
from bot.rules.checkins import LONGEST_SUPPORT, SUPPORT
from bot.rules.filled import Filled
from bot.text.checkin import RHYTHMS, CheckIn, readers_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A check-in as it would be asked on the next working morning: filled, who can read the
    answers, and the last day on which it is open."""

    checkin: CheckIn
    reads: Fine
    closes: date


def asked_next(work: Work, checkin: CheckIn) -> Shown:
    """What a member would get, with whom the check-in itself suggests as readers."""
    cohort = work.cohort
    assert cohort is not None
    off = cadence.days_off(cohort.settings)
    day = cadence.next_morning(work.now, cadence.MORNING, cohort.zone, off)
    # Nobody's line manager is meant here, so this is what most of them will read.
    promised = [each.id for each in work.moderators()]
    return Shown(
        checkin=showing.filled(work, checkin, day),
        reads=reading.line(work, checkin.readers, promised, ""),
        closes=cadence.closing_day(day, cadence.days_open(checkin.open) - 1),
    )


def preview(work: Work, checkin: CheckIn) -> Card:
    """The private message as a member will get it, how its questions are answered, and what can be
    done with the check-in."""
    shown = asked_next(work, checkin)
    line = work.tools.catalogue.line
    form = tuple(
        line("checkin-preview-line", ask=each.ask, how=showing.answered_with(work, each))
        for each in shown.checkin.questions
    )
    return Card(
        blocks=(
            *work.say("checkin-preview", about=checkin.about),
            *showing.message(work, shown.checkin, shown.reads, shown.closes),
            *work.say("checkin-preview-form"),
            Bullets(items=form),
            *work.say("checkin-preview-below", questions=len(checkin.questions)),
        ),
        buttons=(
            work.button("checkin-plan-button", "checkin.plan", style="primary", name=checkin.name),
            work.button("checkin-send-button", "checkin.send", name=checkin.name),
            work.button("preview-send-button", "checkin.send-me", name=checkin.name),
        ),
    )


def plan_form(work: Work, checkin: CheckIn) -> Form:
    """Rhythm, first day, time, who reads; and where help is, if it touches on that."""
    cohort = work.cohort
    assert cohort is not None
    off = cadence.days_off(cohort.settings)
    first = cadence.next_working_day(work.today(), off)
    fields = (
        Field(
            name="rhythm",
            label=work.word("checkin-field-rhythm"),
            kind="choice",
            options=tuple(
                Option(value=each, label=work.word(f"checkin-rhythm-{each}")) for each in RHYTHMS
            ),
            value=checkin.rhythm,
            required=True,
        ),
        Field(
            name="day",
            label=work.word("checkin-field-day"),
            kind="date",
            value=first.isoformat(),
            required=True,
        ),
        Field(
            name="time",
            label=work.word("checkin-field-time"),
            kind="time",
            value=cadence.MORNING.isoformat("minutes"),
            hint=work.word("checkin-field-time-hint"),
            required=True,
        ),
    )
    return _form(work, checkin, "checkin.plan", "checkin-plan-submit", fields)


def send_form(work: Work, checkin: CheckIn) -> Form:
    """Who reads; and where help is, if it touches on that."""
    return _form(work, checkin, "checkin.send", "checkin-send-submit", ())


def readers(filled: Filled, checkin: CheckIn) -> str:
    """Who is to read, as chosen."""
    return filled.one_of("readers", readers_for(checkin))


def support(filled: Filled, checkin: CheckIn) -> str:
    """Where help is; empty for a check-in that does not touch on it."""
    if not checkin.care:
        return ""
    return filled.words(SUPPORT, LONGEST_SUPPORT, required=True, lines=True)


def first_day(filled: Filled, work: Work) -> date | None:
    """The first day: a working day of the cohort, not after its end."""
    cohort = work.cohort
    assert cohort is not None
    day = filled.day("day", work.today())
    if day is None:
        return None
    if not cadence.is_working_day(day, cadence.days_off(cohort.settings)):
        filled.wrong("day", "checkin-wrong-day")
    elif cohort.ends is not None and day > cohort.ends:
        filled.wrong("day", "checkin-wrong-end")
    return day


def _form(
    work: Work, checkin: CheckIn, action: str, submit: str, fields: tuple[Field, ...]
) -> Form:
    cohort = work.cohort
    assert cohort is not None
    who = Field(
        name="readers",
        label=work.word("checkin-field-readers"),
        kind="choice",
        options=tuple(
            Option(value=each, label=work.word(f"checkin-readers-{each}"))
            for each in readers_for(checkin)
        ),
        value=checkin.readers,
        hint=work.word("checkin-field-readers-hint"),
        required=True,
    )
    help_there = Field(
        name=SUPPORT,
        label=work.word("checkin-field-support"),
        kind="text",
        value=str(cohort.settings.get(SUPPORT, "")),
        hint=work.word("checkin-field-support-hint"),
        required=True,
        limit=LONGEST_SUPPORT,
    )
    return Form(
        action=action,
        title=work.word("checkin-form-title"),
        submit=work.word(submit),
        intro=work.say("checkin-plan-intro", title=checkin.title),
        fields=(*fields, who, *((help_there,) if checkin.care else ())),
        args={"name": checkin.name, "cohort": cohort.id},
    )
