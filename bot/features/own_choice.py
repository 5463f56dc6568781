"""What whoever acts chooses of their own words: whether they are kept, how they are quoted, whether
a language model reads them; and what is said to whoever has to agree first.

No story lives here.
"""

from bot.engine.work import Work
from bot.protocol.cards import Button, Card
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


def agrees(work: Work) -> Button:
    """[Agree]"""
    return work.runs("agree-first-button", "agree", style="primary")


def agree_first(work: Work) -> Card:
    """What is said to whoever has not agreed, or has withdrawn."""
    return work.card("agree-first", agrees(work))
