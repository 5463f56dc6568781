"""A cohort has ended: its members hear where its handbook is, and until when."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.handbook.reading import handbook
from bot.protocol.events import Noted
from bot.rules import planning
from bot.store import cohorts
from bot.text import dates

story = Story("handbook.at_end")


@story.note("cohort-ended")
def tell(event: Noted, work: Work) -> Effects:
    """Whoever agreed and moderates nothing, if anything is kept. It falls away when there is no
    place for it before the words are deleted."""
    cohort = work.cohort
    if cohort is None or cohort.ends is None:
        return []
    book = handbook(work)
    if not (book.chapters or book.resources):
        return []
    forget = planning.forget_on(cohort.ends, cohort.settings)
    card = work.card(
        "handbook-at-end",
        work.runs("handbook-button", "handbook"),
        cohort=cohort.name,
        day=dates.day(forget),
    )
    agreed = cohorts.consents(work.db, cohort.id, "agreement")
    return [
        work.tell(
            part.person,
            card,
            key=f"handbook-end:{cohort.id}:{part.person}",
            purpose="invitation",
            expires=planning.end_of(forget, cohort.zone),
        )
        for part in cohorts.memberships(work.db, cohort.id)
        if part.person in agreed and part.role != "moderator"
    ]
