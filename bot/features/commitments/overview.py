"""What moderators see: how many tried something, and what came of it where its author lets them.

Each page is a private message of its own, so that what is changed or taken back leaves it at once.
Its key says whose it is: ``commitments:``, the cohort, the reader, where it starts, and a few
letters by chance.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.summary_copies import put
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Commanded, Noted, Pressed
from bot.protocol.text import Block, Blocks, Bullets, Inlines, Plain, Quote
from bot.rules import commitments as rules
from bot.rules.checkins import FEWEST_SHOWN
from bot.store import cohorts, commitments, people, postings
from bot.store.commitments import Commitment, Told

story = Story("commitments.overview")

KEY = "commitments"
MOST = 10
"""Commitments on one card."""


@story.command("commitments", who="moderator", also=("what we try", "what we tried"))
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """Figures, and the first words."""
    return _told(event, work, 0)


@story.button("commitments.more", who="moderator")
def more(event: Pressed, work: Work) -> Effects:
    """[More]"""
    start = event.args.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 6):
        return [Whisper(card=work.card("stale-button"))]
    return _told(event, work, int(start))


@story.note("commitment-changed")
def renew(event: Noted, work: Work) -> Effects:
    """What someone tries is not what it was, or may be read no more."""
    return _renewed(work, event.args["cohort"])


@story.note("erased")
def renew_after_erasing(event: Noted, work: Work) -> Effects:
    """Somebody is gone; what the others try stands as before."""
    return _renewed(work, event.args["cohort"])


@story.note("reader-changed")
def withdraw(event: Noted, work: Work) -> Effects:
    """Someone may read less than before."""
    return _renewed(work, event.args["cohort"], event.args["person"])


def _told(event: Commanded | Pressed, work: Work, start: int) -> list[Effect]:
    """A page in the private chat; where that is not where they are, they are told so."""
    assert work.cohort is not None and work.who is not None
    reader = work.who.id
    key = f"{KEY}:{work.cohort.id}:{reader}:{start}:{work.tools.new_id(6)}"
    page = work.tell(reader, _card(work, reader, start), key=key, purpose="answer")
    if event.place.direct:
        return [page]
    return [page, Whisper(card=work.card("commitments-sent", cohort=work.cohort.name))]


def _renewed(work: Work, cohort_id: str, only: str | None = None) -> list[Effect]:
    effects: list[Effect] = []
    with work.about(cohort_id) as cohort:
        if cohort is not None:
            prefix = f"{KEY}:{cohort_id}:" + (f"{only}:" if only else "")
            for key in postings.keys(work.db, prefix):
                _, _, reader, start, _ = key.split(":")
                effects += put(work, key, _card(work, reader, int(start)))
    return effects


def _card(work: Work, reader: str, start: int) -> Card:
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, reader)
    if part is None or part.role != "moderator" or part.state not in cohorts.BELONGING:
        return work.card("commitments-not-yours", cohort=work.cohort.name)
    told = commitments.shown(work.db, work.cohort.id, reader)
    blocks: list[Block] = [*work.say("commitments-head", cohort=work.cohort.name)]
    if start == 0:
        blocks += _figures(work)
    if told[start:]:
        blocks += work.say("commitments-words")
    for each in told[start : start + MOST]:
        blocks += _words(work, each)
    blocks += work.say("commitments-foot")
    further = start + MOST
    if len(told) <= further:
        return Card(blocks=tuple(blocks))
    on = work.button("commitments-more-button", "commitments.more", start=str(further))
    return Card(blocks=tuple(blocks), buttons=(on,))


def _figures(work: Work) -> Blocks:
    assert work.cohort is not None
    found = rules.figures(commitments.people_by_state(work.db, work.cohort.id))
    if found.said is None:
        return work.say("commitments-few", least=FEWEST_SHOWN)
    lines: list[Inlines] = [work.tools.catalogue.line("commitments-said", number=found.said)]
    if found.tried is not None:
        lines.append(work.tools.catalogue.line("commitments-tried", number=found.tried))
    lines += [
        work.tools.catalogue.line(f"commitments-{state}", number=number)
        for state, number in found.states.items()
    ]
    return (Bullets(items=tuple(lines)), *work.say("commitments-least", least=FEWEST_SHOWN))


def _words(work: Work, told: Told) -> Blocks:
    """What someone meant to try, how it stands, and what came of it."""
    its, reports = told
    state = work.say(f"commitments-state-{its.state}")
    came = tuple(Quote(nodes=(Plain(text=each.text),)) for each in reports if each.text)
    own = Quote(nodes=(Plain(text=its.text),), by=_by(work, its))
    return (own, *state, *came)


def _by(work: Work, its: Commitment) -> Inlines:
    """Whose words they are, as far as they let it be told."""
    if its.shown == "name":
        known = people.get(work.db, its.person)
        return (Plain(text=known.name or work.word("someone")),) if known is not None else ()
    part = cohorts.membership_of(work.db, its.cohort, its.person)
    if its.shown != "role" or part is None:
        return ()
    return (Plain(text=work.word(f"role-{part.role}")),)
