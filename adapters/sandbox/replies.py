"""How replies are shown to the person who acted, where they acted."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.sandbox.address import BOT, ROOM
from adapters.sandbox.platform import Platform
from bot.protocol.cards import Card, Values
from bot.protocol.effects import Ask, Correct, Reply, Swap, Whisper
from bot.protocol.events import Event
from bot.protocol.ports import Ear


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where someone acted: the channel and thread, the message whose button they pressed, the
    values of the form that they sent (by field name)."""

    who: str
    channel: str
    thread: str | None = None
    origin: str | None = None
    values: Values = field(default_factory=dict[str, str | tuple[str, ...]])


async def show(
    platform: Platform, ear: Ear, event: Event, replies: Sequence[Reply], where: Where
) -> None:
    """Show replies in order. One that has no place any more goes back to the engine, which tells
    it privately."""
    for reply in replies:
        if not _shown(platform, reply, where):
            await ear.unsaid(event, reply)


def _shown(platform: Platform, reply: Reply, where: Where) -> bool:
    match reply:
        case Whisper(card=card):
            return _whisper(platform, card, where)
        case Ask(form=form):
            platform.open_form(where.who, form, where.channel, where.origin)
            return True
        case Swap(card=card):
            message = platform.message(where.origin) if where.origin else None
            if message is None or message.deleted:
                return _whisper(platform, card, where)
            platform.revise(message.id, card)
            return True
        case Correct(errors=errors):
            if platform.form(where.who) is None:
                return False
            platform.correct_form(where.who, errors, where.values)
            return True


def _whisper(platform: Platform, card: Card, where: Where) -> bool:
    """In the room, a message for this person alone; in the private chat, one like any other."""
    if where.channel != ROOM:
        platform.say(BOT, where.channel, card)
        return True
    if not platform.person(where.who).in_room:
        return False
    platform.say(BOT, ROOM, card, thread=where.thread, only=where.who)
    return True
