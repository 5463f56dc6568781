"""A member puts right what is noted of them in a cohort, by whomever."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import fact_form
from bot.protocol.cards import Form
from bot.protocol.effects import Ask, Correct, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules.filled import Filled
from bot.store import facts, people
from bot.text import zones

story = Story("correcting")


# As with all that is kept, whoever left has the same right to it as everyone else: so these are for
# anyone, and look for a part in the cohort themselves.


@story.button("data.correct", who="anyone")
def correct(event: Pressed, work: Work) -> Effects:
    """Open the form with what counts now."""
    if work.cohort is None or work.part is None:
        return [Whisper(card=work.card("stale-button"))]
    known = facts.of(work.db, work.cohort.id, work.part.person)
    assert known is not None
    form = Form(
        action="data.corrected",
        args={"cohort": work.cohort.id},
        title=work.word("correct-title"),
        submit=work.word("facts-submit"),
        fields=fact_form.fields(work, known, zone=known.zone, hints="correct"),
    )
    return [Ask(form=form)]


@story.form("data.corrected", who="anyone")
def keep(event: Submitted, work: Work) -> Effects:
    """Keep it for this cohort; a time zone is theirs, wherever they are."""
    if work.cohort is None or work.part is None:
        return [Whisper(card=work.card("stale-button"))]
    known = facts.of(work.db, work.cohort.id, work.part.person)
    assert known is not None
    filled = Filled(event.values)
    zone = filled.zone("zone", zones.names()) if filled.text("zone") else None
    notes = fact_form.note(work, filled, work.part)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    # What was only looked at is not chosen: it may still follow the platform.
    if zone != known.zone:
        people.change(work.db, work.part.person, own_zone=zone)
    return [*notes, Whisper(card=work.card("correct-done", cohort=work.cohort.name))]
