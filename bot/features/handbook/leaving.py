"""What stands in the handbook no more leaves no trace in what is kept besides: in which chapter it
stood, and who found it useful.

No story lives here, only what the stories of the handbook share.
"""

from bot.engine.work import Work
from bot.features.handbook.reading import Gathered
from bot.rules.chapters import thinned
from bot.store import handbook as stored


def forget_gone(work: Work, its: Gathered) -> None:
    """Forget what is kept of insights and links that are not in the handbook of ``work.cohort``."""
    assert work.cohort is not None
    cohort, standing = work.cohort.id, its.book.ids()
    gone = stored.useful_items(work.db, cohort) - standing
    if gone:
        stored.unsay(work.db, cohort, gone)
    before = stored.chapters(work.db, cohort)
    left = thinned(before, standing)
    if left != before:
        stored.keep_chapters(work.db, cohort, left)
