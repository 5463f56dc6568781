"""What people do in a year with everything that asks members something: check-ins that are planned
and answered, answers that go to everyone, commitments, and notes to who has gone quiet."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.protocol.cards import Field
from bot.protocol.ports import StageError
from tests.world import World

PLANS = {
    "pulse": {"How often": "every week", "First day": "2026-03-03"},
    "top-of-mind": {"How often": "every two weeks", "First day": "2026-03-05"},
    "self-care": {"How often": "every month, on that weekday", "First day": "2026-03-11",
                  "Where help is": "The crisis line, 988, at any hour."},
}  # fmt: skip
"""The check-ins of the year, with what their moderator chose."""
SAYS = ("Interpreters on the phone.", "Who asks at night?", "Not much this week.")
CONSENTS = ("By my name", "By my role", "Without name or role", "No, keep it there")


def begin(world: World) -> None:
    """Plan what the cohort is asked."""
    for name, chosen in PLANS.items():
        world.command("ana", f"/cohort checkin {name}")
        world.press("ana", "Plan it")
        world.fill("ana", chosen)


def happens(world: World, some: list[str], dice: random.Random, said: Counter[str]) -> None:
    """One of these things, by some of the members or their moderator."""
    does: Callable[[World, list[str], random.Random, Counter[str]], None]
    does = dice.choice((_answer, _answer, _write_back, _consent, _bring, _try_something, _note))
    with suppress(StageError):  # what people do may be impossible by now
        does(world, some, dice, said)


def _answer(world: World, some: list[str], dice: random.Random, said: Counter[str]) -> None:
    for who in some:
        if "Answer" in world.buttons(who):
            world.press(who, "Answer")
            _fill(world, who, dice)
            said["check-ins answered"] += 1


def _write_back(world: World, some: list[str], dice: random.Random, said: Counter[str]) -> None:
    for who in some[:6]:
        world.say(who, dice.choice(SAYS), to="dm")
        said["words in private"] += 1


def _consent(world: World, some: list[str], dice: random.Random, said: Counter[str]) -> None:
    for who in some:
        if offered := set(CONSENTS) & set(world.buttons(who)):
            world.press(who, dice.choice(sorted(offered)))
            said["consents"] += 1


def _bring(world: World, some: list[str], dice: random.Random, said: Counter[str]) -> None:
    world.command("ana", "/cohort checkin results", "dm")
    world.press("ana", "Bring it to everyone")
    said["asks for consent"] += 1


def _try_something(world: World, some: list[str], dice: random.Random, said: Counter[str]) -> None:
    for who in some[:3]:
        world.command(who, "/cohort i will try asking at the front desk", "dm")
        said["commitments"] += 1


def _note(world: World, some: list[str], dice: random.Random, said: Counter[str]) -> None:
    world.command("ana", "/cohort who is quiet", "dm")
    writes = [each for each in world.buttons("ana") if each.startswith("Write to ")]
    if writes:
        world.press("ana", dice.choice(writes))
        world.fill("ana", {"Your note": "How did it go?",
                           "What shall happen with it?": "Send, signed Ana Ruiz"})  # fmt: skip
        said["notes"] += 1


def _fill(world: World, who: str, dice: random.Random) -> None:
    form = world.platform.form(who)
    assert form is not None
    values: dict[str, Any] = {each.label: _value(each, dice) for each in form.form.fields}
    world.fill(who, values)


def _value(into: Field, dice: random.Random) -> str | list[str]:
    match into.kind:
        case "choice":
            return dice.choice(into.options).label
        case "choices":
            return [dice.choice(into.options).label]
        case _:
            return dice.choice(SAYS)
