"""Someone says that they read along: they are off the moderators' list for three months."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.quiet_list import looking
from bot.protocol.cards import Card
from bot.protocol.effects import Whisper
from bot.protocol.events import Commanded, Pressed
from bot.rules import presence as rules
from bot.store import presence
from bot.text import dates

story = Story("reading_along")


@story.command("reading along", also=("i'm reading along", "i’m reading along"))
def reading_along(event: Commanded, work: Work, rest: str) -> Effects:
    """Off the list, with a button to undo it."""
    return [Whisper(card=_reads(work))]


@story.button("reading.along")
def press_reading_along(event: Pressed, work: Work) -> Effects:
    """The button under a note, and on their own page. What the card says stays there."""
    return [Whisper(card=_reads(work))]


@story.button("reading.undo")
def undo(event: Pressed, work: Work) -> Effects:
    """[Undo]"""
    assert work.cohort is not None and work.who is not None
    if not _may_be_listed(work):
        return [Whisper(card=_none(work))]
    presence.read_along(work.db, work.cohort.id, work.who.id, None)
    again = work.button("reading-button", "reading.along")
    return [Whisper(card=work.card("reading-undone", again, cohort=work.cohort.name))]


def _reads(work: Work) -> Card:
    assert work.cohort is not None and work.who is not None
    if not _may_be_listed(work):
        return _none(work)
    until = rules.reads_until(work.today())
    presence.read_along(work.db, work.cohort.id, work.who.id, until)
    undo = work.button("reading-undo-button", "reading.undo")
    return work.card("reading-done", undo, cohort=work.cohort.name, day=dates.day(until))


def _may_be_listed(work: Work) -> bool:
    """Of anyone else nothing is noted, not even this."""
    assert work.who is not None and work.part is not None
    return work.part.role in rules.LISTED and looking.may_note(work, work.who.id)


def _none(work: Work) -> Card:
    assert work.cohort is not None
    return work.card("reading-none", cohort=work.cohort.name)
