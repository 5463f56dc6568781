"""A check-in as its moderator would answer it as a member: message and form; nothing is kept."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import planning_form, showing
from bot.protocol.cards import Card, Form
from bot.protocol.effects import Ask, Correct, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules.filled import Filled
from bot.text import dates
from bot.text.checkin import CheckIn

story = Story("checkins.trial")


@story.button("checkin.send-me", who="moderator")
def send_to_oneself(event: Pressed, work: Work) -> Effects:
    """[Send it to me]: the private message, into one's own chat."""
    checkin = _meant(event, work)
    if checkin is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    shown = planning_form.asked_next(work, checkin)
    message = showing.message(work, shown.checkin, shown.reads, shown.closes)
    answer = work.button("checkin-answer-button", "checkin.try", style="primary", name=checkin.name)
    card = Card(blocks=(*work.say("checkin-trial"), *message), buttons=(answer,))
    return [work.tell(work.who.id, card, purpose="answer"), Whisper(card=work.card("preview-sent"))]


@story.button("checkin.try", who="moderator")
def open_form(event: Pressed, work: Work) -> Effects:
    """[Answer], in the trial."""
    checkin = _meant(event, work)
    if checkin is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    shown = planning_form.asked_next(work, checkin)
    hint = work.word("checkin-wording") if checkin.readers == "unnamed" else ""
    questions = enumerate(shown.checkin.questions)
    form = Form(
        action="checkin.try",
        title=work.word("checkin-form-title"),
        submit=work.word("checkin-form-submit"),
        intro=(
            *work.say("checkin-trial"),
            *work.say("checkin-form-head", title=checkin.title),
            shown.reads,
            *(showing.care(work) if checkin.care else ()),
            *work.say("checkin-form-until", day=dates.day(shown.closes)),
        ),
        fields=tuple(showing.field(work, place, each, None, hint) for place, each in questions),
        args={"name": checkin.name, "cohort": work.cohort.id},
        # So that what is typed is neither logged nor kept for a second try.
        sealed=True,
    )
    return [Ask(form=form)]


@story.form("checkin.try", who="moderator")
def forget(event: Submitted, work: Work) -> Effects:
    """What a member is told who left something open; else that nothing was kept."""
    checkin = _meant(event, work)
    if checkin is None:
        return [Whisper(card=work.card("stale-button"))]
    filled = Filled(event.values)
    for place, question in enumerate(checkin.questions):
        showing.read(filled, place, question)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    again = work.runs("checkin-back-to-it-button", f"checkin {checkin.name}")
    return [Whisper(card=work.card("checkin-trial-over", again, title=checkin.title))]


def _meant(event: Pressed | Submitted, work: Work) -> CheckIn | None:
    return work.library.checkins.get(event.args.get("name", ""))
