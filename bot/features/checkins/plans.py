"""What is planned, what is under way, and what there is to choose from: `/cohort checkin`."""

from datetime import timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import planning_form, showing
from bot.protocol.cards import Button, Card, Field, Form, Option
from bot.protocol.effects import Ask, Swap, Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.protocol.text import Block, Bullets, Inlines
from bot.rules import cadence
from bot.rules import checkins as rules
from bot.store import agenda, checkin_rounds
from bot.store.checkin_rounds import Plan, Round
from bot.text import dates
from bot.text.fit import short, shortened

story = Story("checkins.plans")

PURPOSE = 110  # letters that say what a check-in is for, in a list of them


@story.command("checkin", "[NAME]", who="moderator", also=("check-in",))
def overview(event: Commanded, work: Work, rest: str) -> Effects:
    """Everything on one card; a name shows that check-in as a member sees it."""
    if not rest:
        return [Whisper(card=_card(work))]
    found = work.library.checkin(rest)
    if found is not None:
        return [Whisper(card=planning_form.preview(work, found))]
    near = work.library.suggest_checkin(rest)
    choose = work.button("checkin-choose-one-button", "checkin.library")
    if not near:
        return [Whisper(card=work.card("checkin-unknown", choose, word=short(rest, 40)))]
    buttons = (work.runs("checkin-show-near-button", f"checkin {near[0]}"), choose)
    card = work.card("checkin-unknown-near", *buttons, word=short(rest, 40), near=near[0])
    return [Whisper(card=card)]


@story.command("checkin stop", "[NAME]", who="moderator", also=("check-in stop",))
def stop_by_name(event: Commanded, work: Work, rest: str) -> Effects:
    """Stop a plan; which, by buttons, unless it is clear."""
    assert work.cohort is not None
    there = checkin_rounds.plans(work.db, work.cohort.id)
    if not there:
        return [Whisper(card=work.card("checkin-no-plans"))]
    wanted = work.library.checkin(rest) if rest else None
    chosen = [each for each in there if wanted is not None and each.ref == wanted.name]
    if len(chosen) == 1 or (len(there) == 1 and not rest):
        return [Whisper(card=_stopped(work, (chosen or there)[0]))]
    buttons = tuple(_stop_button(work, each) for each in there)
    return [Whisper(card=work.card("checkin-stop-which", *buttons))]


@story.button("checkin.stop", who="moderator")
def stop(event: Pressed, work: Work) -> Effects:
    """[Stop “Top of mind”]"""
    plan = checkin_rounds.plan(work.db, event.args.get("plan", ""))
    if plan is None or work.cohort is None or plan.cohort != work.cohort.id:
        return [Whisper(card=work.card("stale-button"))]
    if plan.state != "running":
        return [Whisper(card=work.card("stale-button"))]
    return [Swap(card=_stopped(work, plan))]


@story.button("checkin.library", who="moderator")
def choose(event: Pressed, work: Work) -> Effects:
    """[Choose a check-in]"""
    assert work.cohort is not None
    there = sorted(work.library.checkins.values(), key=lambda each: each.title)
    field = Field(
        name="name",
        label=work.word("checkin-library-field"),
        kind="choice",
        options=tuple(Option(value=each.name, label=each.title[:75]) for each in there),
        required=True,
    )
    form = Form(
        action="checkin.library",
        title=work.word("checkin-form-title"),
        submit=work.word("checkin-library-submit"),
        fields=(field,),
        args={"cohort": work.cohort.id},
    )
    return [Ask(form=form)]


@story.form("checkin.library", who="moderator")
def chosen(event: Submitted, work: Work) -> Effects:
    """The form's check-in, as a member sees it."""
    name = event.values.get("name", "")
    found = work.library.checkins.get(name) if isinstance(name, str) else None
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    return [Whisper(card=planning_form.preview(work, found))]


def _card(work: Work) -> Card:
    assert work.cohort is not None
    plans = checkin_rounds.plans(work.db, work.cohort.id)
    under_way = checkin_rounds.rounds(work.db, work.cohort.id, "open")
    line = work.tools.catalogue.line
    blocks: list[Block] = [*work.say("checkin-plans-head", cohort=work.cohort.name)]
    if plans:
        blocks += [
            *work.say("checkin-plans"), Bullets(items=tuple(_line(work, each) for each in plans))
        ]  # fmt: skip
    if under_way:
        items = tuple(
            line(
                "checkin-round-line",
                title=each.title,
                number=each.asked,
                day=dates.day(work.local(each.closes_at - timedelta(seconds=1)).date()),
            )
            for each in under_way
        )
        blocks += [*work.say("checkin-under-way"), Bullets(items=items)]
    if not plans and not under_way:
        blocks += work.say("checkin-nothing-planned")
    there = sorted(work.library.checkins.values(), key=lambda each: each.title)
    library = tuple(
        line(
            "checkin-library-line",
            title=each.title,
            name=each.name,
            about=shortened(each.about, PURPOSE),
        )
        for each in there
    )
    blocks += [*work.say("checkin-library"), Bullets(items=library)]
    buttons = [work.button("checkin-choose-one-button", "checkin.library", style="primary")]
    buttons += [work.runs("checkin-results-button", "checkin results")]
    buttons += [_stop_button(work, each) for each in plans]
    buttons += [_close_button(work, each) for each in under_way]
    return Card(blocks=tuple(blocks), buttons=tuple(buttons))


def _line(work: Work, plan: Plan) -> Inlines:
    assert work.cohort is not None
    checkin = work.library.checkins.get(plan.ref)
    at = agenda.planned(work.db, "checkin-round", plan.id)
    off = cadence.days_off(work.cohort.settings)
    after = max(plan.day, work.today()) - timedelta(days=1)
    day = rules.next_day(plan.rhythm, plan.day, after, off)
    while day is not None and checkin_rounds.is_sent(work.db, plan.id, day):
        day = rules.next_day(plan.rhythm, plan.day, day, off)
    return work.tools.catalogue.line(
        "checkin-plan-line",
        title=checkin.title if checkin is not None else plan.ref,
        rhythm=work.word(f"checkin-rhythm-{plan.rhythm}"),
        day=dates.day(day) if day is not None and at is not None else "–",
        readers=work.word(f"checkin-readers-{plan.readers}"),
    )


def _title(work: Work, plan: Plan) -> str:
    checkin = work.library.checkins.get(plan.ref)
    return checkin.title if checkin is not None else plan.ref


def _stop_button(work: Work, plan: Plan) -> Button:
    assert work.cohort is not None
    label = work.word("checkin-stop-plan-button", title=_title(work, plan))
    return Button(
        label=short(label, showing.LABEL),
        action="checkin.stop",
        args={"plan": plan.id, "cohort": work.cohort.id},
    )


def _close_button(work: Work, of: Round) -> Button:
    assert work.cohort is not None
    label = work.word("checkin-close-button", title=of.title)
    return Button(
        label=short(label, showing.LABEL),
        action="checkin.close",
        args={"round": of.id, "cohort": work.cohort.id},
        confirm=work.word("checkin-close-sure", title=of.title),
    )


def _stopped(work: Work, plan: Plan) -> Card:
    checkin_rounds.stop_plan(work.db, plan.id)
    agenda.cancel(work.db, "checkin-round", plan.id)
    again = work.runs("checkin-plan-again-button", f"checkin {plan.ref}")
    return work.card("checkin-stopped", again, title=_title(work, plan))
