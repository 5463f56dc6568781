"""What is kept is handed out: to a person what is kept of them, to moderators the record of their
cohort."""

from collections.abc import Collection, Mapping

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Tell, Whisper
from bot.protocol.events import Commanded
from bot.protocol.text import Blocks, flatten
from bot.store import cohorts, export, standing
from bot.text import exported, record
from bot.text.written import parts

story = Story("export")

PART = 3000
"""Letters of one private message."""
MOST = 20_000
"""Letters that are handed out in a chat."""


@story.command("my data export", who="anyone", cohort=False, meets=False)
def my_data(event: Commanded, work: Work, rest: str) -> Effects:
    """All that is kept of whoever asks, in every cohort, as private messages."""
    if work.who is None:
        return [Whisper(card=work.card("data-none"))]
    data = export.of_person(work.db, work.who.id, None, work.now, work.marks)
    # Each cohort's part belongs to it, so that what waits goes with what was kept there.
    asked = export.rounds(work.db, data)
    blocks = exported.person_parts(work.tools.catalogue, data, asked)
    told = _told(work, blocks, concerns=[work.who.id])
    work.cohort = None
    return [*told, Whisper(card=work.card("export-coming"))]


@story.command("export", who="moderator")
def cohort(event: Commanded, work: Work, rest: str) -> Effects:
    """The cohort's record, to the moderator who asks, privately."""
    assert work.cohort is not None and work.who is not None
    data = export.of_cohort(work.db, work.cohort.id, work.now)
    blocks = record.cohort_blocks(work.tools.catalogue, record.filled(data))
    # Whoever is in it, by name or by a title alone: once one of them is erased, it is out of date.
    members = cohorts.memberships(work.db, work.cohort.id, states=cohorts.EVERY_STATE)
    told = _told(work, {work.cohort.id: blocks}, concerns=[each.person for each in members])
    return [*told, Whisper(card=work.card("export-coming"))]


def _told(
    work: Work, blocks: Mapping[str | None, Blocks], *, concerns: Collection[str]
) -> list[Tell]:
    """In parts, one after another; of what is too long the first of each cohort, and who makes the
    rest. ``blocks``: by cohort."""
    assert work.who is not None
    by_cohort = {cohort: parts(each, PART) for cohort, each in blocks.items()}
    if sum(len(flatten(each)) for each in blocks.values()) > MOST:
        by_cohort = {cohort: found[:1] for cohort, found in by_cohort.items()}
        *_, last = by_cohort.values()
        last[-1] += work.say("export-long")
    return [
        Tell(
            person=work.who.id,
            card=Card(blocks=part),
            cohort=cohort,
            key=f"{standing.RECORD}:{work.new_id()}",
            purpose="answer",
            concerns=tuple(concerns),
        )
        for cohort, found in by_cohort.items()
        for part in found
    ]
