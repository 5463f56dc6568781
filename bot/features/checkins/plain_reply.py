"""Words in the private chat, while a question is open there, are its answer."""

from collections.abc import Sequence

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import sheets, showing, stepping
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Swap, Whisper
from bot.protocol.events import Noted, Pressed
from bot.store import checkin_answers, checkin_rounds, cohorts
from bot.store.checkin_answers import Awaited
from bot.store.checkin_rounds import Round, Sheet

story = Story("checkins.plain_reply")


@story.note("question-answered")
def take(event: Noted, work: Work) -> Effects:
    """Keep the words, and say to whom they go. Of a cohort's questions they answer the one that was
    asked last; where several cohorts ask, nothing is kept before it is clear which is meant."""
    if work.who is None:
        return []
    theirs = checkin_answers.awaited(work.db, work.who.id, work.marks)
    if len(theirs) > 1:
        return [_said(work, _which(work, theirs))]
    if not theirs:
        return []
    [found] = theirs
    its, of, place = found.sheet, found.round, found.place
    work.cohort = cohorts.get(work.db, of.cohort)
    work.refreshed()
    assert work.cohort is not None
    text = event.args["text"].replace("\x00", "").strip()
    if not text or len(text) > showing.LONGEST:
        return [_said(work, work.card("checkin-words-many", most=showing.LONGEST))]
    gone = sheets.put(work, its, of, place, None, text)
    gone += sheets.elsewhere(work, its, of, None)
    if its.at_question is None:
        effects = sheets.answered(work, its, of)
        return [*gone, *effects, _thanked(work, its, _taken(work, its, of, place))]
    effects, card = stepping.onward(work, its, of)
    asks = checkin_rounds.sheet(work.db, its.id)
    if asks is None or asks.at_question is None:
        return [*gone, *effects, _thanked(work, its, card)]
    key = f"{sheets.step_key(its, asks.at_question)}{work.new_id()}"
    return [*gone, *effects, _said(work, card, key=key)]


@story.button("checkin.undo", who="anyone")
def take_back(event: Pressed, work: Work) -> Effects:
    """[Undo]: the words are no answer, and are forgotten."""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    its, of = found
    names = [each["name"] for each in of.checkin["questions"]]
    name = event.args.get("name", "")
    gone = sheets.take_back(work, its, of, name) if name in names else None
    if gone is None:
        return [Whisper(card=work.card("stale-button"))]
    if not checkin_answers.mine(work.db, of, its.person, work.marks):
        checkin_rounds.change_sheet(work.db, its.id, state="asked")
    answer = work.button("checkin-answer-button", "checkin.answer", checkin=its.id)
    undone = Swap(card=work.card("checkin-undone", answer, title=of.title), lasting=True)
    return [*gone, sheets.changed(its, of), undone]


def _which(work: Work, theirs: Sequence[Awaited]) -> Card:
    buttons: list[Button] = []
    for each in theirs[:25]:
        its = cohorts.get(work.db, each.round.cohort)
        assert its is not None
        question = sheets.asked(each.round).questions[each.place].name
        args = {"checkin": each.sheet.id, "cohort": its.id, "question": question}
        buttons.append(Button(label=its.name[:75], action="checkin.one", args=args))
    return work.card("checkin-words-which", *buttons)


def _taken(work: Work, its: Sheet, of: Round, place: int) -> Card:
    assert work.cohort is not None
    question = sheets.asked(of).questions[place]
    undo = work.button("checkin-undo-button", "checkin.undo", checkin=its.id, name=question.name)
    thanks = sheets.thanks(work, its, of, undo)
    taken = work.say("checkin-taken", ask=question.ask, cohort=work.cohort.name)
    return Card(blocks=(*taken, *thanks.blocks), buttons=thanks.buttons)


def _thanked(work: Work, its: Sheet, card: Card) -> Effect:
    # Found again when its author lets others read it, or no longer.
    return _said(work, card, key=f"{sheets.thanks_key(its)}{work.new_id()}")


def _said(work: Work, card: Card, *, key: str = "") -> Effect:
    # Not as a reply: in the private chat those who belong to several cohorts agreed to none in
    # particular, so that a reply which cannot be shown at once would be lost.
    assert work.who is not None
    return work.tell(work.who.id, card, key=key, purpose="answer")
