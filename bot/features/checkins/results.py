"""What was answered, to those who may read it: when a round closes, and whenever they ask."""

from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import hours, planting, readable, reading, result_cards
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Note, Post, Swap, Whisper
from bot.protocol.events import Commanded, Noted, Pressed, Submitted
from bot.rules import checkins as rules
from bot.rules import tallies
from bot.store import checkin_rounds, people, programme
from bot.store.checkin_rounds import Round
from bot.text import dates
from bot.text.fit import short

story = Story("checkins.results")

LABEL = 30  # letters of a button
LISTED = 8


@story.command("checkin results", also=("check-in results", "checkins results", "results"))
def look(event: Commanded, work: Work, rest: str) -> Effects:
    """The only round that there is to read, or one by name; else a list of them."""
    assert work.who is not None
    there = readable.rounds(work, work.who.id)
    if rest:
        wanted = work.library.checkin(rest)
        name = wanted.name if wanted is not None else rest.casefold()
        there = [e for e in there if name in (e.checkin["name"], e.title.casefold())]
    if not there:
        return [Whisper(card=work.card("results-no-rounds"))]
    if len(there) == 1:
        return _shown(event, work, there[0], 0)
    return [Whisper(card=_list(work, there, 0))]


@story.button("results.list")
def earlier(event: Pressed, work: Work) -> Effects:
    """[Earlier ones]"""
    assert work.who is not None
    there, start = readable.rounds(work, work.who.id), _number(event.args.get("start"))
    if start is None or start >= len(there):
        return [Whisper(card=work.card("stale-button"))]
    return [Whisper(card=_list(work, there, start))]


@story.button("results.page")
def page(event: Pressed, work: Work) -> Effects:
    """A round of the list, [More], or [Read the answers] in the room."""
    of, number = _round(event, work), _number(event.args.get("page"))
    if of is None or number is None or work.who is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    if not readable.may_look(work, of, work.who.id):
        name = work.cohort.name
        return [Whisper(card=work.card("results-not-yours", title=of.title, cohort=name))]
    return _shown(event, work, of, number)


@story.button("results.plan", who="moderator")
def post_next_week(event: Pressed, work: Work) -> Effects:
    """[Post it next week]: on its first free working day, or in the place of one near it."""
    assert work.cohort is not None
    refused = planting.refusal(work)
    if refused is not None:
        return [Whisper(card=refused)]
    name, of = event.args.get("prompt", ""), _round(event, work)
    prompt = programme.prompt(work.db, work.library, work.cohort.id, name)
    if prompt is None or (of is None and "round" in event.args):
        return [Whisper(card=work.card("stale-button"))]
    if name in planting.known(work):
        # Pressed twice, or by two moderators.
        schedule = work.runs("resume-schedule-button", "schedule")
        return [Whisper(card=work.card("results-planned-already", schedule, title=prompt.title))]
    step, card, effects = planting.plan(work, prompt, planting.next_week(work), event)
    here = Swap if "how" in event.args else Whisper
    pages = result_cards.renewed(work, of) if step is not None and of is not None else []
    return [*effects, *pages, here(card=card)]


@story.button("results.share", who="moderator")
def preview_share(event: Pressed, work: Work) -> Effects:
    """[Share with everyone]: what the room will see, first."""
    of = _round(event, work)
    if of is None or of.readers != "cohort":
        return [Whisper(card=work.card("stale-button"))]
    shared = _room_card(work, of)
    go = work.button("results-share-now-button", "results.shared", style="primary", round=of.id)
    leave = work.button("results-leave-button", "results.leave")
    told = work.card("results-share-preview", go, leave)
    return [Whisper(card=Card(blocks=(*told.blocks, *shared.blocks), buttons=told.buttons))]


@story.button("results.shared", who="moderator")
def share(event: Pressed, work: Work) -> Effects:
    """Into the room, once: what each may read there is looked up when they press, so that neither
    a sponsor nor a line manager reads along, now or later."""
    of = _round(event, work)
    if of is None or of.readers != "cohort" or work.room is None:
        return [Whisper(card=work.card("stale-button"))]
    posted = Post(room=work.room.id, card=_room_card(work, of), key=f"results-shared:{of.id}")
    return [posted, Swap(card=work.card("results-shared", title=of.title))]


