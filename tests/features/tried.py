"""Members who write down what they will try, and what is seen of it."""

from datetime import datetime

from tests.world import World

DOOR = "Put the card up at the door."
ASKED = "you wanted to try this"
LET = {
    "name": "Moderators and their reports, with my name",
    "role": "Moderators and their reports, as “a member”",
    "none": "Moderators and their reports, without name or role",
    "self": "Only me",
}


def tries(world: World, who: str, text: str = DOOR, shown: str = "self") -> None:
    """Someone writes down what they will try."""
    world.command(who, "/cohort i will try")
    world.fill(who, {"What will you try?": text, "Who sees these words": LET[shown]})


def asked(world: World, who: str) -> list[datetime]:
    """When someone was asked again, by the world's clock."""
    return [
        each.at
        for each in world.stage.lines()
        if each.to == f"dm:{who}" and each.sender == "bot" and ASKED in each.text
    ]


def seen(world: World, who: str = "ana") -> str:
    """What a moderator sees of it."""
    world.told(who)
    world.command(who, "/cohort commitments", where="dm")
    return world.told(who)[-1]
