"""The calendar of a cohort's prompts, as moderators see it."""

from collections.abc import Sequence

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Commanded
from bot.protocol.text import Bullets, Inlines
from bot.rules.cadence import read_time
from bot.store import people, programme
from bot.store.records import Step
from bot.text.steps import step_line

story = Story("schedule")


@story.command("schedule", who="moderator")
def show(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """All prompts, those to come and those before."""
    cohort = work.cohort
    assert cohort is not None
    if cohort.state == "planned":
        foreseen = programme.unrolled(work.db, work.library, cohort)
        start = work.runs("schedule-start-button", "start")
        preview = work.runs("schedule-preview-all-button", "preview programme")
        return [_card(work, "schedule-before", foreseen, preview, start)]
    steps = programme.steps(work.db, cohort.id)
    if not steps:
        search = work.runs("schedule-prompts-button", "prompts")
        return [Whisper(card=work.card("schedule-empty", search))]
    hold = ("resume-button", "resume") if cohort.state == "held" else ("hold-button", "hold")
    return [
        _card(
            work,
            "schedule-held" if cohort.state == "held" else "schedule-head",
            steps,
            work.runs("schedule-preview-button", "preview"),
            work.runs("schedule-skip-button", "skip"),
            work.runs("schedule-prompts-button", "prompts"),
            work.runs(*hold),
        )
    ]


def _card(work: Work, key: str, steps: Sequence[Step], *buttons: Button) -> Whisper:
    assert work.cohort is not None
    head = work.say(key, cohort=work.cohort.name)
    lines = Bullets(items=tuple(_line(work, each) for each in steps))
    foot = work.say("schedule-foot", zone=work.cohort.zone)
    return Whisper(card=Card(blocks=(*head, lines, *foot), buttons=buttons))


def _line(work: Work, step: Step) -> Inlines:
    coming = step.state in ("planned", "waiting")
    starters = programme.starters(work.db, step.id) if coming else []
    known = people.named(work.db, [*starters, *([step.host] if step.host else [])])
    names = [known[each] for each in starters if each in known]
    return step_line(
        work.tools.catalogue,
        week=step.week if step.numbered else None,
        title=programme.title(work.db, work.library, step),
        day=step.day,
        at=read_time(step.time),
        state=step.state,
        host=known[step.host].name if step.host in known else None,
        starter=work.names(names) if names else None,
    )
