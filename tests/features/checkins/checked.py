"""A cohort whose moderator sends check-ins, and what its members see of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.sandbox.address import dm
from adapters.sandbox.replies import Where
from bot import compose
from bot.protocol.cards import Button
from bot.store import manners, people
from bot.store.tables import checkin, cohort, identity
from tests.features.discussed import cards
from tests.world import World

EIGHT = ("ben", "cho", "dee", "eli", "fay", "gus", "hal", "ivy")
WELL = "top-of-mind"
CARRY, TALK = (each.ask for each in compose.library().checkins[WELL].questions)


def gathered(world: World, *members: str, **more: Any) -> None:
    """A cohort without prompts in the weeks that are played; Monday, 9:30."""
    world.cohort(*members, First_day="2026-06-01", **more)
    world.until("2026-03-02 09:30")
    world.forget()


ZONES = {
    "ben": "America/Los_Angeles", "cho": "America/New_York", "dee": "America/Sao_Paulo",
    "eli": "Europe/Berlin", "fay": "Asia/Kolkata", "gus": "Pacific/Auckland",
}  # fmt: skip
"""Of six members: in the weeks that are played the clocks of four change, on different days."""


def spread(world: World, **more: Any) -> None:
    """A cohort of six, each in a zone of their own; Monday, 9:30 in New York."""
    gathered(world, *ZONES, **more)
    for who, zone in ZONES.items():
        world.enters(who, zone=zone)
    world.forget()


def sends(world: World, name: str = WELL, by: str = "ana", **form: str) -> None:
    """A moderator sends a round now."""
    world.command(by, f"/cohort checkin {name}")
    world.press(by, "Send a round now")
    world.fill(by, {key.replace("_", " "): value for key, value in form.items()})


def plans(world: World, name: str = WELL, by: str = "ana", **form: str) -> None:
    """A moderator plans a check-in."""
    world.command(by, f"/cohort checkin {name}")
    world.press(by, "Plan it")
    world.fill(by, {key.replace("_", " "): value for key, value in form.items()})


def answers(world: World, who: str, said: Mapping[str, Any], button: str = "Answer") -> None:
    """Someone fills in the form that a button opens."""
    world.press(who, button)
    world.fill(who, said)


def presses(world: World, handle: str, action: str, **args: str) -> None:
    """Someone presses a button that may never have stood before them, or no longer does."""
    (its,) = world.rows(cohort)
    button = Button(label="–", action=action, args={"cohort": its["id"], **args})
    where = Where(who=handle, channel=dm(handle))
    world._run(world.stage.gestures._press(where, button, None))  # pyright: ignore
    world._settle()  # pyright: ignore


def leads(world: World, manager: str, who: str) -> None:
    """The platform tells whose line manager someone is."""
    above, below = person(world, manager), person(world, who)
    with world.scene.database.transaction() as db:
        people.change(db, below, told_manager=above)


def wants(world: World, who: str, **manner: Any) -> None:
    """Someone asked to be met in some manner."""
    (its,), mine = world.rows(cohort), person(world, who)
    with world.scene.database.transaction() as db:
        manners.change(db, its["id"], mine, **manner)


def sheet(world: World, who: str) -> str:
    """The id of someone's newest sheet."""
    mine = person(world, who)
    return [each["id"] for each in world.rows(checkin) if each["person"] == mine][-1]


def seen(world: World, who: str, words: str) -> str:
    """The newest card with these words in someone's private chat, as it stands now."""
    return next((each for each in reversed(cards(world, who, f"dm:{who}")) if words in each), "")


def labels(world: World, who: str) -> list[str]:
    """The buttons of all messages that stand before someone, as they stand now."""
    return [each.label for message in world.platform.visible(who) for each in message.buttons]


def state(world: World, who: str) -> list[str]:
    """The states of someone's sheets."""
    mine = person(world, who)
    return [each["state"] for each in world.rows(checkin) if each["person"] == mine]


def person(world: World, who: str) -> str:
    """The bot's id of someone."""
    return next(each["person"] for each in world.rows(identity) if each["user"] == who)


def sent_at(world: World, who: str, words: str) -> list[datetime]:
    """When the bot sent someone private messages with these words."""
    return [
        each.at
        for each in world.stage.lines()
        if each.to == f"dm:{who}"
        and each.sender == "bot"
        and words in each.text
        and not each.edited
    ]
