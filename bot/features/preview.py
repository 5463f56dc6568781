"""A prompt as members will see it, shown to one moderator alone."""

from collections.abc import Sequence

from bot.engine.story import Story
from bot.engine.work import Work
from bot.features import prompt_names
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Commanded, Pressed
from bot.protocol.text import Block, Blocks, Bullets, Inlines, flatten
from bot.rules import cadence
from bot.rules.timetable import timetable
from bot.store import people, programme
from bot.store.records import Step
from bot.text import dates
from bot.text.fill import fill
from bot.text.markdown import to_inlines
from bot.text.posting import prompt_blocks
from bot.text.prompt import Prompt

story = Story("preview")

ALL = ("programme", "program", "all")
LETTERS = 2500
BLOCKS = 30
"""What one card holds at most; platforms cut longer ones."""


@story.command("preview", "[NAME]|programme", who="moderator")
def preview(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """The next prompt, one by name, or all of the programme."""
    cohort = work.cohort
    assert cohort is not None
    wanted = rest.strip()
    coming = [(step, prompt) for step in _coming(work) if (prompt := _prompt(work, step.ref))]
    if wanted and wanted.casefold() not in ALL:
        found = _named(work, wanted)
        return [
            Whisper(
                card=prompt_names.unknown(work, wanted, "preview")
                if found is None
                else _one(work, *found)
            )
        ]
    if not coming:
        search = work.runs("schedule-prompts-button", "prompts")
        return [Whisper(card=work.card("preview-nothing", search))]
    if not wanted:
        return [Whisper(card=_one(work, *coming[0]))]
    shown = [(*_when(work, step), *_post(work, step, prompt)) for step, prompt in coming]
    return [Whisper(card=Card(blocks=each)) for each in packed(shown)]


@story.button("preview.send", who="moderator")
def send_to_oneself(event: Pressed, work: Work) -> list[Effect]:
    """The post as a message of its own, in the private chat of whoever asked."""
    found = _named(work, event.args.get("prompt", ""))
    if found is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    step, prompt = found
    post = Card(
        blocks=(*work.say("preview-test"), *_post(work, step, prompt), *_under(work, prompt))
    )
    return [work.tell(work.who.id, post, purpose="answer"), Whisper(card=work.card("preview-sent"))]


def packed(pieces: Sequence[Blocks]) -> list[Blocks]:
    """Pieces put together into as few cards as hold them; a piece is never torn apart."""
    cards: list[Blocks] = []
    for piece in pieces:
        joined = (*cards[-1], *piece) if cards else ()
        if joined and len(joined) <= BLOCKS and len(flatten(joined)) <= LETTERS:
            cards[-1] = joined
        else:
            cards.append(piece)
    return cards


def _coming(work: Work) -> list[Step]:
    """What is on the calendar; before the start, what will be."""
    assert work.cohort is not None
    if work.cohort.state == "planned":
        return programme.unrolled(work.db, work.library, work.cohort)
    return programme.planned(work.db, work.cohort.id)


def _prompt(work: Work, name: str) -> Prompt | None:
    assert work.cohort is not None
    return programme.prompt(work.db, work.library, work.cohort.id, name)


def _named(work: Work, name: str) -> tuple[Step, Prompt] | None:
    """The prompt of this name and the step that posts it, or one as if it did; None for none."""
    prompt = prompt_names.find(work, name)
    if prompt is None:
        return None
    planned = (step for step in _coming(work) if step.ref == prompt.name)
    return next(planned, None) or _some_day(work, prompt), prompt


def _some_day(work: Work, prompt: Prompt) -> Step:
    """A prompt that nobody has planned, as if it went out on the next working morning."""
    cohort = work.cohort
    assert cohort is not None
    off = cadence.days_off(cohort.settings)
    day = cadence.next_morning(work.now, cadence.MORNING, cohort.zone, off)
    return Step(
        id="",
        cohort=cohort.id,
        kind="prompt",
        ref=prompt.name,
        week=cadence.week_of(day, cohort.starts),
        day=day,
        time=cadence.MORNING.isoformat("minutes"),
        open_days=cadence.days_open(prompt.open),
        state="unplanned",
        host=None,
    )


def _one(work: Work, step: Step, prompt: Prompt) -> Card:
    buttons = [
        work.runs("preview-edit-button", f"prompt edit {prompt.name}"),
        work.button("preview-send-button", "preview.send", prompt=prompt.name),
    ]
    if step.state == "unplanned":
        buttons.append(work.runs("prompts-plan-button", f"prompt {prompt.name}"))
    post = (*_when(work, step), *_post(work, step, prompt), *_under(work, prompt))
    blocks = (*post, *_later(work, step, prompt))
    return Card(blocks=blocks, buttons=tuple(buttons))


def _when(work: Work, step: Step) -> Blocks:
    assert work.cohort is not None
    if step.state == "unplanned":
        return work.say("preview-unplanned")
    at = cadence.stored_instant(step.day, step.time, work.cohort.zone)
    return work.say("preview-planned", when=dates.moment(at, work.cohort.zone))


def _post(work: Work, step: Step, prompt: Prompt) -> Blocks:
    cohort = work.cohort
    assert cohort is not None
    off = cadence.days_off(cohort.settings)
    times = timetable(
        day=step.day,
        at=cadence.read_time(step.time),
        zone=cohort.zone,
        open_days=step.open_days,
        hold_answers=prompt.hold_answers,
        off=off,
    )
    closes = work.local(times.closes).date()
    reveal = None
    if times.reveal is not None:
        local = work.local(times.reveal)
        reveal = f"{dates.day(local.date())}, {dates.clock(local)}"
    starters = programme.starters(work.db, step.id)
    found = people.named(work.db, [*starters, *([step.host] if step.host else [])])
    names = [found[each] for each in starters if each in found]
    return prompt_blocks(
        work.tools.catalogue,
        prompt,
        cohort=cohort.name,
        theme=cohort.theme,
        week=step.week,
        numbered=step.numbered,
        moderators=work.names(work.moderators()),
        starters=[each.name for each in names],
        host=found[step.host].name if step.host in found else None,
        closes=closes,
        summary_by=dates.weekday(cadence.summary_day(closes, off)),
        reveal=reveal,
    )


def _under(work: Work, prompt: Prompt) -> list[Block]:
    """The buttons that members will find. Here they are words: nothing is open yet."""
    labels: list[str] = []
    if prompt.hold_answers is not None:
        labels.append(work.word("answer-privately-button"))
    if prompt.form is not None:
        labels.append(work.word(f"bring-{prompt.form}-button"))
    return [block for each in labels for block in work.say("preview-under", label=each)]


def _later(work: Work, step: Step, prompt: Prompt) -> list[Block]:
    """What follows in the thread, which the post itself does not show."""
    lines: list[Inlines] = [
        (*work.tools.catalogue.line("preview-stage", day=each.day), *_line(work, step, each.text))
        for each in prompt.stages
    ]
    if prompt.follow_up is not None:
        days = cadence.days_open(prompt.follow_up.after)
        head = work.tools.catalogue.line("preview-follow-up", days=days)
        lines.append((*head, *_line(work, step, prompt.follow_up.text)))
    return [*work.say("preview-later"), Bullets(items=tuple(lines))] if lines else []


def _line(work: Work, step: Step, text: str) -> Inlines:
    assert work.cohort is not None
    return to_inlines(
        fill(
            text,
            cohort=work.cohort.name,
            theme=work.cohort.theme,
            week=step.week,
            moderators=work.names(work.moderators()),
        )
    )
