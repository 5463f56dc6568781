"""A reaction marks a message, quietly; taking it away takes the mark away."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.marks import markable
from bot.protocol.events import Reacted
from bot.rules import marks as rules
from bot.store import discussions, marks
from bot.store.records import Mark

story = Story("marks.reacting")


@story.on(Reacted)
def reacted(event: Reacted, work: Work) -> Effects:
    """Nothing is said to it: a reaction is no question."""
    if work.cohort is None or work.who is None:
        return []
    kept = discussions.message_at(work.db, event.ref)
    if kept is None or kept.cohort != work.cohort.id:
        return []
    if not event.added:
        # Whatever it means by now, and also of somebody who has withdrawn, or of whose author has,
        # and when the cohort has ended: it is theirs to take away.
        mine = marks.of_message(work.db, kept.id, work.who.id)
        marks.take_away(work.db, [each for each in mine if each.reaction == event.emoji])
        return []
    kind = rules.meaning(work.cohort.settings, event.emoji)
    if kind is None or not markable.is_under_way(work):
        return []
    if not (work.agreed and markable.belongs(work) and markable.can_be_marked(work, kept)):
        return []
    marks.add(
        work.db,
        Mark(
            id=work.new_id(),
            cohort=kept.cohort,
            message=kept.id,
            person=work.who.id,
            kind=kind,
            reaction=event.emoji,
            why="",
            at=work.now,
        ),
    )
    return []
