"""A cohort with an approved summary of March, and the note that tells of it outside."""

from tests.features.discussed import card
from tests.features.kept_of import approved
from tests.world import World

GUS = "Interpreter line minutes are long, nurses say; see https://example.org/line"
HAL = "Nurses book the interpreter line for the morning hours."
LINE = "Nurses, interpreter line"
TITLE = "Hello, from where you are"
MARCH = "Spring, March 2026"
THIS = "/cohort note this month"


def summed(world: World) -> dict[str, str]:
    """Seven answers in March, approved by Ana, most about the interpreter line, some about
    registration; their messages by author."""
    return approved(world, gus=GUS, hal=HAL)


def note(world: World, who: str = "ana", words: str = MARCH) -> str:
    """The newest card with a note that a moderator sees, as it stands now."""
    return card(world, who, words)


def drafted(world: World) -> dict[str, str]:
    """The same, and Ana has asked for the note."""
    messages = summed(world)
    world.command("ana", THIS, where="dm")
    return messages


def passed_on(world: World) -> dict[str, str]:
    """The same, and she has approved it."""
    messages = drafted(world)
    world.press("ana", "Approve")
    world.forget()
    return messages
