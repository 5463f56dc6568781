"""A member writes down what they will try, changes it, or takes it back."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.commitments import asks, showing
from bot.features.own_choice import agree_first
from bot.protocol.cards import Card
from bot.protocol.effects import Ask, Correct, Edit, Swap, Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.rules import commitments as rules
from bot.rules.filled import Filled
from bot.store import commitments, discussions
from bot.store.commitments import Commitment

story = Story("commitments.keeping")


@story.button("commitment.begin")
def begin(event: Pressed, work: Work) -> Effects:
    """[I will try something], under the line with which a discussion closes."""
    refused = _refused(work) or _elsewhere(work, event.args)
    if refused is not None:
        return [Whisper(card=refused)]
    return [Ask(form=showing.form(work, None, event.args.get("discussion", "")))]


@story.command("i will try", "TEXT", also=("i'll try", "i’ll try"), sealed=True)
def say(event: Commanded, work: Work, rest: str) -> Effects:
    """Without words, the form; with them it is written down for its author alone."""
    refused = _refused(work)
    if refused is not None:
        return [Whisper(card=refused)]
    filled = Filled({"text": rest})
    text = filled.words("text", showing.LONGEST)
    if filled.problems:
        return [Whisper(card=work.card("commitment-long", most=showing.LONGEST))]
    if not text:
        return [Ask(form=showing.form(work, None))]
    its = _new(work, text, "self", None, [each.id for each in showing.readers(work)])
    return [asks.changed(its), Whisper(card=_kept(work, its))]


@story.button("commitment.change")
def change(event: Pressed, work: Work) -> Effects:
    """[Change]: its words, and who sees them."""
    its = asks.mine(work, event.args)
    if its is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    return [Ask(form=showing.form(work, its))]


@story.form("commitment.try")
def keep(event: Submitted, work: Work) -> Effects:
    """Write it down, or change it; where it was asked about, its words follow."""
    its = asks.mine(work, event.args)
    if its is None and ("commitment" in event.args or "cohort" not in event.args):
        return [Whisper(card=work.card("stale-button"))]
    refused = (_refused(work) or _elsewhere(work, event.args)) if its is None else None
    if refused is not None or not work.agreed:
        return [Whisper(card=refused or agree_first(work))]
    filled = Filled(event.values)
    text = filled.words("text", showing.LONGEST, required=True)
    shown = filled.one_of("shown", rules.SHOWN)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    if its is None:
        named = showing.named_readers(work, event.args)
        its = _new(work, text, shown, event.args.get("discussion"), named)
        return [asks.changed(its), Whisper(card=_kept(work, its))]
    commitments.change(work.db, its.id, text=text, shown=shown)
    commitments.let_read(work.db, its, showing.named_readers(work, event.args))
    changed = replace(its, text=text, shown=shown)
    edits = [
        Edit(posting=asks.key(its, weeks), card=_asked(work, changed, weeks), purpose="answer")
        for weeks in rules.WEEKS
    ]
    return [*edits, asks.changed(its), Whisper(card=showing.kept(work, changed))]


# Whoever left, or whose cohort has ended, can take their words back, too.


@story.button("commitment.take-back", who="anyone")
def take_back(event: Pressed, work: Work) -> Effects:
    """[Take back]: it is deleted, and not asked again."""
    its = asks.mine(work, event.args)
    if its is None:
        return [Whisper(card=work.card("stale-button"))]
    asks.leave(work, its)
    commitments.take_back(work.db, its.id)
    card = work.card("commitment-gone")
    edits = [
        Edit(posting=asks.key(its, weeks), card=card, purpose="answer") for weeks in rules.WEEKS
    ]
    # On a member's own page there stands more than this one.
    told = Whisper(card=card) if "page" in event.args else Swap(card=card, lasting=True)
    return [*edits, asks.changed(its), told]


def _refused(work: Work) -> Card | None:
    assert work.cohort is not None
    if work.cohort.state not in ("running", "held"):
        return work.card("commitment-not-now", cohort=work.cohort.name)
    return None if work.agreed else agree_first(work)


def _elsewhere(work: Work, args: Mapping[str, str]) -> Card | None:
    """What is said where the discussion that is meant is gone, or is another cohort's."""
    if "discussion" not in args:
        return None
    found = discussions.get(work.db, args["discussion"])
    assert work.cohort is not None
    here = found is not None and found.cohort == work.cohort.id
    return None if here else work.card("stale-button")


def _new(
    work: Work, text: str, shown: str, discussion: str | None, readers: Collection[str]
) -> Commitment:
    assert work.cohort is not None and work.who is not None
    its = Commitment(
        id=work.new_id(),
        cohort=work.cohort.id,
        person=work.who.id,
        discussion=discussion,
        text=text,
        day=asks.today(work, work.who.id),
        state="open",
        shown=shown,
    )
    commitments.add(work.db, its)
    commitments.let_read(work.db, its, readers)
    return its


def _asked(work: Work, its: Commitment, weeks: int) -> Card:
    """What stands where it was asked after so many weeks. Who had answered before that, from their
    own page, sees their answer, and can change it there."""
    said = showing.said_at(work, its, str(weeks))
    if said is not None:
        return showing.noted(work, its, said)
    return showing.question(work, its, weeks)


def _kept(work: Work, its: Commitment) -> Card:
    asks.expect(work, its)
    return showing.kept(work, its)
