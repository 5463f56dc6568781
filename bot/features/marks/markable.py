"""Whether a message can be marked by whoever acts. No story lives here."""

from bot.engine.work import Work
from bot.store import cohorts
from bot.store.records import Message

UNDER_WAY = ("running", "held")


def belongs(work: Work) -> bool:
    """Whether whoever acts belongs to the cohort."""
    return work.part is not None and work.part.state in cohorts.BELONGING


def can_be_marked(work: Work, kept: Message | None) -> bool:
    """Whether a message is one of this cohort that all can read, and whose author agrees."""
    if kept is None or work.cohort is None or kept.cohort != work.cohort.id or kept.held:
        return False
    return cohorts.agreed(work.db, kept.cohort, kept.person)


def is_under_way(work: Work) -> bool:
    """Whether there are summaries to come, for which something could be marked."""
    return work.cohort is not None and work.cohort.state in UNDER_WAY
