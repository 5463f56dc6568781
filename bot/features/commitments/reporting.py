"""Someone says what became of what they meant to try: with one press, and in words if they like."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.commitments import asks, showing
from bot.features.own_choice import agree_first
from bot.protocol.effects import Ask, Correct, Edit, Swap, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules import commitments as rules
from bot.rules.filled import Filled
from bot.store import commitments
from bot.store.commitments import Commitment, Report

story = Story("commitments.reporting")


@story.button("commitment.report", sealed=True)
def report(event: Pressed, work: Work) -> Effects:
    """[Done] [Partly] [Not yet] [Not for me]; the first and the last end it."""
    its, how = asks.mine(work, event.args), event.args.get("how", "")
    weeks = _weeks(event.args.get("weeks", ""))
    if its is None or weeks is None or how not in rules.STATES:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    day = asks.today(work, its.person)
    commitments.report(work.db, its, weeks, new_id=work.new_id(), day=day, state=how)
    its, said = _anew(work, its, weeks)
    asks.settle(work, its, weeks)
    return [asks.changed(its), Swap(card=showing.noted(work, its, said))]


@story.button("commitment.again")
def ask_again(event: Pressed, work: Work) -> Effects:
    """[Change my answer]: the question, as it was asked."""
    its = asks.mine(work, event.args)
    weeks = _weeks(event.args.get("weeks", ""))
    if its is None or weeks is None:
        return [Whisper(card=work.card("stale-button"))]
    return [Swap(card=showing.question(work, its, weeks))]


@story.button("commitment.came")
def open_form(event: Pressed, work: Work) -> Effects:
    """[Say what came of it]"""
    its, weeks = asks.mine(work, event.args), _weeks(event.args.get("weeks", ""))
    if its is None or weeks is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    said = showing.said_at(work, its, str(weeks))
    return [Ask(form=showing.came_form(work, its, weeks, said))]


@story.form("commitment.came")
def keep(event: Submitted, work: Work) -> Effects:
    """What came of it, and who sees all of it from now on; how it went, if they had not said so."""
    its, weeks = asks.mine(work, event.args), _weeks(event.args.get("weeks", ""))
    if its is None or weeks is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Whisper(card=agree_first(work))]
    said = showing.said_at(work, its, str(weeks))
    filled = Filled(event.values)
    text = filled.words("text", showing.LONGEST_CAME, lines=True)
    shown = filled.one_of("shown", rules.SHOWN)
    how = said.state if said is not None else filled.one_of("how", rules.STATES)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    day = said.day if said is not None else asks.today(work, its.person)
    commitments.change(work.db, its.id, shown=shown)
    commitments.let_read(work.db, its, showing.named_readers(work, event.args))
    commitments.report(
        work.db, its, weeks, new_id=work.new_id(), day=day, state=how, text=text
    )  # fmt: skip
    its, kept = _anew(work, its, weeks)
    asks.settle(work, its, weeks)
    card = showing.noted(work, its, kept)
    # The question stands in their chat, unless they were not asked yet.
    asked = Edit(posting=asks.key(its, weeks), card=card, purpose="answer")
    return [asked, asks.changed(its), Whisper(card=card)]


def _weeks(text: str) -> int | None:
    return next((weeks for weeks in rules.WEEKS if str(weeks) == text), None)


def _anew(work: Work, its: Commitment, weeks: int) -> tuple[Commitment, Report]:
    changed, said = commitments.get(work.db, its.id), showing.said_at(work, its, str(weeks))
    assert changed is not None and said is not None
    return changed, said
