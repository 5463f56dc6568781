"""What is kept is handed out: to a person what is kept of them, to moderators the record of their
cohort."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Tell, Whisper
from bot.protocol.events import Commanded
from bot.protocol.text import Blocks, flatten
from bot.store import export
from bot.text import exported

story = Story("export")

PART = 3000
"""Letters of one private message."""
MOST = 20_000
"""Letters that are handed out in a chat."""


@story.command("my data export", who="anyone", cohort=False)
def my_data(event: Commanded, work: Work, rest: str) -> Effects:
    """All that is kept of whoever asks, in every cohort, as private messages."""
    if work.who is None:
        return [Whisper(card=work.card("data-none"))]
    data = export.of_person(work.db, work.who.id, None, work.now)
    blocks = exported.person_blocks(work.tools.catalogue, data)
    work.cohort = None
    return [*_told(work, work.who.id, blocks), Whisper(card=work.card("export-coming"))]


@story.command("export", who="moderator")
def cohort(event: Commanded, work: Work, rest: str) -> Effects:
    """The cohort's record, to the moderator who asks, privately."""
    assert work.cohort is not None and work.who is not None
    data = export.of_cohort(work.db, work.cohort.id, work.now)
    blocks = exported.cohort_blocks(work.tools.catalogue, data)
    return [*_told(work, work.who.id, blocks), Whisper(card=work.card("export-coming"))]


def _told(work: Work, person: str, blocks: Blocks) -> list[Tell]:
    """In parts, one after another; of what is too long the first one, and who makes the rest."""
    parts = exported.parts(blocks, PART)
    if len(flatten(blocks)) > MOST:
        parts = [parts[0] + work.say("export-long")]
    return [work.tell(person, Card(blocks=part), purpose="answer") for part in parts]
