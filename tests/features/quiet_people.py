"""A cohort in which somebody has not been around for a while, and what moderators do about it."""

from tests.world import World

QUIET = "/cohort who is quiet"
NOTE = {"Your note": "How did the card in twelve languages go?"}
COPY, LEAVE = "Copy to send myself", "Leave Dee alone for 30 days"
SEND = "Send, signed Ana Ruiz"
WORDS = "My mother is ill, that is all."
"""What Dee answers to a note."""


def begun(world: World, *members: str, moderators: tuple[str, ...] = ("ana", "joy")) -> None:
    """A cohort in its first week, in which each member wrote on Monday, 2 March."""
    world.cohort(*members, moderators=moderators)
    world.until("2026-03-02 10:05")
    for who in members:
        world.say(who, f"{who} asks at registration.", to="prompt")
    world.forget()


def listed(world: World, who: str = "ana") -> str:
    """The list as a moderator sees it."""
    world.told(who)
    world.command(who, QUIET)
    return "\n".join(world.told(who))


def writes(world: World, who: str, about: str, what: str, **note: str) -> None:
    world.command(who, QUIET)
    world.press(who, f"Write to {about}")
    world.fill(who, {**NOTE, **note, "What shall happen with it?": what})


def noted(world: World) -> None:
    """Ana sent Dee a note."""
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    writes(world, "ana", "Dee Novak", SEND)
    world.forget()
