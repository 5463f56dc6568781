"""What moderators see: what waits for whom and until when, and what fell away lately.

By kind alone, and only what moderators asked for themselves: what a message says is between the bot
and whom it is for, and so is that someone is reminded, or tries something. That an author is asked
about words without a name is not shown at all, since it would name them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.engine import budget
from bot.engine.attention import DUE
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Whisper
from bot.protocol.events import Commanded
from bot.protocol.text import Block, Bullets, Inlines
from bot.store import agenda, airings, cohorts, digests, people
from bot.store.digests import Item
from bot.text import dates

story = Story("attention")

MOST = 30
"""People of one list at most."""
NAMED = 7
"""From this importance on a kind is named."""


@story.command("attention", who="moderator")
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """Both lists, privately."""
    cohort = work.cohort
    assert cohort is not None
    items = [
        each
        for each in digests.of_cohort(work.db, cohort.id)
        if not each.key.startswith(f"{airings.ASK}:")
    ]
    waiting = _by_person(each for each in items if each.state == digests.HELD)
    since = work.now - digests.TOLD_OF
    fell = _by_person(
        each
        for each in items
        if each.state != digests.HELD and each.done_at is not None and each.done_at > since
    )
    number = budget.per_week(cohort)
    blocks: list[Block] = [*work.say("attention-rule", number=number, cohort=cohort.name)]
    blocks += _list(work, waiting, "attention-waits", "attention-waits-none", until=True)
    blocks += _list(work, fell, "attention-fell", "attention-fell-none", until=False)
    change = work.runs("settings-button", "settings")
    return [Whisper(card=Card(blocks=tuple(blocks), buttons=(change,)))]


def _by_person(items: Iterable[Item]) -> Mapping[str, Sequence[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for each in items:
        found[each.person].append(each)
    return found


def _list(
    work: Work, items: Mapping[str, Sequence[Item]], head: str, none: str, *, until: bool
) -> list[Block]:
    if not items:
        return [*work.say(none)]
    known = people.named(work.db, list(items))
    order = sorted(items, key=lambda each: (known[each].name, each))
    lines = [_line(work, known[each].name, each, items[each], until=until) for each in order]
    more = work.say("attention-more", number=len(lines) - MOST) if len(lines) > MOST else ()
    return [*work.say(head), Bullets(items=tuple(lines[:MOST])), *more]


def _line(work: Work, name: str, person: str, items: Sequence[Item], *, until: bool) -> Inlines:
    kinds = ", ".join(dict.fromkeys(work.word(_kind(each)) for each in items))
    name = name or work.word("someone")
    at = _due(work, person) if until else None
    if at is None:
        return work.tools.catalogue.line("attention-line", name=name, kinds=kinds)
    when = dates.moment(at, work.zone().key)
    return work.tools.catalogue.line("attention-line-until", name=name, kinds=kinds, when=when)


def _kind(item: Item) -> str:
    return f"kind-{item.importance}" if item.importance >= NAMED else "kind-other"


def _due(work: Work, person: str) -> datetime | None:
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, person)
    return agenda.planned(work.db, DUE, part.id) if part is not None else None
