"""Moderators name, order and join the chapters of the handbook; no insight is lost."""

from collections.abc import Sequence

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import arranging_form
from bot.features.arranging_form import Row
from bot.features.handbook.reading import handbook
from bot.features.handbook.views import chapter_name
from bot.protocol.cards import Form
from bot.protocol.effects import Ask, Correct, Note, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules.chapters import Placed, rearranged
from bot.rules.filled import Filled
from bot.store import handbook as stored

story = Story("handbook.arranging")

WHAT = "handbook-chapter"
MANY = 8
"""With more chapters than that one is arranged at a time: forms of two fields for each grow with
their square, and a platform takes none that large."""


@story.button("handbook.arrange", who="moderator")
def ask(event: Pressed, work: Work) -> Effects:
    """Open the form: two fields a chapter, or, of many, one chapter at a time. What stands under
    the themes of its discussion alone is arranged in that one's draft."""
    assert work.cohort is not None
    kept = stored.chapters(work.db, work.cohort.id)
    rows = _rows(work, kept)
    if not rows:
        return [Whisper(card=work.card("stale-button"))]
    many = len(rows) > MANY
    form = Form(
        action="handbook.arranged",
        title=work.word("handbook-arrange-title"),
        intro=work.say("handbook-arrange-intro"),
        fields=arranging_form.single(work, WHAT, rows)
        if many
        else arranging_form.fields(work, WHAT, rows, leaves_out=False),
        submit=work.word("summary-edit-submit"),
        args={"cohort": work.cohort.id, "as": work.seal(_seen(work, kept))},
    )
    return [Ask(form=form)]


@story.form("handbook.arranged", who="moderator")
def arrange(event: Submitted, work: Work) -> Effects:
    """Arrange the chapters as the form says, unless they are not what it showed."""
    assert work.cohort is not None and work.who is not None
    cohort = work.cohort.id
    kept = stored.chapters(work.db, cohort)
    single = "which" in event.values
    rows = [each for each in _rows(work, kept) if single or each.field("goes") in event.values]
    if not rows:
        return [Whisper(card=work.card("stale-button"))]
    if not work.is_sealed(_seen(work, kept), event.args.get("as", "")):
        field = "name" if single else rows[0].field("name")
        return [Correct(errors={field: work.word("handbook-arrange-late")})]
    filled = Filled(event.values)
    if single:
        wishes = arranging_form.single_wish(filled, WHAT, rows)
    else:
        wishes = arranging_form.wishes(filled, WHAT, rows, len(kept), leaves_out=False)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    stored.keep_chapters(work.db, cohort, rearranged(kept, wishes, work.who.id))
    done = Whisper(card=work.card("handbook-arranged"))
    return [Note(topic="handbook-changed", args={"cohort": cohort}), done]


def _rows(work: Work, kept: Sequence[Placed]) -> list[Row]:
    """The kept chapters that are shown, as they are shown."""
    known = {each.id for each in kept}
    shown = [each for each in handbook(work).chapters if each.id in known]
    return [
        Row(id=each.id, number=number, name=chapter_name(work, each, 0) if each.label else "")
        for number, each in enumerate(shown, 1)
    ]


def _seen(work: Work, kept: Sequence[Placed]) -> str:
    """What a form goes by: in which cohort, which chapters, in which order, under which names."""
    assert work.cohort is not None
    return repr((work.cohort.id, [(each.id, each.name, each.points) for each in kept]))
