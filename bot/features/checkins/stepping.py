"""A check-in question by question: the card of one, and what comes after it."""

from dataclasses import replace

from bot.engine.work import Work
from bot.features.checkins import reading, sheets, showing
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect
from bot.protocol.text import Bullets, Fine, Paragraph, Plain, Strong
from bot.store import checkin_answers, checkin_rounds
from bot.store.checkin_rounds import Round, Sheet

IN_A_FORM = ("text", "choices")
"""Kinds of questions that no single press answers."""


def first(work: Work, its: Sheet, of: Round) -> int | None:
    """The place of the first question that is not answered yet; None if all are."""
    return _after(work, its, of, -1)


def onward(work: Work, its: Sheet, of: Round) -> tuple[list[Effect], Card]:
    """The open question was answered, or left: what follows, and the card of the next one or,
    after the last, the thanks."""
    assert its.at_question is not None
    place = _after(work, its, of, its.at_question)
    said = bool(checkin_answers.mine(work.db, of, its.person, work.marks))
    effects = sheets.answered(work, its, of) if said else []
    if place is not None:
        checkin_rounds.open_question(work.db, its, place)
        return effects, card(work, its, of, place)
    checkin_rounds.change_sheet(work.db, its.id, at_question=None)
    if not said:
        answer = work.button("checkin-answer-button", "checkin.answer", checkin=its.id)
        return effects, work.card("checkin-empty", answer, title=of.title)
    return effects, sheets.thanks(work, its, of)


def card(work: Work, its: Sheet, of: Round, place: int) -> Card:
    """One question. Above it stands who can read the answer."""
    checkin = sheets.asked(of)
    question = checkin.questions[place]
    head = work.say("checkin-step", title=of.title, place=place + 1, number=len(checkin.questions))
    reads = reading.of_round(work, of, its.person)
    ask = Paragraph(nodes=(Strong(text=question.ask),))
    listed = ()
    if question.kind == "choice":
        # A button has less room than a choice.
        items = tuple((Plain(text=each),) for each in question.options)
        listed = (Bullets(items=items),) if any(len(e) > showing.LABEL for e in
                                                question.options) else ()  # fmt: skip
    words: tuple[Fine | Paragraph, ...] = ()
    if question.kind == "text":
        how = "checkin-step-words" if of.state == "open" else "checkin-step-form"
        words = (*work.say(how),)  # pyright: ignore
        if of.readers == "unnamed":
            words = (Fine(nodes=(Plain(text=work.word("checkin-wording")),)), *words)
    help_there = showing.care(work) if checkin.care else ()
    return Card(
        blocks=(*head, reads, *help_there, ask, *listed, *words),
        buttons=_buttons(work, its, of, place),
    )


def _buttons(work: Work, its: Sheet, of: Round, place: int) -> tuple[Button, ...]:
    question = sheets.asked(of).questions[place]
    q = str(place)
    found: list[Button] = []
    if question.kind in IN_A_FORM:
        label = "checkin-write-button" if question.kind == "text" else "checkin-choose-button"
        found.append(work.button(label, "checkin.answer", checkin=its.id, q=q))
    else:
        for each in showing.options(work, question):
            button = work.button(
                "checkin-choose-button", "checkin.step", v=each.value, checkin=its.id, q=q
            )
            found.append(replace(button, label=_short(each.label)))
    if question.optional:
        found.append(work.button("checkin-pass-button", "checkin.pass", checkin=its.id, q=q))
    return (*found, work.button("checkin-stop-button", "checkin.stop-here", checkin=its.id, q=q))


def _short(label: str) -> str:
    return label if len(label) <= showing.LABEL else label[: showing.LABEL - 1].rstrip() + "…"


def _after(work: Work, its: Sheet, of: Round, place: int) -> int | None:
    done = checkin_answers.mine(work.db, of, its.person, work.marks)
    questions = of.checkin["questions"]
    later = range(place + 1, len(questions))
    return next((each for each in later if questions[each]["name"] not in done), None)
