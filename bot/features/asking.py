"""Days before a prompt, the moderators may have one or two people asked to start it, or to
host its week. Those are asked privately, in the moderator's name."""

from datetime import datetime

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import arriving
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Edit, Effect, Swap, Whisper
from bot.protocol.events import Noted, Pressed, Submitted
from bot.protocol.text import Plain, Quote
from bot.rules.cadence import instant, read_time
from bot.rules.filled import Filled
from bot.store import cohorts, discussions, people, postings, programme
from bot.store.records import Asked, Person, Step
from bot.text import dates

story = Story("asking")

MOST = 2
LINE = 500  # letters of the moderator's own line
KINDS = ("start", "host")


@story.note("step-asked")
def offer(event: Noted, work: Work) -> Effects:
    """Offer the moderators to ask somebody."""
    step = programme.get(work.db, event.args["step"])
    if step is None or work.cohort is None or step.state != "planned":
        return ()
    return work.tell_moderators(_offer(work, step), key=_key(step), expires=_at(work, step))


@story.note("prompt-due")
def show_that_it_is_out(event: Noted, work: Work) -> Effects:
    """There is nobody left to ask who starts it."""
    step = programme.get(work.db, event.args.get("step", ""))
    return () if step is None else _renewed(work, step, work.card("ask-out", **_facts(work, step)))


@story.note("step-moved")
def show_the_day(event: Noted, work: Work) -> Effects:
    """It comes on another day, or is left out."""
    step = programme.get(work.db, event.args["step"])
    if step is None or step.state not in ("planned", "skipped"):
        return ()
    gone = step.state == "skipped"
    card = work.card("ask-left-out", **_facts(work, step)) if gone else _offer(work, step)
    return _renewed(work, step, card)


@story.note("cohort-ended")
def show_that_it_is_over(event: Noted, work: Work) -> Effects:
    """Nothing more is posted. Cards about what was left out before say so already."""
    assert work.cohort is not None
    coming = programme.steps(work.db, work.cohort.id, "planned", "waiting")
    return [
        effect
        for each in coming
        for effect in _renewed(work, each, work.card("ask-left-out", **_facts(work, each)))
    ]


def _offer(work: Work, step: Step) -> Card:
    return work.card(
        "ask-offer",
        work.button("ask-start-button", "ask.choose", style="primary", step=step.id),
        work.button("ask-leave-button", "ask.leave", step=step.id),
        **_facts(work, step),
    )


def _renewed(work: Work, step: Step, card: Card) -> Effects:
    """The cards that offer to ask somebody; those that say who was asked stay as they are."""
    if any(each.by != each.person for each in discussions.asked_for(work.db, step=step.id)):
        return []
    return [Edit(card=card, posting=key) for key in postings.keys(work.db, f"{_key(step)}:")]


@story.button("ask.leave", who="moderator")
def leave_it(event: Pressed, work: Work) -> Effects:
    """[Not this time]"""
    step = _planned(work, event.args.get("step", ""))
    if step is None:
        return [Whisper(card=work.card("stale-button"))]
    return _decided(work, step, work.card("ask-left", **_facts(work, step)))


@story.button("ask.choose", who="moderator")
def choose(event: Pressed, work: Work) -> Effects:
    """[Ask someone to start]"""
    step = _planned(work, event.args.get("step", ""))
    if step is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    options = tuple(Option(value=each.id, label=each.name[:75]) for each in _askable(work, step))
    if not options:
        return [Whisper(card=work.card("ask-nobody"))]
    kinds = tuple(Option(value=each, label=work.word(f"ask-kind-{each}")) for each in KINDS)
    form = Form(
        action="ask.choose",
        title=work.word("ask-title"),
        submit=work.word("ask-submit"),
        intro=work.say("ask-intro", **_facts(work, step)),
        fields=(
            Field(
                name="people",
                label=work.word("ask-people"),
                kind="choices",
                options=options,
                hint=work.word("ask-people-hint"),
                required=True,
            ),
            Field(
                name="kind",
                label=work.word("ask-kind"),
                kind="choice",
                options=kinds,
                value=KINDS[0],
                required=True,
            ),
            Field(name="line", label=work.word("ask-line"), kind="text", limit=LINE),
        ),
        args={"step": step.id, "cohort": work.cohort.id},
    )
    return [Ask(form=form)]


