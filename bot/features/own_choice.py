"""What whoever acts chooses of their own words: whether they are kept, how they are quoted, whether
a language model reads them.

No story lives here.
"""

from bot.engine.work import Work
from bot.store import cohorts


def choose(work: Work, kind: str, value: str) -> None:
    """Write it down, with the agreement that holds as they choose."""
    assert work.cohort is not None and work.who is not None
    agreement = work.library.agreement()
    cohorts.consent_to(
        work.db,
        id=work.new_id(),
        cohort_id=work.cohort.id,
        person_id=work.who.id,
        kind=kind,
        value=value,
        version=agreement.version if agreement is not None else "",
        now=work.now,
    )
