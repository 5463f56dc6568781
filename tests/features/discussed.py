"""A discussion with three answers, and what people see of its summary."""

from bot.protocol.cards import Card
from tests.world import World

BEN = "We ask at registration, with the address, and it takes ten seconds."
CHO = "Our front desk struggles when the line is long."
LINK = "We use the poster at https://example.org/poster for our waiting room."
DEE = "Does anyone have a script in Spanish that patients like?"


def discussed(world: World, *, moderators: tuple[str, ...] = ("ana", "joy")) -> dict[str, str]:
    """The first week's discussion with three answers; their messages by author."""
    world.cohort("ben", "cho", "dee", moderators=moderators)
    world.until("2026-03-02 10:05")
    said: dict[str, str] = {}
    for who, words in (("ben", BEN), ("cho", f"{CHO} {LINK}"), ("dee", DEE)):
        said[who] = world.say(who, words, to="prompt")
        # What is said at one moment has no order, and so nothing of it answers anything.
        world.advance(minutes=1)
    return said


def drafted(world: World, **more: tuple[str, ...]) -> dict[str, str]:
    """The same, and the draft that follows when it has closed."""
    messages = discussed(world, **more)
    world.until("2026-03-10 08:59")
    world.forget()
    world.until("2026-03-10 09:00")
    return messages


def quoting(world: World, who: str, how: str) -> None:
    """Someone chooses how they may be quoted."""
    world.command(who, "/cohort my data", where="dm")
    label = {"name": "By name", "role": "By role", "none": "Not at all"}[how]
    world.press(who, label)


def card(world: World, who: str, words: str) -> str:
    """The newest card with these words in someone's private chat, as it stands now."""
    return next((each for each in reversed(cards(world, who, f"dm:{who}")) if words in each), "")


def posted(world: World) -> list[str]:
    """The summaries that stand in the room now, as they stand."""
    return [each for each in cards(world, "ana", "room") if "What we shared" in each]


def cards(world: World, who: str, channel: str) -> list[str]:
    """The letters of the bot's cards that someone sees now in a channel."""
    return [
        each.body.text()
        for each in world.platform.visible(who)
        if each.channel == channel and isinstance(each.body, Card)
    ]
