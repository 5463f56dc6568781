"""A round closes: at the end of its last day, earlier by a moderator, or with its cohort."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import sheets
from bot.protocol.effects import Effect, Note, Swap, Whisper
from bot.protocol.events import CameDue, Noted, Pressed
from bot.store import agenda, checkin_rounds
from bot.store.checkin_rounds import Round
from bot.store.records import Person

story = Story("checkins.closing")


@story.due("checkin-close")
def close_in_time(event: CameDue, work: Work) -> Effects:
    """Its last day is over."""
    of = checkin_rounds.get(work.db, event.subject)
    return _close(work, of) if of is not None else []


@story.button("checkin.close", who="moderator")
def close_early(event: Pressed, work: Work) -> Effects:
    """[Close now]: who was not asked yet is not asked any more; answers can still come, late."""
    of = checkin_rounds.get(work.db, event.args.get("round", ""))
    if of is None or work.cohort is None or of.cohort != work.cohort.id or of.state != "open":
        return [Whisper(card=work.card("stale-button"))]
    return [*_close(work, of, by=work.who), Swap(card=work.card("checkin-closed", title=of.title))]


@story.note("cohort-ended")
def end(event: Noted, work: Work) -> Effects:
    """Nobody is asked anything any more; what was answered so far is shown to those who may."""
    assert work.cohort is not None
    effects: list[Effect] = []
    for plan in checkin_rounds.plans(work.db, work.cohort.id):
        checkin_rounds.stop_plan(work.db, plan.id)
        agenda.cancel(work.db, "checkin-round", plan.id)
    for of in checkin_rounds.rounds(work.db, work.cohort.id, "open"):
        effects += _close(work, of)
    return effects


def _close(work: Work, of: Round, by: Person | None = None) -> list[Effect]:
    if not checkin_rounds.close(work.db, of.id, work.now):
        return []
    agenda.cancel(work.db, "checkin-close", of.id)
    for its in checkin_rounds.sheets(work.db, of.id):
        agenda.cancel(work.db, "checkin-ask", its.id)
        sheets.quieten(work, its, settled=False)
    args = {"round": of.id} if by is None else {"round": of.id, "by": by.id}
    return [Note(topic="checkin-closed", args=args)]
