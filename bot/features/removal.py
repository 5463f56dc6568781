"""The app was removed from a workspace, and perhaps comes back.

Its cohorts rest: nothing can be said there. What members wrote is kept for as many days as after a
cohort's end, in case the removal was a mistake, and then deleted with their names, and with that of
the workspace.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Effect, Note
from bot.protocol.events import CameDue, Installed, Uninstalled
from bot.rules import planning
from bot.store import agenda, cohorts, ending, workspaces
from bot.store.erasing import left

story = Story("removal")


@story.on(Uninstalled)
def let_rest(event: Uninstalled, work: Work) -> Iterator[Effect]:
    """Cohorts that have no other workspace will be forgotten; those that run rest until then."""
    # The cohorts first: whoever changes one of them may be about to change what waits there.
    theirs = workspaces.cohorts_in(work.db, event.platform, event.workspace)
    workspaces.removed(work.db, event.platform, event.workspace, work.new_id(), work.now)
    for cohort in theirs:
        if not workspaces.is_left(work.db, cohort.id):
            continue
        forget = work.now + timedelta(days=planning.keep_days(cohort.settings))
        agenda.plan(work.db, "removal", cohort.id, forget, None)
        if cohort.state == "running":
            cohorts.change(work.db, cohort.id, state="held", held_at=work.now)
            work.cohort = cohort
            work.refreshed()
            yield Note(topic="cohort-held")
    left.forget_names(work.db)


@story.on(Installed)
def come_back(event: Installed, work: Work) -> Iterator[Effect]:
    """The moderators hear that they can go on."""
    was_away = workspaces.installed(
        work.db, event.platform, event.workspace, event.name, work.new_id(), work.now
    )
    if not was_away:
        return
    for cohort in workspaces.cohorts_in(work.db, event.platform, event.workspace):
        agenda.cancel(work.db, "removal", cohort.id)
        if cohort.state == "held":
            work.cohort = cohort
            work.refreshed()
            resume = work.runs("resume-button", "resume", style="primary")
            card = work.card("removal-back", resume, cohort=cohort.name)
            yield from work.tell_moderators(card, purpose="answer")


@story.due("removal")
def forget(event: CameDue, work: Work) -> Effects:
    """It did not come back."""
    cohort = work.cohort = ending.locked(work.db, event.subject)
    if cohort is None or not workspaces.is_left(work.db, cohort.id):
        return []
    cohorts.change(work.db, cohort.id, state="ended")
    ending.forget_words(work.db, cohort.id, work.now)
    ending.forget_people(work.db, cohort.id)
    left.forget_names(work.db)
    work.scrub = True
    return []
