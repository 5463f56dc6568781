"""Someone who was asked privately says yes or no, with one press; the moderators hear of it. Who
said yes hears it when the day changes."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Effect, Swap, Whisper
from bot.protocol.events import Noted, Pressed
from bot.store import discussions, people, programme
from bot.store.records import Asked
from bot.text import dates

story = Story("asked")


@story.button("asked.yes")
def say_yes(event: Pressed, work: Work) -> Effects:
    """[I'll start], [I'll host], [I'll write]"""
    asked = _mine(event, work)
    if asked is None or asked.answer == "yes":
        return [Whisper(card=work.card("stale-button"))]
    title = _title(work, asked)
    if title is None:
        return [Swap(card=work.card("asked-too-late"))]
    discussions.answer(work.db, asked.id, "yes")
    if asked.kind == "host" and asked.step is not None:
        programme.change(work.db, asked.step, host=asked.person)
    back = work.button("asked-back-button", "asked.no", asked=asked.id)
    return [
        Swap(card=work.card(f"asked-{asked.kind}-yes", back, title=title)),
        *_report(work, asked, f"told-{asked.kind}-yes", title),
    ]


@story.button("asked.no")
def say_no(event: Pressed, work: Work) -> Effects:
    """[Not this time], at once or on second thoughts."""
    asked = _mine(event, work)
    if asked is None or asked.answer == "no":
        return [Whisper(card=work.card("stale-button"))]
    title = _title(work, asked)
    if title is None:
        return [Swap(card=work.card("asked-too-late"))]
    discussions.answer(work.db, asked.id, "no")
    step = programme.get(work.db, asked.step) if asked.step is not None else None
    if asked.kind == "host" and step is not None and step.host == asked.person:
        programme.change(work.db, step.id, host=None)
    return [
        Swap(card=work.card("asked-no", title=title)),
        *_report(work, asked, f"told-{asked.kind}-no", title),
    ]


@story.note("step-moved")
def tell_of_another_day(event: Noted, work: Work) -> Effects:
    """Whoever starts or hosts it prepares for that day."""
    step = programme.get(work.db, event.args["step"])
    if step is None or step.state not in ("planned", "skipped"):
        return ()
    key = "asked-moved" if step.state == "planned" else "asked-left-out"
    title = programme.title(work.db, work.library, step)
    card = work.card(key, title=title, day=dates.day(step.day))
    ids = programme.starters(work.db, step.id)
    if step.host is not None and step.host not in ids:
        ids.append(step.host)
    # It answers their yes: what they took on has another day.
    return [work.tell(each, card, purpose="answer") for each in ids]


def _mine(event: Pressed, work: Work) -> Asked | None:
    asked = discussions.asked_by_id(work.db, event.args.get("asked", ""))
    if asked is None or work.cohort is None or asked.cohort != work.cohort.id:
        return None
    return asked if work.who is not None and asked.person == work.who.id else None


def _title(work: Work, asked: Asked) -> str | None:
    """What they were asked for, or None if its time is over."""
    if asked.step is not None:
        step = programme.get(work.db, asked.step)
        if step is None or step.state != "planned":
            return None
        prompt = programme.prompt(work.db, work.library, step.cohort, step.ref)
        return step.ref if prompt is None else prompt.title
    found = discussions.get(work.db, asked.discussion or "")
    return found.title if found is not None and found.state == "open" else None


def _report(work: Work, asked: Asked, key: str, title: str) -> list[Effect]:
    who = people.get(work.db, asked.person)
    name = who.name if who is not None else ""
    card = work.card(key, name=name, title=title)
    return [*work.tell_moderators(card, concerns=(asked.person,))]
