"""A member offers to host a coming week; a moderator takes the offer or not."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Edit, Swap, Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.store import discussions, people, programme
from bot.store.records import Asked, Step
from bot.text import dates

story = Story("hosting")

MOST = 20


@story.command("host")
def choose(event: Commanded, work: Work, text: str) -> Effects:
    """Choose a coming week that nobody hosts."""
    assert work.cohort is not None
    free = _free(work)[:MOST]
    if not free:
        return [Whisper(card=work.card("host-no-week"))]
    options = tuple(Option(value=each.id, label=_label(work, each)) for each in free)
    field = Field(
        name="week",
        label=work.word("host-week"),
        kind="choice",
        options=options,
        value=free[0].id,
        required=True,
    )
    form = Form(
        action="host.offer",
        title=work.word("host-title"),
        fields=(field,),
        submit=work.word("host-submit"),
        intro=work.say("host-intro", names=work.names(work.moderators())),
        args={"cohort": work.cohort.id},
    )
    return [Ask(form=form)]


@story.form("host.offer")
def offer(event: Submitted, work: Work) -> Effects:
    """Bring the offer to the moderators."""
    step = next((each for each in _free(work) if each.id == event.values.get("week")), None)
    if step is None or work.who is None:
        return [Whisper(card=work.card("host-taken"))]
    mine = (each for each in discussions.asked_for(work.db, step=step.id)
            if each.person == work.who.id and each.by == work.who.id)  # fmt: skip
    if any(each.answer == "open" for each in mine):
        return [Whisper(card=work.card("host-offered", names=work.names(work.moderators())))]
    new = Asked(
        id=work.new_id(),
        cohort=step.cohort,
        step=step.id,
        discussion=None,
        person=work.who.id,
        by=work.who.id,
        kind="host",
        answer="open",
        at=work.now,
    )
    discussions.ask(work.db, new)
    card = work.card(
        "host-offer",
        work.button("host-take-button", "host.take", style="primary", asked=new.id),
        work.button("host-leave-button", "host.leave", asked=new.id),
        name=work.who.name,
        week=_label(work, step),
    )
    return [
        *work.tell_moderators(card, key=f"host:{new.id}", concerns=(work.who.id,)),
        Whisper(card=work.card("host-offered", names=work.names(work.moderators()))),
    ]


@story.button("host.take", who="moderator")
def take(event: Pressed, work: Work) -> Effects:
    """The offer is welcome: the prompt will say who hosts."""
    asked, step = _offered(event, work)
    if asked is None or step is None or step.host is not None:
        return [Whisper(card=work.card("stale-button"))]
    discussions.answer(work.db, asked.id, "yes")
    programme.change(work.db, step.id, host=asked.person)
    return _decided(work, asked, step, "taken")


@story.button("host.leave", who="moderator")
def leave(event: Pressed, work: Work) -> Effects:
    """[Not this time]"""
    asked, step = _offered(event, work)
    if asked is None or step is None:
        return [Whisper(card=work.card("stale-button"))]
    discussions.answer(work.db, asked.id, "no")
    return _decided(work, asked, step, "left")


def _free(work: Work) -> list[Step]:
    assert work.cohort is not None
    return [each for each in programme.planned(work.db, work.cohort.id) if each.host is None]


def _offered(event: Pressed, work: Work) -> tuple[Asked | None, Step | None]:
    asked = discussions.asked_by_id(work.db, event.args.get("asked", ""))
    if asked is None or work.cohort is None or asked.cohort != work.cohort.id:
        return None, None
    step = programme.get(work.db, asked.step or "")
    waits = step is not None and step.state == "planned" and asked.answer == "open"
    return (asked, step) if waits else (None, None)


def _decided(work: Work, asked: Asked, step: Step, how: str) -> Effects:
    assert work.who is not None
    member = people.get(work.db, asked.person)
    week = _label(work, step)
    name = member.name if member is not None else ""
    card: Card = work.card(f"host-{how}-by", by=work.who.name, name=name, week=week)
    others = [each for each in work.moderators() if each.id != work.who.id]
    told = work.card(f"host-{how}-note", by=work.who.name, week=week)
    return [
        Swap(card=card),
        *(Edit(card=card, posting=f"host:{asked.id}:{each.id}") for each in others),
        work.tell(asked.person, told, key=f"host-{how}:{asked.id}", purpose="answer"),
    ]


def _label(work: Work, step: Step) -> str:
    prompt = programme.prompt(work.db, work.library, step.cohort, step.ref)
    title = step.ref if prompt is None else prompt.title
    return f"{dates.short_day(step.day)}: {title}"[:75]
