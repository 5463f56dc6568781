"""The database was put back from a backup: which prompts went out since then is not known."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Note
from bot.protocol.events import Noted
from bot.store import agenda

story = Story("restored")


@story.note("restored")
def ask_about_prompts(event: Noted, work: Work) -> Effects:
    """Nothing that came due meanwhile is posted unasked: the moderators look into the room."""
    if work.cohort is None:
        return []
    missed = [
        each
        for each in agenda.of_cohort(work.db, work.cohort.id)
        if each.kind == "step" and each.at <= work.now
    ]
    return [
        Note(topic="step-missed", args={"step": each.subject, "why": "restored"}) for each in missed
    ]
