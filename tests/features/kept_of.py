"""A cohort whose first discussion is summed up, approved, and so in its handbook."""

from tests.features.discussed import card
from tests.features.themed import themed
from tests.world import World

HEAD = "The handbook of"


def approved(world: World, **more: str) -> dict[str, str]:
    """The two themes of ``themed``, approved by Ana; their messages by author."""
    messages = themed(world, **more)
    world.press("ana", "Approve and post")
    world.forget()
    return messages


def opens(world: World, who: str) -> str:
    """Someone opens the handbook; what they see."""
    world.command(who, "/cohort handbook", where="dm")
    return card(world, who, HEAD)


def turned(world: World, who: str, button: str, words: str) -> str:
    """Someone presses a button of the page; the page with these words that stands there then."""
    world.press(who, button)
    return card(world, who, words)


WALK = "We walk the patient to the interpreter phone, and nobody waits at the desk."
PHONE = "The interpreter phone hangs at the desk, so patients ask for it themselves."
CARDS = "Language cards at registration save us two minutes a patient."
NIGHT = "At night nobody picks up the interpreter line, so nurses call a colleague."
SECOND = {"ben": WALK, "cho": PHONE, "dee": CARDS, "eli": NIGHT}


def twice(world: World) -> dict[str, str]:
    """Two discussions, both approved: enough to be grouped over both. The messages of the second
    by author."""
    approved(world)
    world.until("2026-03-09 10:05")
    messages: dict[str, str] = {}
    for who, text in SECOND.items():
        messages[who] = world.say(who, text, to="prompt")
        world.advance(minutes=1)
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")
    world.forget()
    return messages