@story.button("results.leave", who="moderator")
def leave(event: Pressed, work: Work) -> Effects:
    """Rather not."""
    return [Swap(card=work.card("prompt-left"))]


@story.note("checkin-closed")
def tell(event: Noted, work: Work) -> Effects:
    """A round has closed: whoever was promised to read it gets it, in their private chat; who
    closed it at once, and the others when they are at work."""
    of = checkin_rounds.get(work.db, event.args["round"])
    if of is None:
        return []
    told: list[Effect] = []
    for each in checkin_rounds.promised(work.db, of.id):
        if readable.may_look(work, of, each):
            its = result_cards.tell(work, of, each, 0, asked_for=False)
            at = hours.at_work(work, work.now, hours.zone_of(work, each))
            waits = at if each != event.args.get("by") else None
            told.append(replace(its, not_before=waits))
    return told


@story.note("checkin-answered")
def renew(event: Noted, work: Work) -> Effects:
    """What someone answered is not what it was: the pages that stand before people follow."""
    of = checkin_rounds.get(work.db, event.args["round"])
    if of is None:
        return []
    with work.about(of.cohort):
        return result_cards.renewed(work, of)


@story.note("reader-changed")
def withdraw(event: Noted, work: Work) -> Effects:
    """Someone may read less than before: what stands before them says no more than that."""
    effects: list[Effect] = []
    with work.about(event.args["cohort"]) as cohort:
        rounds = checkin_rounds.rounds(work.db, cohort.id) if cohort is not None else []
        for of in rounds:
            reading.settle(work, of)
            effects += result_cards.renewed(work, of, event.args["person"])
    return effects


@story.note("erase-wanted")
def forget(event: Noted, work: Work) -> Effects:
    """Somebody is erased: once their answers are gone, whatever shows answers follows."""
    person, only = event.args["person"], event.args.get("cohort")
    there = [only] if only else people.cohorts_of(work.db, person)
    return [
        Note(topic="checkin-answered", args={"round": of.id, "person": person})
        for cohort in there
        for _, of in checkin_rounds.of_person(work.db, cohort, person)
    ]


def _shown(event: Commanded | Pressed, work: Work, of: Round, number: int) -> list[Effect]:
    """A page in the private chat; where that is not where they are, they are told so."""
    assert work.who is not None
    told = result_cards.tell(work, of, work.who.id, number, asked_for=True)
    if event.place.direct:
        return [told]
    return [told, Whisper(card=work.card("results-sent", title=of.title))]


def _list(work: Work, there: list[Round], start: int) -> Card:
    buttons: list[Button] = []
    for each in there[start : start + LISTED]:
        read = work.button("results-read-button", "results.page", round=each.id, page="0")
        label = f"{each.title}, {dates.short_day(each.day)}"
        if len(label) > LABEL:
            # The day is what tells two rounds of the same check-in apart.
            day = dates.short_day(each.day)
            label = f"{short(each.title, LABEL - len(day) - 2)}, {day}"
        buttons.append(replace(read, label=label))
    if start + LISTED < len(there):
        to = str(start + LISTED)
        buttons.append(work.button("results-earlier-button", "results.list", start=to))
    return work.card("results-which", *buttons)


def _room_card(work: Work, of: Round) -> Card:
    answered = len(checkin_rounds.sheets(work.db, of.id, "answered"))
    share = rules.share(answered, of.asked, of.readers)
    said = work.say(f"results-share-{tallies.portion(share)}") if share else ()
    read = work.button("results-read-button", "results.page", round=of.id, page="0")
    return Card(
        blocks=(*work.say("results-room", title=of.title), *said, *work.say("results-room-who")),
        buttons=(read,),
    )


def _round(event: Pressed | Submitted, work: Work) -> Round | None:
    """The round that is meant, if it is of the cohort."""
    found = checkin_rounds.get(work.db, event.args.get("round", ""))
    mine = found is not None and work.cohort is not None and found.cohort == work.cohort.id
    return found if mine else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else None
