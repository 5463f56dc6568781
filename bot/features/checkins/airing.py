"""From an answer to a discussion: a moderator asks, its author decides, the moderator plans it.

The author of an answer without a name is found by the bot alone. So that the hour of their word
does not tell who they are, it reaches the moderator on the next working morning.
"""

from datetime import timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import airing_words, planting, readable, result_cards
from bot.features.own_choice import agree_first
from bot.protocol.cards import Card
from bot.protocol.effects import Edit, Effect, Swap, Tell, Whisper
from bot.protocol.events import CameDue, Pressed
from bot.protocol.text import Plain, Quote
from bot.rules import cadence
from bot.rules.timetable import working_morning
from bot.store import agenda, airings, checkin_answers, checkin_rounds, cohorts, programme
from bot.store.airings import Airing
from bot.store.checkin_answers import Answer
from bot.store.checkin_rounds import Round

story = Story("checkins.airing")

SAID = "airing-said"
"""The kind of what comes due when a moderator is to hear what an author said."""
_DAY = timedelta(days=1)
IMPORTANCE = 7


@story.button("airing.bring", who="moderator")
def bring(event: Pressed, work: Work) -> Effects:
    """[Bring it to everyone]: its author is asked. Whether they can be is told to nobody."""
    assert work.who is not None and work.cohort is not None
    found = readable.of_answer(work, event.args.get("answer", ""), work.who.id)
    if found is None or not found[0].text or work.cohort.state == "ended":
        return [Whisper(card=work.card("airing-gone"))]
    answer, of = found
    if airings.asked(work.db, [answer.id]):
        return [Whisper(card=work.card("airing-asked-already"))]
    new = Airing(
        id=work.new_id(),
        cohort=of.cohort,
        answer=answer.id,
        by=work.who.id,
        how="asked",
        day=work.today(),
        step=None,
    )
    airings.add(work.db, new)
    asking = Whisper(card=work.card("airing-asking"))
    return [*_ask(work, new, answer, of), *result_cards.renewed(work, of), asking]


def _ask(work: Work, new: Airing, answer: Answer, of: Round) -> list[Effect]:
    assert work.who is not None and work.cohort is not None
    author = readable.author(work, answer)
    part = cohorts.membership_of(work.db, of.cohort, author) if author is not None else None
    if author is None or part is None or part.state not in cohorts.BELONGING:
        return []
    if not cohorts.agreed(work.db, of.cohort, author):
        return []
    name = work.who.name
    asks = work.say("airing-ask", name=name, title=of.title, cohort=work.cohort.name)
    quote = Quote(nodes=(Plain(text=airing_words.excerpt(answer)),))
    note = "airing-ask-unnamed" if of.readers == "unnamed" else "airing-ask-note"
    card = Card(
        blocks=(*asks, quote, *work.say(note, name=name)),
        buttons=tuple(
            work.button(f"airing-{how}-button", "airing.say", airing=new.id, how=how)
            for how in (*airing_words.YES, "no")
        ),
    )
    return [work.tell(author, card, key=f"{airing_words.ASK}:{new.id}", importance=IMPORTANCE)]


@story.button("airing.say", sealed=True)
def say(event: Pressed, work: Work) -> Effects:
    """[With my name], [By my role], [Without my name], [No]: once."""
    of, how = airings.get(work.db, event.args.get("airing", "")), event.args.get("how", "")
    answer = checkin_answers.get(work.db, of.answer) if of is not None else None
    if of is None or answer is None or work.who is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    if work.cohort.state == "ended":
        # Nothing more is discussed, so nobody needs to know.
        return [Whisper(card=work.card("stale-button"))]
    mine = of.cohort == work.cohort.id and readable.author(work, answer) == work.who.id
    round_ = checkin_rounds.get(work.db, answer.round)
    if not mine or round_ is None or of.how != "asked" or how not in (*airing_words.YES, "no"):
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    airings.change(work.db, of.id, how=how)
    role = airing_words.who(work, work.who.id, how) if how == "role" else ""
    said = Swap(card=work.card(f"airing-said-{how}", role=role))
    if round_.readers != "unnamed":
        return [said, *_told(work, of.id)]
    off = cadence.days_off(work.cohort.settings)
    morning = working_morning(work.today() + _DAY, work.cohort.zone, off)
    agenda.plan(work.db, SAID, of.id, morning, of.cohort)
    return [said]


@story.due(SAID)
def tell_moderator(event: CameDue, work: Work) -> Effects:
    """The next working morning has come."""
    return _told(work, event.subject)


def _told(work: Work, airing_id: str) -> list[Effect]:
    """Tell whoever asked, or if they read it no longer those who do, what the author said."""
    of = airings.get(work.db, airing_id)
    answer = checkin_answers.get(work.db, of.answer) if of is not None else None
    round_ = checkin_rounds.get(work.db, answer.round) if answer is not None else None
    if of is None or answer is None or round_ is None or work.cohort is None:
        return []
    readers = [
        each
        for each in checkin_rounds.promised(work.db, round_.id)
        if readable.of_answer(work, answer.id, each) is not None
    ]
    to = [of.by] if of.by in readers else readers
    if of.how == "no":
        card = work.card("airing-no", title=round_.title)
    else:
        quote = airing_words.quote(work, of)
        if not quote:
            return []
        prompt = airing_words.prompt(work, of, round_.title, quote)
        programme.keep_copy(work.db, of.cohort, prompt)
        card = airing_words.told(work, of, round_.title, prompt)
    return [_tell(work, each, card, of) for each in to if each is not None]


def _tell(work: Work, person: str, card: Card, of: Airing) -> Tell:
    return work.tell(person, card, key=f"{airing_words.TOLD}:{of.id}:{person}")


@story.button("airing.make", who="moderator")
def make(event: Pressed, work: Work) -> Effects:
    """[Make it the next discussion], and when, if another is planned close to it."""
    of = airings.get(work.db, event.args.get("airing", ""))
    if of is None or work.cohort is None or of.cohort != work.cohort.id:
        return [Whisper(card=work.card("airing-gone"))]
    refused = planting.refusal(work)
    if refused is not None:
        return [Whisper(card=refused)]
    name = airings.prompt_name(of.id)
    prompt = programme.prompt(work.db, work.library, of.cohort, name)
    if prompt is None or not airing_words.quote(work, of):
        return [Whisper(card=work.card("airing-gone"))]
    if name in planting.known(work):
        return [Whisper(card=work.card("airing-made-already"))]
    step, card, effects = planting.plan(work, prompt, work.today(), event)
    here = Swap if "how" in event.args else Whisper
    if step is None:
        return [here(card=card)]
    airings.change(work.db, of.id, step=step)
    # Their own card, too: the press may have been on the one that asked when.
    told = [
        Edit(posting=f"{airing_words.TOLD}:{of.id}:{each.id}", card=card)
        for each in work.moderators()
    ]
    return [*effects, Swap(card=card), *told]
