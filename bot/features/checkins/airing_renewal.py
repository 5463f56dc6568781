"""Words of an answer that were brought to everyone follow their author: changed, kept to oneself,
taken back or erased, they leave the prompt, the post, and what moderators were shown, at once; and
nothing before their author asks about them, or says any more that they may go to everyone.
What they were changed into stays with those who read the answer, until its author is asked anew."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import airing_words
from bot.features.summary_copies import put
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Note
from bot.protocol.events import Noted
from bot.rules import cadence
from bot.store import (
    airings,
    checkin_answers,
    checkin_rounds,
    discussions,
    people,
    postings,
    programme,
)
from bot.store.airings import Airing
from bot.store.records import Discussion, Step
from bot.text import dates
from bot.text.posting import prompt_blocks
from bot.text.prompt import Prompt, from_dict, to_dict

story = Story("checkins.airing_renewal")


@story.note("checkin-answered")
def follow_answers(event: Noted, work: Work) -> Effects:
    """What someone answered in a round is not what it was, or they were erased."""
    of = checkin_rounds.get(work.db, event.args["round"])
    if of is None:
        return []
    with work.about(of.cohort):
        return _renewed(work)


@story.note("words-changed")
def follow_consent(event: Noted, work: Work) -> Effects:
    """Someone of the cohort agrees no more, or chose to be named otherwise."""
    return _renewed(work) if work.cohort is not None else []


@story.note("prompt-edited")
def follow_edits(event: Noted, work: Work) -> Effects:
    """A moderator wrote around the words, perhaps in a form that was open while they changed."""
    return _renewed(work) if airings.is_aired(event.args["prompt"]) else []


@story.note("discussion-closed")
def show_that_it_is_over(event: Noted, work: Work) -> Effects:
    """There is nothing left to decide about a discussion that began with words that are gone."""
    found = discussions.get(work.db, event.args["discussion"])
    if found is None:
        return []
    card = work.card("airing-empty-closed", title=found.title)
    keys = postings.keys(work.db, f"{_empty(found)}:")
    return [effect for key in keys for effect in put(work, key, card)]


def _renewed(work: Work) -> list[Effect]:
    assert work.cohort is not None
    # What was taken back once is not brought again by letting the readers read it again.
    over = [
        each.id
        for each in airings.of_cohort(work.db, work.cohort.id)
        if not airing_words.is_upheld(work, each)
    ]
    for each in over:
        airings.change(work.db, each, how="no")
    effects = airing_words.withdrawn(work, over)
    for name, airing_id in airings.prompts(work.db, work.cohort.id).items():
        of = airings.get(work.db, airing_id)
        quote = airing_words.quote(work, of)
        own = programme.prompt(work.db, work.library, work.cohort.id, name)
        if own is not None:
            effects += _copy(work, airing_id, of, own, quote)
        for each in discussions.of_cohort(work.db, work.cohort.id):
            if each.prompt["name"] == name:
                effects += _post(work, each, quote)
    return effects


def _copy(work: Work, airing_id: str, of: Airing | None, own: Prompt, quote: str) -> list[Effect]:
    """The cohort's prompt, its day if it has one, and the cards of moderators that show it."""
    assert work.cohort is not None
    fresh = airing_words.requoted(work, own, quote)
    if fresh == own:
        return []
    programme.keep_copy(work.db, work.cohort.id, fresh)
    keys = postings.keys(work.db, f"{airing_words.TOLD}:{airing_id}:")
    if not quote:
        gone = work.card("airing-withdrawn")
        cards: list[Effect] = [effect for key in keys for effect in put(work, key, gone)]
        return [*cards, *_left_out(work, fresh)]
    answer = checkin_answers.get(work.db, of.answer) if of is not None else None
    round_ = checkin_rounds.get(work.db, answer.round) if answer is not None else None
    if of is None or of.step is not None or round_ is None:
        return []
    card = airing_words.told(work, of, round_.title, fresh)
    return [effect for key in keys for effect in put(work, key, card)]


