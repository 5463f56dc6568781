"""Which cohort is meant by somebody who turns to the bot about what is theirs.

Whoever left, or whose cohort has ended, has the same right to that as everyone else. No story lives
here.
"""

from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.store import kept

NAME = 30  # letters of a cohort's name on a button
MOST = 24  # cohorts to choose from


def missing(work: Work, text: str) -> Card | None:
    """What to say where there is nothing to show: nothing is kept, or the cohort is not clear."""
    if work.part is not None:
        return None
    theirs = kept.cohorts(work.db, work.who.id) if work.who is not None else []
    if work.cohort is not None or not theirs:
        return work.card("data-none")
    if len(theirs) == 1:
        work.cohort = theirs[0]
        work.refreshed()
        return None
    buttons = tuple(
        Button(label=each.name[:NAME], action="command", args={"text": text, "cohort": each.id})
        for each in theirs[:MOST]
    )
    if text == "erase me":
        everywhere = Button(
            label=work.word("erase-all-button"),
            action="command",
            args={"text": "erase everything"},
        )
        buttons = (*buttons, everywhere)
    return work.card("which-cohort", *buttons)
