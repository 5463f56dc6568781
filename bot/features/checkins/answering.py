"""Answering in a form: early, late, and again; keeping it to oneself after all; skipping."""

from collections.abc import Sequence
from datetime import timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import reading, sheets, showing, stepping
from bot.features.own_choice import agree_first
from bot.protocol.cards import Card, Form
from bot.protocol.effects import Ask, Correct, Edit, Effect, Swap, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.protocol.refs import Ref
from bot.protocol.text import Blocks
from bot.rules.filled import Filled
from bot.store import checkin_answers, checkin_rounds
from bot.store.checkin_rounds import Round, Sheet
from bot.text import dates

story = Story("checkins.answering")

CONFIDENTIAL = ("unnamed", "self")
"""What is promised to be read by nobody, or without a name, is never parked or logged either."""
STOOD = "stood"
"""The argument of a form in which the message stands that asks its one question."""


@story.button("checkin.answer")
def open_form(event: Pressed, work: Work) -> Effects:
    """[Answer], [Change my answers]; one question alone where ``q`` says which."""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    its, of = found
    places = _places(of, event.args.get("q"))
    if not places:
        return [Whisper(card=work.card("stale-button"))]
    return [Ask(form=_form(work, its, of, places, _step_at(work, its, event.ref)))]


@story.form("checkin.answer")
def keep(event: Submitted, work: Work) -> Effects:
    """Keep what was answered, in place of what was answered before."""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    its, of = found
    filled, questions = Filled(event.values), sheets.asked(of).questions
    places = _places(of, event.args.get("q"))
    said = {place: showing.read(filled, place, questions[place]) for place in places}
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    gone: list[Effect] = []
    for place, one in said.items():
        if one is not None:
            gone += sheets.put(work, its, of, place, *one)
        else:
            gone += sheets.take_back(work, its, of, questions[place].name) or []
    if its.at_question in places and len(places) < len(questions):
        effects, card = stepping.onward(work, its, of)
        # The next question stands where this one stood, if that is a message of its own.
        stood = event.args.get(STOOD, "")
        if sheets.is_step_of(its, stood):
            there = Edit(posting=stood, card=card, purpose="answer")
            return [*gone, *effects, there]
        return [*gone, *effects, *sheets.elsewhere(work, its, of, None), Whisper(card=card)]
    checkin_rounds.change_sheet(work.db, its.id, at_question=None)
    if not checkin_answers.mine(work.db, of, its.person, work.marks):
        # Everything may stay open, and nothing was said: that is no answer.
        empty = Whisper(card=work.card("checkin-empty", title=of.title))
        return [*gone, sheets.changed(its, of), empty]
    card = sheets.thanks(work, its, of)
    effects = sheets.answered(work, its, of)
    return [*gone, *effects, *sheets.put_aside(work, its, of, card), Whisper(card=card)]


@story.button("checkin.skip")
def skip(event: Pressed, work: Work) -> Effects:
    """[Skip]: no reminder comes. Whoever thinks better of it can answer."""
    found = sheets.mine(work, event.args)
    if found is None or found[0].state != "asked":
        return [Whisper(card=work.card("stale-button"))]
    its, of = found
    checkin_rounds.change_sheet(work.db, its.id, state="skipped", at_question=None)
    sheets.quieten(work, its, settled=True)
    after_all = work.button("checkin-after-all-button", "checkin.answer", checkin=its.id)
    skipped = Swap(card=work.card("checkin-skipped", after_all, title=of.title))
    return [*sheets.elsewhere(work, its, of, event.ref), skipped]


@story.button("checkin.keep", who="anyone")
def keep_to_oneself(event: Pressed, work: Work) -> Effects:
    """[Keep it to myself]: it leaves every view of others at once. Whoever left can do it, too."""
    return _private(event, work, private=True)


@story.button("checkin.share", who="anyone")
def share_again(event: Pressed, work: Work) -> Effects:
    """[Let them read it]: those read it whom the round promised, and nobody else."""
    return _private(event, work, private=False)


def _private(event: Pressed, work: Work, *, private: bool) -> list[Effect]:
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    its, of = found
    if not checkin_answers.mine(work.db, of, its.person, work.marks):
        return [Whisper(card=work.card("stale-button"))]
    # A button from before the close changes nothing any more, nor does a second press.
    over = not private and sheets.over(of)
    fresh = not over and checkin_answers.keep_private(
        work.db, of, its.person, work.marks, private=private
    )
    card = sheets.thanks(work, its, of)
    follows = [sheets.changed(its, of), *_renewed(work, its, of, card, event.ref)] if fresh else []
    # On a member's own page there stands more than this one.
    aside = "page" in event.args
    return [*follows, Whisper(card=card) if aside else Swap(card=card, lasting=True)]


def _renewed(work: Work, its: Sheet, of: Round, card: Card, pressed: Ref | None) -> list[Effect]:
    """No other message of the sheet goes on saying who could read it before."""
    if its.at_question is not None:
        return sheets.thanks_renewed(work, its, card, pressed)
    return sheets.put_aside(work, its, of, card, pressed)


def _step_at(work: Work, its: Sheet, pressed: Ref | None) -> str:
    """The key of the message that asks the open question and whose button was pressed, if any."""
    if its.at_question is None:
        return ""
    keys = (sheets.key(its.id), *sheets.step_keys(work, its))
    return next((each for each in keys if sheets.stands_at(work, each, pressed)), "")


def _places(of: Round, only: str | None) -> list[int]:
    """The places of the questions that are meant: all, or one; none for one that is not there."""
    everything = range(len(of.checkin["questions"]))
    return [place for place in everything if only is None or str(place) == only]


def _form(work: Work, its: Sheet, of: Round, places: Sequence[int], stood: str) -> Form:
    assert work.cohort is not None
    checkin = sheets.asked(of)
    mine = checkin_answers.mine(work.db, of, its.person, work.marks)
    hint = work.word("checkin-wording") if of.readers == "unnamed" else ""
    args = {"checkin": its.id, "cohort": work.cohort.id}
    if len(places) < len(checkin.questions):
        args["q"] = str(places[0])
        if stood:
            args[STOOD] = stood
    return Form(
        action="checkin.answer",
        title=work.word("checkin-form-title"),
        submit=work.word("checkin-form-submit"),
        intro=_intro(work, its, of),
        fields=tuple(
            showing.field(
                work, place, checkin.questions[place], mine.get(checkin.questions[place].name), hint
            )
            for place in places
        ),
        args=args,
        sealed=of.readers in CONFIDENTIAL or checkin.care,
    )


def _intro(work: Work, its: Sheet, of: Round) -> Blocks:
    head = work.say("checkin-form-head", title=of.title)
    reads = reading.of_round(work, of, its.person)
    help_there = showing.care(work) if of.checkin["care"] else ()
    if of.state == "closed":
        key = "checkin-form-late-unnamed" if of.readers == "unnamed" else "checkin-form-late"
        return (*head, reads, *help_there, *work.say(key))
    last = work.local(of.closes_at - timedelta(seconds=1)).date()
    return (*head, reads, *help_there, *work.say("checkin-form-until", day=dates.day(last)))