@story.form("ask.choose", who="moderator")
def send(event: Submitted, work: Work) -> Effects:
    """Ask them, each privately."""
    step = _planned(work, event.args.get("step", ""))
    if step is None or work.cohort is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    filled = Filled(event.values)
    wanted = filled.several("people")
    asked = [each for each in _askable(work, step) if each.id in wanted]
    if not 1 <= len(asked) <= MOST or len(asked) < len(wanted):
        return [Correct(errors={"people": work.word("ask-people-wrong")})]
    kind = filled.text("kind")
    if kind not in KINDS:
        return [Correct(errors={"kind": work.word("ask-kind-wrong")})]
    line = filled.words("line", LINE, lines=True)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    effects: list[Effect] = []
    for each in asked:
        new = Asked(
            id=work.new_id(),
            cohort=step.cohort,
            step=step.id,
            discussion=None,
            person=each.id,
            by=work.who.id,
            kind=kind,
            answer="open",
            at=work.now,
        )
        discussions.ask(work.db, new)
        effects.append(_invitation(work, step, new, line))
    card = work.card("ask-sent", name=work.who.name, whom=work.names(asked), **_facts(work, step))
    cards = [Edit(card=card, posting=f"{_key(step)}:{each.id}") for each in work.moderators()]
    return [*effects, *cards, *arriving.late(work, asked, _at(work, step))]


def _invitation(work: Work, step: Step, new: Asked, line: str) -> Effect:
    """The question to one person, with a line of the moderator's own."""
    assert work.who is not None
    words = work.say(f"asked-{new.kind}", name=work.who.name, **_facts(work, step))
    own = Quote(nodes=(Plain(text=line),), by=(Plain(text=work.who.name),))
    card = Card(
        blocks=(*words, *((own,) if line else ()), *work.say("asked-either-way")),
        buttons=(
            work.button(f"asked-{new.kind}-button", "asked.yes", style="primary", asked=new.id),
            work.button("asked-no-button", "asked.no", asked=new.id),
        ),
    )
    return work.tell(
        new.person,
        card,
        key=f"asked:{new.id}",
        purpose="invitation",
        importance=7,
        expires=_at(work, step),
        concerns=(work.who.id,),
    )


def _askable(work: Work, step: Step) -> list[Person]:
    """Who can be asked: everyone in the room but oneself, and nobody twice."""
    assert work.cohort is not None and work.who is not None
    done = {each.person for each in discussions.asked_for(work.db, step=step.id)}
    parts = cohorts.memberships(work.db, work.cohort.id, states=("present",))
    ids = [each.person for each in parts if each.person not in {*done, work.who.id}]
    found = people.named(work.db, ids)
    return [found[each] for each in ids if found[each].name and not found[each].bot]


def _planned(work: Work, step_id: str) -> Step | None:
    step = programme.get(work.db, step_id)
    mine = step is not None and work.cohort is not None and step.cohort == work.cohort.id
    return step if mine and step is not None and step.state == "planned" else None


def _at(work: Work, step: Step) -> datetime:
    return instant(step.day, read_time(step.time), work.zone().key)


def _facts(work: Work, step: Step) -> dict[str, str]:
    prompt = programme.prompt(work.db, work.library, step.cohort, step.ref)
    title = step.ref if prompt is None else prompt.title
    return {"title": title, "day": dates.day(step.day)}


def _key(step: Step) -> str:
    return f"ask:{step.id}"


def _decided(work: Work, step: Step, card: Card) -> Effects:
    assert work.who is not None
    others = [each for each in work.moderators() if each.id != work.who.id]
    return [
        Swap(card=card),
        *(Edit(card=card, posting=f"{_key(step)}:{each.id}") for each in others),
    ]
