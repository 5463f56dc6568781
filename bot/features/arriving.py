"""When somebody whom a moderator asks by name gets it: said at once, where it could be too late."""

from collections.abc import Iterable
from datetime import datetime

from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Whisper
from bot.rules.hours import working_hours_before
from bot.store import facts
from bot.store.records import Person
from bot.text import dates

WORKING_HOURS = 4
"""For which an ask is to lie before somebody by the time that it is needed."""


def late(work: Work, asked: Iterable[Person], needed: datetime) -> list[Whisper]:
    """What the moderator who asks is told of those whom it reaches late, since their attention is
    kept for one message a week; nothing if it is in time for all."""
    assert work.cohort is not None
    found: list[Whisper] = []
    for each in asked:
        at, known = work.arrives(each.id), facts.of(work.db, work.cohort.id, each.id)
        zone = known.zone if known is not None else work.cohort.zone
        if at > work.now and at > working_hours_before(needed, WORKING_HOURS, zone):
            when = dates.moment(at, work.cohort.zone)
            key = "asked-arrives" if at < needed else "asked-arrives-not"
            found.append(Whisper(card=work.card(key, name=each.name, when=when)))
    if len(found) < 2:
        return found
    return [Whisper(card=Card(blocks=tuple(block for each in found for block in each.card.blocks)))]
