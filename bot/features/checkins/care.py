"""Asking a moderator to get in touch. Who asks is told, and nothing else: no reason, no answer.

Nobody watches what is answered, so this is said each time, with where help is."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import reading, showing
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.protocol.text import Blocks
from bot.rules.checkins import SUPPORT
from bot.rules.filled import Filled
from bot.store.records import Person

story = Story("checkins.care")

IMPORTANCE = 7


@story.command("contact me")
def offer(event: Commanded, work: Work, rest: str) -> Effects:
    """Whom to ask, as buttons."""
    assert work.who is not None
    there = showing.contacts(work, work.who.id)
    if not there:
        return [Whisper(card=Card(blocks=(*work.say("checkin-contact-nobody"), *_help(work))))]
    return [Whisper(card=Card(blocks=(*work.say("checkin-contact-whom"), *_help(work)),
                              buttons=there))]  # fmt: skip


@story.button("checkin.contact", sealed=True)
def contact(event: Pressed, work: Work) -> Effects:
    """[Ask Ana Ruiz to contact me]"""
    return _ask(work, event.args.get("who", "")) or [Whisper(card=work.card("stale-button"))]


@story.button("checkin.contact-choose")
def choose(event: Pressed, work: Work) -> Effects:
    """[Ask someone to contact me], where the moderators are many."""
    assert work.who is not None and work.cohort is not None
    there = reading.moderators_for(work, work.who.id)
    if not there:
        return [Whisper(card=work.card("stale-button"))]
    field = Field(
        name="who",
        label=work.word("checkin-contact-who"),
        kind="choice",
        options=tuple(Option(value=each.id, label=each.name[:75]) for each in there),
        required=True,
    )
    form = Form(
        action="checkin.contact",
        title=work.word("checkin-contact-title"),
        submit=work.word("checkin-contact-submit"),
        intro=(*work.say("checkin-contact-whom"), *_help(work)),
        fields=(field,),
        args={"cohort": work.cohort.id},
        sealed=True,
    )
    return [Ask(form=form)]


@story.form("checkin.contact")
def chosen(event: Submitted, work: Work) -> Effects:
    """The form's moderator."""
    filled = Filled(event.values)
    done = _ask(work, filled.text("who"))
    if done:
        return done
    return [Correct(errors={"who": work.word("wrong-choice")})]


def _ask(work: Work, moderator: str) -> list[Effect]:
    """Tell that moderator; nothing for someone who is none, or is the line manager."""
    if work.who is None or work.cohort is None:
        return []
    who: Person = work.who
    there = {each.id: each for each in reading.moderators_for(work, who.id)}
    if moderator not in there:
        return []
    told = work.card("checkin-contact-asked", name=who.name, cohort=work.cohort.name)
    # Pressed twice on one day, it is said once.
    key = f"contact:{who.id}:{moderator}:{work.today():%m%d}"
    said = work.say("checkin-contact-done", name=there[moderator].name)
    return [
        work.tell(moderator, told, key=key, importance=IMPORTANCE, concerns=(who.id,)),
        Whisper(card=Card(blocks=(*said, *_help(work)))),
    ]


def _help(work: Work) -> Blocks:
    assert work.cohort is not None
    if not work.cohort.settings.get(SUPPORT):
        return work.say("checkin-nobody-watches")
    return showing.care(work)
