"""The handbook is handed to a moderator, as private messages; whoever runs the bot makes files."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.handbook.export_book import book
from bot.protocol.cards import Card
from bot.protocol.effects import Whisper
from bot.protocol.events import Commanded
from bot.protocol.text import flatten
from bot.store import cohorts, standing
from bot.text.book import to_blocks
from bot.text.written import parts

story = Story("handbook.export")

PART = 3000
"""Letters of one private message."""
MOST = 20_000
"""Letters that are handed out in a chat."""


@story.command("handbook export", who="moderator")
def hand_out(event: Commanded, work: Work, rest: str) -> Effects:
    """The document to the moderator who asks, in parts; of one that is too long the first."""
    assert work.cohort is not None and work.who is not None
    its = book(work)
    if not its.parts:
        return [Whisper(card=work.card("book-empty", cohort=work.cohort.name))]
    blocks = to_blocks(its)
    found = parts(blocks, PART)
    if len(flatten(blocks)) > MOST:
        found = [(*found[0], *work.say("book-long"))]
    # Once somebody who may stand in it is erased, nothing of it remains.
    members = cohorts.memberships(work.db, work.cohort.id, states=cohorts.EVERY_STATE)
    concerns = tuple(each.person for each in members)
    told = [
        work.tell(
            work.who.id,
            Card(blocks=part),
            key=f"{standing.RECORD}:{work.new_id()}",
            purpose="answer",
            concerns=concerns,
        )
        for part in found
    ]
    return [*told, Whisper(card=work.card("export-coming"))]
