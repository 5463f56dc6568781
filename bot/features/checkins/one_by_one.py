"""Answering question by question: a press where one is enough, words or a form where not."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import sheets, showing, stepping
from bot.features.own_choice import agree_first
from bot.protocol.effects import Swap, Whisper
from bot.protocol.events import Pressed
from bot.store import checkin_answers, checkin_rounds
from bot.store.checkin_rounds import Round, Sheet

story = Story("checkins.one_by_one")


@story.button("checkin.one")
def begin(event: Pressed, work: Work) -> Effects:
    """[One at a time]: the first question that is not answered yet, or the one that is named."""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    its, of = found
    names = [each.name for each in sheets.asked(of).questions]
    named = event.args.get("question")
    place = names.index(named) if named in names else stepping.first(work, its, of)
    if place is None:
        return [Swap(card=sheets.thanks(work, its, of))]
    checkin_rounds.open_question(work.db, its, place)
    return [Swap(card=stepping.card(work, its, of, place))]


@story.button("checkin.step", sealed=True)
def choose(event: Pressed, work: Work) -> Effects:
    """A choice, a step of a scale, yes or no."""
    found = _at(event, work)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    its, of, place = found
    question = sheets.asked(of).questions[place]
    if question.kind in stepping.IN_A_FORM:
        return [Whisper(card=work.card("stale-button"))]
    try:
        value = showing.value(question, [event.args.get("v", "")])
    except ValueError:
        return [Whisper(card=work.card("stale-button"))]
    gone = sheets.put(work, its, of, place, value, "")
    effects, card = stepping.onward(work, its, of)
    others = sheets.elsewhere(work, its, of, event.ref) if its.state != "answered" else []
    return [*gone, *effects, *others, Swap(card=card)]


@story.button("checkin.pass")
def pass_over(event: Pressed, work: Work) -> Effects:
    """[Leave this one]: a question that may stay open stays so."""
    found = _at(event, work)
    if found is None or not sheets.asked(found[1]).questions[found[2]].optional:
        return [Whisper(card=work.card("stale-button"))]
    its, of, _ = found
    effects, card = stepping.onward(work, its, of)
    return [*effects, Swap(card=card)]


@story.button("checkin.stop-here")
def stop_here(event: Pressed, work: Work) -> Effects:
    """[Stop here]: what was answered counts, the rest can follow."""
    found = _at(event, work)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    its, of, _ = found
    checkin_rounds.change_sheet(work.db, its.id, at_question=None)
    on = work.button("checkin-go-on-button", "checkin.one", checkin=its.id)
    if checkin_answers.mine(work.db, of, its.person, work.marks):
        return [Swap(card=sheets.thanks(work, its, of, on))]
    return [Swap(card=work.card("checkin-empty", on, title=of.title))]


def _at(event: Pressed, work: Work) -> tuple[Sheet, Round, int] | None:
    """The sheet, and the place of the question that is open on it and that the button is about."""
    found = sheets.mine(work, event.args)
    if found is None:
        return None
    its, of = found
    if its.at_question is None or event.args.get("q") != str(its.at_question):
        return None
    if its.at_question >= len(of.checkin["questions"]):
        return None
    return its, of, its.at_question
