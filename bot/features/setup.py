"""A cohort is set up in a room. Nothing of this reaches anyone but the person who does it."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Field, Form, Option
from bot.protocol.effects import Ask, Correct, Run, Whisper
from bot.protocol.events import Commanded, Submitted
from bot.rules import answers, planning
from bot.rules.filled import Filled
from bot.store import agenda, cohorts
from bot.text import zones
from bot.text.frontmatter import closest

story = Story("setup")

LIMITS = {"name": 80, "theme": 200, "purpose": 1000}


@story.command("new", who="anyone", cohort=False)
def new(event: Commanded, work: Work, rest: str) -> Effects:
    """Open the form, if this room has no cohort yet."""
    if event.place.direct:
        return [Whisper(card=work.card("new-in-private"))]
    if work.cohort is not None and work.cohort.state != "ended":
        return [Whisper(card=work.card("new-already", cohort=work.cohort.name))]
    zone = (work.who.zone if work.who is not None else None) or "UTC"
    programmes = sorted(work.library.programmes.values(), key=lambda each: each.name)
    first = "first-weeks" if "first-weeks" in work.library.programmes else programmes[0].name
    fields = (
        Field(name="name", label=work.word("new-name"), required=True, limit=LIMITS["name"]),
        Field(name="theme", label=work.word("new-theme"), limit=LIMITS["theme"]),
        Field(name="purpose", label=work.word("new-purpose"), kind="text", limit=LIMITS["purpose"]),
        Field(
            name="zone",
            label=work.word("new-zone"),
            value=zone,
            hint=work.word("new-zone-hint"),
            required=True,
            limit=100,
        ),
        Field(
            name="starts",
            label=work.word("new-starts"),
            kind="date",
            value=planning.next_monday(work.now.date()).isoformat(),
            required=True,
            limit=100,
        ),
        Field(
            name="ends",
            label=work.word("new-ends"),
            kind="date",
            hint=work.word("new-ends-hint"),
            limit=100,
        ),
        Field(
            name="programme",
            label=work.word("new-programme"),
            kind="choice",
            options=tuple(Option(value=each.name, label=each.title[:75]) for each in programmes),
            value=first,
            required=True,
        ),
        Field(
            name="people",
            label=work.word("new-people"),
            kind="choice",
            options=(
                Option(value="all", label=work.word("new-people-all")),
                Option(value="choose", label=work.word("new-people-choose")),
            ),
            value="all",
            required=True,
        ),
    )
    form = Form(
        action="cohort.new",
        title=work.word("new-title"),
        submit=work.word("new-submit"),
        intro=work.say("new-intro"),
        fields=fields,
    )
    return [Ask(form=form)]


@story.form("cohort.new", who="anyone")
def set_up(event: Submitted, work: Work) -> Effects:
    """Make the cohort, with whoever sent the form as its moderator, or say what is wrong."""
    if event.place.direct or work.who is None:
        return [Whisper(card=work.card("new-in-private"))]
    if work.cohort is not None and work.cohort.state != "ended":
        return [Whisper(card=work.card("new-already", cohort=work.cohort.name))]
    filled = Filled(event.values)
    reading = _read(filled, work)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    cohort_id, room_id = work.new_id(), work.new_id()
    cohorts.add(
        work.db,
        id=cohort_id,
        name=reading.name,
        theme=reading.theme,
        purpose=reading.purpose,
        zone=reading.zone,
        starts=reading.starts,
        ends=reading.ends,
        programme=reading.programme,
        state="planned",
        created_at=work.now,
        settings={},
    )
    cohorts.add_room(
        work.db,
        id=room_id,
        cohort=cohort_id,
        platform=event.place.platform,
        workspace=event.place.workspace,
        channel=event.place.channel,
    )
    cohorts.enrol(
        work.db,
        id=work.new_id(),
        cohort=cohort_id,
        person=work.who.id,
        role="moderator",
        state="present",
        since=work.now,
    )
    if reading.ends is not None:
        over = planning.end_of(reading.ends, reading.zone)
        agenda.plan(work.db, "cohort-end", cohort_id, over, cohort_id)
    args = {
        "platform": event.place.platform,
        "workspace": event.place.workspace,
        "channel": event.place.channel,
        "moderator": work.who.id,
        "people": reading.people,
    }
    return [
        Whisper(card=work.card("new-done", cohort=reading.name)),
        Run(
            kind="roster",
            args=args,
            cohort=cohort_id,
            key=f"roster:{cohort_id}",
            concerns=(work.who.id,),
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the form says of the new cohort."""

    name: str
    theme: str
    purpose: str
    zone: str
    starts: date
    ends: date | None
    programme: str
    people: str


def _read(filled: Filled, work: Work) -> _Reading:
    zone = filled.zone("zone", zones.names())
    today = work.now.astimezone(ZoneInfo(zone)).date()
    starts = filled.day("starts", today) or today
    ends = filled.day("ends", today) if filled.text("ends") else None
    if ends is not None and ends <= starts:
        filled.wrong("ends", "wrong-ends")
    return _Reading(
        name=filled.words("name", LIMITS["name"], required=True),
        theme=filled.words("theme", LIMITS["theme"]),
        purpose=filled.words("purpose", LIMITS["purpose"], lines=True),
        zone=zone,
        starts=starts,
        ends=ends,
        programme=_programme(filled, work),
        people=filled.one_of("people", ("all", "choose")),
    )


def _programme(filled: Filled, work: Work) -> str:
    typed = filled.text("programme")
    found = work.library.programme(typed)
    if found is not None:
        return found.name
    known = work.library.programmes
    near = closest(typed, known)
    key = "wrong-programme-near" if near else "wrong-programme"
    names = ", ".join(sorted(known))
    filled.wrong("programme", key, word=answers.short(typed), near=near or "", names=names)
    return ""