def _left_out(work: Work, gone: Prompt) -> list[Effect]:
    """A discussion that was to begin with words that are gone does not begin."""
    assert work.cohort is not None
    effects: list[Effect] = []
    for each in programme.steps(work.db, work.cohort.id, "planned", "waiting"):
        if each.ref != gone.name:
            continue
        programme.change(work.db, each.id, state="skipped")
        effects.append(Note(topic="step-moved", args={"step": each.id}))
        effects += _place_free(work, each, gone)
    return effects


def _place_free(work: Work, added: Step, gone: Prompt) -> list[Effect]:
    """Tell the moderators whose prompt was left out for one that does not come either."""
    assert work.cohort is not None
    zone = work.cohort.zone
    at = cadence.stored_instant(added.day, added.time, zone)
    if at <= work.now:
        return []
    left = [
        each
        for each in programme.steps(work.db, work.cohort.id, "skipped")
        if each.id != added.id and (each.day, each.time) == (added.day, added.time)
    ]
    if not left or programme.planned_on(work.db, work.cohort.id, added.day):
        return []
    day = added.day.isoformat()
    card = work.card(
        "airing-place-free",
        work.button("skip-back-button", "skip.back", style="primary", step=left[0].id, day=day),
        title=gone.title,
        when=dates.moment(at, zone),
        regular=programme.title(work.db, work.library, left[0]),
    )
    return [*work.tell_moderators(card, key=f"airing-free:{added.id}")]


def _post(work: Work, found: Discussion, quote: str) -> list[Effect]:
    """The discussion that begins with the words, what was posted, and what sums it up."""
    before = from_dict(found.prompt)
    fresh = airing_words.requoted(work, before, quote)
    if fresh == before:
        return []
    discussions.change(work.db, found.id, prompt=to_dict(fresh), title=fresh.title)
    notes = [Note(topic="words-changed", args={"discussion": found.id})]
    if fresh.title != before.title:
        # Pages of the handbook may have followed other words already, when this was its title.
        notes.append(Note(topic="handbook-changed", args={"cohort": found.cohort}))
    left = _offer_to_close(work, found, fresh) if not quote else []
    return [*put(work, found.posting, _card(work, found, fresh)), *notes, *left]


def _offer_to_close(work: Work, found: Discussion, fresh: Prompt) -> list[Effect]:
    """Nobody has answered words that are gone, so there is nothing to discuss: the moderators
    decide whether it stays open."""
    kept = discussions.counted(work.db, found.id)
    if found.state != "open" or kept or discussions.messages(work.db, found.id, held=True):
        return []
    close = work.button("close-button", "close", style="danger", discussion=found.id)
    card = work.card("airing-empty", close, title=fresh.title)
    return [*work.tell_moderators(card, key=_empty(found))]


def _empty(found: Discussion) -> str:
    """What the postings of the cards have in common that ask whether to close it."""
    return f"airing-empty:{found.id}"


def _card(work: Work, found: Discussion, prompt: Prompt) -> Card:
    """The post as it stands, but for the words."""
    assert work.cohort is not None
    step = programme.get(work.db, found.step) if found.step is not None else None
    ids = programme.starters(work.db, step.id) if step is not None else []
    host = step.host if step is not None and step.host else ""
    known = people.named(work.db, [*ids, host])
    closes = work.local(found.closes_at).date()
    off = cadence.days_off(work.cohort.settings)
    blocks = prompt_blocks(
        work.tools.catalogue,
        prompt,
        cohort=work.cohort.name,
        theme=work.cohort.theme,
        week=found.week,
        numbered=step is None or step.numbered,
        moderators=work.names(work.moderators()),
        starters=[known[each].name for each in ids if each in known],
        host=known[host].name if host in known else None,
        closes=closes,
        summary_by=dates.weekday(cadence.summary_day(closes, off)),
        reveal=None,
    )
    return Card(blocks=blocks)
