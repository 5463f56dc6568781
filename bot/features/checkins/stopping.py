"""Saying no: to one check-in, or to all of them, and yes again. One press or one command each."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import sheets
from bot.features.own_choice import agree_first
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Swap, Whisper
from bot.protocol.events import Commanded, Noted, Pressed
from bot.store import checkin_rounds, cohorts, manners

story = Story("checkins.stopping")


@story.button("checkin.not-this")
def not_this(event: Pressed, work: Work) -> Effects:
    """[Don't ask me this again]"""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    its, of = found
    name = of.checkin["name"]
    others: list[Effect] = []
    for each, its_round in checkin_rounds.of_person(work.db, its.cohort, its.person):
        # The button may stand below an earlier round.
        if each.state == "asked" and its_round.checkin["name"] == name:
            checkin_rounds.change_sheet(work.db, each.id, state="skipped", at_question=None)
            sheets.quieten(work, each, settled=True)
            others += sheets.elsewhere(work, each, its_round, event.ref)
        elif each.at_question is not None and its_round.checkin["name"] == name:
            checkin_rounds.change_sheet(work.db, each.id, at_question=None)
            kept = sheets.thanks(work, each, its_round)
            others += sheets.put_aside(work, each, its_round, kept, event.ref)
    checkin_rounds.refuse(work.db, its.cohort, its.person, name)
    return [
        *others,
        Swap(
            card=work.card(
                "checkin-not-again",
                work.button("checkin-again-button", "checkin.again", checkin=its.id),
                work.runs("checkin-none-button", "no check-ins"),
                title=of.title,
            )
        ),
    ]


@story.button("checkin.again")
def this_again(event: Pressed, work: Work) -> Effects:
    """[Ask me again]"""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    its, of = found
    checkin_rounds.welcome_again(work.db, its.cohort, its.person, of.checkin["name"])
    answer = work.button("checkin-after-all-button", "checkin.answer", checkin=its.id)
    return [Swap(card=work.card("checkin-asked-again", answer, title=of.title))]


@story.command("no check-ins", also=("no checkins", "check-ins off", "checkins off"))
def none_at_all(event: Commanded, work: Work, rest: str) -> Effects:
    """No check-in is sent any more, nor a reminder of one."""
    assert work.cohort is not None and work.who is not None
    manners.change(work.db, work.cohort.id, work.who.id, checkins="none")
    renewed: list[Effect] = []
    for its, of in checkin_rounds.of_person(work.db, work.cohort.id, work.who.id):
        if of.state != "open":
            continue
        sheets.quieten(work, its, settled=True)
        if its.state == "asked":
            checkin_rounds.change_sheet(work.db, its.id, state="skipped", at_question=None)
            renewed += sheets.stopped(work, its, of)
        elif its.at_question is not None:
            checkin_rounds.change_sheet(work.db, its.id, at_question=None)
            renewed += sheets.put_aside(work, its, of, sheets.thanks(work, its, of))
    back = work.runs("checkin-all-button", "check-ins on")
    return [*renewed, Whisper(card=work.card("checkin-none", back, cohort=work.cohort.name))]


@story.note("checkin-answered")
def withdrawn(event: Noted, work: Work) -> Effects:
    """Whoever takes back their agreement is asked nothing that still waits for its moment."""
    assert work.cohort is not None
    its = checkin_rounds.sheet_of(work.db, event.args["round"], event.args["person"])
    if its is not None and not cohorts.agreed(work.db, work.cohort.id, its.person):
        sheets.quieten(work, its, settled=True)
    return []


@story.command("check-ins on", also=("checkins on",))
def all_again(event: Commanded, work: Work, rest: str) -> Effects:
    """Check-ins are sent again, from the next round on; those that were refused one by one, too."""
    assert work.cohort is not None and work.who is not None
    manners.change(work.db, work.cohort.id, work.who.id, checkins="all")
    checkin_rounds.welcome_again(work.db, work.cohort.id, work.who.id, None)
    return [Whisper(card=_on(work))]


def _on(work: Work) -> Card:
    assert work.cohort is not None
    if not work.agreed:
        return agree_first(work)
    off = work.runs("checkin-none-button", "no check-ins")
    return work.card("checkin-all", off, cohort=work.cohort.name)
