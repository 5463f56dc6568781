"""Cards of notes follow what stands: words that leave, summaries that come, moderators who go."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.notes import cards
from bot.protocol.effects import Effect
from bot.protocol.events import Noted
from bot.store import discussions, notes

story = Story("notes.following")


@story.note("words-changed")
def follow(event: Noted, work: Work) -> Effects:
    """Words on which a name or a number rests are not what they were."""
    discussion = discussions.get(work.db, event.args["discussion"])
    # Whoever takes back what they said in many discussions has taken all of it back by now.
    if discussion is None or not work.first(f"notes:{discussion.cohort}"):
        return []
    return _renewed(work, discussion.cohort)


@story.note("summary-approved")
def follow_summary(event: Noted, work: Work) -> Effects:
    """There is a summary more, or one in place of another."""
    return _renewed(work, event.args["cohort"])


@story.note("commitment-changed")
def follow_trying(event: Noted, work: Work) -> Effects:
    """How many tried something may be another number."""
    return _renewed(work, event.args["cohort"])


@story.note("reader-changed")
def withdraw(event: Noted, work: Work) -> Effects:
    """Somebody may moderate no more: then notes are none of theirs, and no card names them among
    its readers."""
    return _renewed(work, event.args["cohort"], of=event.args["person"])


@story.note("erased")
def follow_erasing(event: Noted, work: Work) -> Effects:
    """Somebody is gone, and so is what they wrote in notes."""
    # Erasing has put other cards in place of those that named them.
    return _renewed(work, event.args["cohort"], anyway=True)


def _renewed(
    work: Work, cohort_id: str, *, anyway: bool = False, of: str | None = None
) -> list[Effect]:
    """Let cards show what notes say now; of one person's readings only if ``of`` is told."""
    found = notes.of_cohort(work.db, cohort_id)
    if of is not None:
        found = [each for each in found if cards.shown_to(work, each, of)]
    if not found:
        return []
    effects: list[Effect] = []
    with work.about(cohort_id) as cohort:
        if cohort is not None:
            for each in found:
                effects += cards.renewed(work, each, anyway=anyway or of is not None)
    return effects
