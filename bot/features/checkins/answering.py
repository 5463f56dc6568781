"""Answering in a form: early, late, and again; keeping it to oneself after all; skipping."""

from collections.abc import Sequence
from datetime import timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import reading, sheets, showing, stepping
from bot.protocol.cards import Form
from bot.protocol.effects import Ask, Correct, Effect, Swap, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.protocol.text import Blocks
from bot.rules.filled import Filled
from bot.store import checkin_answers, checkin_rounds
from bot.store.checkin_rounds import Round, Sheet
from bot.text import dates
from bot.text.checkin import Question

story = Story("checkins.answering")

CONFIDENTIAL = ("unnamed", "self")
"""What is promised to be read by nobody, or without a name, is never parked or logged either."""


@story.button("checkin.answer")
def open_form(event: Pressed, work: Work) -> Effects:
    """[Answer], [Change my answers]; one question alone where ``q`` says which."""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=sheets.agree_first(work))]
    its, of = found
    places = _places(of, event.args.get("q"))
    if not places:
        return [Whisper(card=work.card("stale-button"))]
    return [Ask(form=_form(work, its, of, places))]


@story.form("checkin.answer")
def keep(event: Submitted, work: Work) -> Effects:
    """Keep what was answered, in place of what was answered before."""
    found = sheets.mine(work, event.args)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=sheets.agree_first(work))]
    its, of = found
    filled, questions = Filled(event.values), sheets.asked(of).questions
    places = _places(of, event.args.get("q"))
    said = {place: _read(filled, place, questions[place]) for place in places}
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
        return [*gone, *effects, Whisper(card=card)]
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
    if not private and sheets.over(of):
        # The button is from before the close.
        return [Swap(card=sheets.thanks(work, its, of))]
    if not checkin_answers.keep_private(work.db, of, its.person, work.marks, private=private):
        return [Whisper(card=work.card("stale-button"))]
    return [sheets.changed(its, of), Swap(card=sheets.thanks(work, its, of))]


def _places(of: Round, only: str | None) -> list[int]:
    """The places of the questions that are meant: all, or one; none for one that is not there."""
    everything = range(len(of.checkin["questions"]))
    return [place for place in everything if only is None or str(place) == only]


def _form(work: Work, its: Sheet, of: Round, places: Sequence[int]) -> Form:
    assert work.cohort is not None
    checkin = sheets.asked(of)
    mine = checkin_answers.mine(work.db, of, its.person, work.marks)
    hint = work.word("checkin-wording") if of.readers == "unnamed" else ""
    args = {"checkin": its.id, "cohort": work.cohort.id}
    if len(places) < len(checkin.questions):
        args["q"] = str(places[0])
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


def _read(filled: Filled, place: int, question: Question) -> tuple[object, str] | None:
    """Value and words of one question; None for nothing, which is a problem unless it may stay
    open."""
    name = showing.field_name(place)
    if question.kind == "text":
        text = filled.words(name, showing.LONGEST, required=not question.optional, lines=True)
        return (None, text) if text else None
    chosen = [each for each in filled.several(name) if each]
    if not chosen:
        if not question.optional:
            filled.wrong(name, "wrong-choice")
        return None
    try:
        return showing.value(question, chosen), ""
    except ValueError:
        filled.wrong(name, "wrong-choice")
        return None
