"""A moderator asks for the note of a month, of this one or one that is over."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.notes import cards
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Commanded
from bot.rules.notes import read_month
from bot.store import notes
from bot.text import dates

story = Story("notes.asking")

MOST_WORDS = 60


@story.command("note", "[last month|this month|MONTH]", who="moderator", also=("monthly note",))
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """The note as it stands, to whoever asks; what was thrown away begins anew."""
    assert work.cohort is not None and work.who is not None
    first = read_month(rest, work.today())
    if first is None:
        return [Whisper(card=work.card("note-which", words=rest[:MOST_WORDS]))]
    when = dates.month(first)
    if first > work.today():
        return [Whisper(card=work.card("note-to-come", month=when))]
    note = cards.begun(work, first)
    if note is None:
        return [Whisper(card=work.card("note-none", month=when))]
    effects: list[Effect] = []
    if note.state == "discarded":
        effects += cards.changed(work, note, state="draft")
        note = notes.get(work.db, note.id) or note
    effects += cards.tell(work, note, work.who.id, once=False)
    if event.place.direct:
        return effects
    return [*effects, Whisper(card=work.card("note-sent", month=when))]
