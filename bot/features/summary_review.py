"""Moderators look a draft through: they edit or discard it. What one of them does, all see."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.summary_copies import (
    concerned,
    draft_card,
    outrun,
    pressed,
    retire,
    revised,
    settle,
    waiting,
)
from bot.features.summary_sources import sources
from bot.features.summary_text import options
from bot.protocol.cards import Field, Form
from bot.protocol.effects import Ask, Correct, Swap, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules import summary as rules
from bot.rules.filled import Filled

story = Story("summary-review")

LONGEST_OPENING = 600
KEPT = ("points", "resources", "questions")


def _stale(work: Work) -> Effects:
    return [Whisper(card=work.card("stale-button"))]


@story.button("draft.show", who="moderator")
def show(event: Pressed, work: Work) -> Effects:
    """Tell the draft once more, below."""
    found = waiting(work, event)
    if found is None or work.who is None:
        return _stale(work)
    summary, subject = found
    read = sources(work, subject)
    return [
        work.tell(
            work.who.id,
            draft_card(work, summary, subject, read),
            key=f"draft:{summary.id}:{work.new_id()}",
            purpose="answer",
            concerns=concerned(summary, read),
        )
    ]


@story.button("draft.edit", who="moderator")
def edit(event: Pressed, work: Work) -> Effects:
    """Open the form: opening words, and what to keep. Quotes cannot be edited."""
    found = waiting(work, event)
    if found is None:
        return _stale(work)
    summary, subject = found
    whole = rules.upheld(rules.from_json(summary.draft), sources(work, subject))
    shown = {"points": whole.points, "resources": whole.resources, "questions": whole.questions}
    fields = [
        Field(
            name="opening",
            label=work.word("summary-opening-label"),
            hint=work.word("summary-opening-hint"),
            kind="text",
            value=summary.opening,
            limit=LONGEST_OPENING,
        )
    ]
    for name in KEPT:
        choices = options(shown[name])
        if choices:
            ids = [each.value for each in choices if each.value not in summary.dropped]
            label = work.word(f"summary-keep-{name}")
            fields.append(
                Field(name=name, label=label, kind="choices", options=choices, value=",".join(ids))
            )
    form = Form(
        action="draft.edited",
        title=work.word("summary-edit-title"),
        fields=tuple(fields),
        submit=work.word("summary-edit-submit"),
        args={
            "summary": summary.id,
            "version": str(summary.version),
            "cohort": summary.cohort,
        },
    )
    return [Ask(form=form)]


@story.form("draft.edited", who="moderator")
def edited(event: Submitted, work: Work) -> Effects:
    """Keep what the form says, unless someone else changed the draft since it was opened."""
    found = waiting(work, event)
    if found is None or work.who is None:
        return _stale(work)
    summary, subject = found
    if late := outrun(work, event, summary, "opening", "summary-edit"):
        return late
    filled = Filled(event.values)
    opening = filled.text("opening")
    if len(opening) > LONGEST_OPENING:
        too_long = work.word("summary-opening-long", most=LONGEST_OPENING)
        return [Correct(errors={"opening": too_long})]
    whole = rules.from_json(summary.draft)
    wanted = {each for name in KEPT for each in filled.several(name)}
    # What another story took away while the form was open is neither kept nor dropped by it.
    dropped = [each.id for each in whole.items() if each.id not in wanted]
    if opening == summary.opening:
        opening_by = summary.opening_by
    else:
        opening_by = work.who.id if opening else None
    return revised(work, summary, subject, opening=opening, opening_by=opening_by, dropped=dropped)


@story.button("draft.discard", who="moderator")
def discard(event: Pressed, work: Work) -> Effects:
    """Throw the draft away, for all moderators."""
    found = waiting(work, event)
    if found is None or work.who is None:
        return _stale(work)
    summary, subject = found
    card = work.card("summary-discarded", who=work.who.name, title=subject.title)
    mine = pressed(work, event)
    return [
        Swap(card=card), *retire(work, summary), *settle(work, summary, "draft", card, but=mine)
    ]  # fmt: skip
