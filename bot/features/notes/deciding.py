"""A moderator approves a note or throws it away; what one of them does, all see. An approved one
can be opened again. The bot hands it to nobody else."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.notes import cards
from bot.features.notes.standing import stands
from bot.features.notes.telling import reading, telling
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Pressed
from bot.store import notes
from bot.store.notes import Note
from bot.text import dates

story = Story("notes.deciding")


@story.button("note.approve", who="moderator")
def approve(event: Pressed, work: Work) -> Effects:
    """What stands in the note now is what it may tell, if this moderator has seen it so."""
    note = _seen(event, work, "draft")
    if not isinstance(note, Note):
        return note
    assert work.who is not None
    found = reading(work, note)
    its = telling(work, note, found)
    if its.empty:
        return [Whisper(card=work.card("note-approve-empty"))]
    return cards.changed(
        work,
        note,
        state="approved",
        approved_by=work.who.id,
        shown=stands(work, note, found).ids,
        tried=its.tried,
    )


@story.button("note.discard", who="moderator")
def discard(event: Pressed, work: Work) -> Effects:
    """Throw the draft away for all moderators, with what they wrote in it."""
    note = _seen(event, work, "draft")
    if not isinstance(note, Note):
        return note
    notes.write(work.db, note, {})
    return cards.changed(work, note, state="discarded", left_out=[], shown=[])


@story.button("note.change", who="moderator")
def reopen(event: Pressed, work: Work) -> Effects:
    """An approved note is a draft again, with all that there is by now, and says what is new."""
    note = _seen(event, work, "approved")
    if not isinstance(note, Note):
        return note
    return cards.changed(work, note, state="draft", approved_by=None, tried=None)


def _seen(event: Pressed, work: Work, state: str) -> Note | list[Effect]:
    """The note to decide on, or what to say where it is in another state by now, or does not say
    what this moderator has seen."""
    note = cards.meant(work, event)
    if note is None or note.state != state:
        return [Whisper(card=work.card("stale-button"))]
    if cards.as_seen(work, note, event):
        return note
    # Not all that a note says is followed as it changes, such as what the cohort is called.
    told = Whisper(card=work.card("note-outrun", month=dates.month(note.month)))
    return [*cards.renewed(work, note, anyway=True), told]
