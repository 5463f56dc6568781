"""A prompt is posted into the room, and a discussion opens under it; its stages follow."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Note, Post
from bot.protocol.events import CameDue, Noted
from bot.protocol.text import Blocks
from bot.rules import cadence, hours
from bot.rules.timetable import Timetable, later_by_days, notice, timetable
from bot.store import agenda, discussions, people, programme
from bot.store.records import Discussion, Person, Step
from bot.text import dates
from bot.text.fill import fill
from bot.text.markdown import to_blocks
from bot.text.posting import prompt_blocks
from bot.text.prompt import Prompt, from_dict, to_dict

story = Story("discussions")


@story.note("prompt-due")
def open_discussion(event: Noted, work: Work) -> Effects:
    """Post the prompt of a step, or one by name. What is due to close now closes before it."""
    assert work.cohort is not None and work.room is not None
    cohort, room = work.cohort, work.room
    step = programme.get(work.db, event.args["step"]) if "step" in event.args else None
    name = step.ref if step is not None else event.args["prompt"]
    prompt = programme.prompt(work.db, work.library, cohort.id, name)
    if prompt is None:
        return work.tell_moderators(work.card("prompt-missing", name=name))
    times = _times(work, prompt, step)
    opened = Discussion(
        id=(new := work.new_id()),
        cohort=cohort.id,
        room=room.id,
        step=step.id if step is not None else None,
        prompt=to_dict(prompt),
        title=prompt.title,
        week=step.week if step is not None else cadence.week_of(work.today(), cohort.starts),
        posting=f"prompt:{new}",
        opened_at=work.now,
        closes_at=times.closes,
        closed_at=None,
        state="open",
        reveal_at=times.reveal,
        revealed_at=None,
        follow_up="none" if times.follow_up is None else "planned",
        member_at=None,
        moderator_at=None,
    )
    effects: list[Effect] = [
        Note(topic="close-due", args={"discussion": each.id})
        for each in reversed(discussions.of_cohort(work.db, cohort.id, "open"))
        if each.closes_at <= work.now
    ]
    discussions.add(work.db, opened)
    _plan(work, opened, times)
    return [*effects, *_announce(work, opened, prompt, step)]


def _announce(work: Work, opened: Discussion, prompt: Prompt, step: Step | None) -> Effects:
    """The prompt in the room, and a private note to whoever said they start or host."""
    assert work.cohort is not None
    starters = _starters(work, step)
    host = people.get(work.db, step.host) if step is not None and step.host else None
    card = Card(
        blocks=_blocks(work, opened, prompt, step, starters, host),
        buttons=_buttons(work, opened, prompt),
    )
    notes = {each.id: "starter-today" for each in starters}
    if host is not None:
        notes[host.id] = "host-today"
    closes = dates.moment(opened.closes_at, work.cohort.zone)
    return [
        Post(room=opened.room, card=card, key=opened.posting, concerns=tuple(notes)),
        *(
            work.tell(
                person,
                work.card(key, title=prompt.title, closes=closes),
                key=f"starts:{opened.id}:{person}",
                purpose="answer",  # to their yes
            )
            for person, key in notes.items()
        ),
    ]


def _times(work: Work, prompt: Prompt, step: Step | None) -> Timetable:
    """A step's discussion keeps the step's own time of day, however late the prompt went out, so
    that it closes when the next one opens."""
    assert work.cohort is not None
    now = work.local().time()
    return timetable(
        day=work.today(),
        at=cadence.read_time(step.time) if step is not None else time(now.hour, now.minute),
        zone=work.cohort.zone,
        open_days=step.open_days if step is not None else cadence.days_open(prompt.open),
        stages=[each.day for each in prompt.stages],
        follow_up=None if prompt.follow_up is None else prompt.follow_up.after,
        hold_answers=prompt.hold_answers,
        off=cadence.days_off(work.cohort.settings),
    )


def _plan(work: Work, opened: Discussion, times: Timetable) -> None:
    assert work.cohort is not None

    def plan(kind: str, subject: str, at: datetime | None) -> None:
        if at is not None:
            agenda.plan(work.db, kind, subject, at, opened.cohort)

    plan("close", opened.id, times.closes)
    plan("reveal", opened.id, times.reveal)
    for index, at in times.stages:
        plan("stage", f"{opened.id}:{index}", at)
    if times.follow_up is not None:
        plan("follow-warn", opened.id, notice(times.follow_up, work.cohort.zone))
        plan("follow-up", opened.id, times.follow_up)


def _starters(work: Work, step: Step | None) -> list[Person]:
    if step is None:
        return []
    ids = programme.starters(work.db, step.id)
    found = people.named(work.db, ids)
    return [found[each] for each in ids if each in found]


def _blocks(
    work: Work,
    opened: Discussion,
    prompt: Prompt,
    step: Step | None,
    starters: Sequence[Person],
    host: Person | None,
) -> Blocks:
    assert work.cohort is not None
    closes = work.local(opened.closes_at).date()
    off = cadence.days_off(work.cohort.settings)
    reveal = None
    if opened.reveal_at is not None:
        local = work.local(opened.reveal_at)
        reveal = f"{dates.day(local.date())}, {dates.clock(local)}"
    return prompt_blocks(
        work.tools.catalogue,
        prompt,
        cohort=work.cohort.name,
        theme=work.cohort.theme,
        week=opened.week,
        numbered=step is None or step.numbered,
        moderators=work.names(work.moderators()),
        starters=[each.name for each in starters],
        host=host.name if host is not None else None,
        closes=closes,
        summary_by=dates.weekday(cadence.summary_day(closes, off)),
        reveal=reveal,
    )


def _buttons(work: Work, opened: Discussion, prompt: Prompt) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if opened.reveal_at is not None:
        key = "answer-privately-button"
        buttons.append(work.button(key, "held.answer", style="primary", discussion=opened.id))
    if prompt.form is not None:
        key = f"bring-{prompt.form}-button"
        buttons.append(work.button(key, "material.bring", discussion=opened.id))
    return tuple(buttons)


@story.due("stage")
def next_stage(event: CameDue, work: Work) -> Effects:
    """The next step of the prompt's method, in its thread. One that comes at an odd hour (after a
    hold, or an outage) waits for a working morning; one that the next has overtaken falls away."""
    subject, index = event.subject.rsplit(":", 1)
    found = discussions.get(work.db, subject)
    if work.cohort is None or found is None or found.state != "open":
        return ()
    prompt = from_dict(found.prompt)
    if prompt.form is not None and found.member_at is None:
        # It speaks of what somebody brought, and nobody has.
        return ()
    stage, following = prompt.stages[int(index)], prompt.stages[int(index) + 1 :]
    if following:
        days = following[0].day - stage.day
        if later_by_days(event.due, days, work.cohort.zone) <= work.now:
            return ()
    if hours.late_choice(event.due, work.now, work.cohort.zone) == "ask":
        off = cadence.days_off(work.cohort.settings)
        day = cadence.next_morning(work.now, cadence.MORNING, work.cohort.zone, off)
        at = cadence.instant(day, cadence.MORNING, work.cohort.zone)
        if at < found.closes_at:
            agenda.plan(work.db, "stage", event.subject, at, found.cohort)
        return ()
    text = fill(
        stage.text,
        cohort=work.cohort.name,
        theme=work.cohort.theme,
        week=found.week,
        moderators=work.names(work.moderators()),
    )
    card = Card(blocks=to_blocks(text))
    return [Post(room=found.room, thread=found.posting, card=card, key=f"stage:{event.subject}")]
