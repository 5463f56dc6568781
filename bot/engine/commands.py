"""What follows ``/cohort``: which command is meant, and help made from the table of commands."""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.engine.story import Command
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.text import Bullets, Code, Inlines, Plain

HELP_USAGE = "help-help"


def find(commands: Sequence[Command], text: str) -> tuple[Command, str] | None:
    """The command that a text begins with, the longest name first, and the rest of the text."""
    words = text.split()
    names = {name: each for each in commands for name in (each.name, *each.also)}
    for length in range(min(3, len(words)), 0, -1):
        name = " ".join(words[:length]).lower()
        if name in names:
            return names[name], _rest(text, length)
    return None


def _rest(text: str, words: int) -> str:
    parts = text.split(maxsplit=words)
    return parts[words].strip() if len(parts) > words else ""


def near(commands: Sequence[Command], text: str) -> str | None:
    """The command that was probably meant, or None."""
    names = [each.name for each in commands]
    words = text.lower().split()
    for length in (2, 1):
        found = get_close_matches(" ".join(words[:length]), names, n=1, cutoff=0.6)
        if found:
            return found[0]
    return None


def allowed(command: Command, work: Work) -> bool:
    """Whether this person sees the command in help."""
    role = work.part.role if work.part is not None else None
    return (
        command.who == "anyone"
        or (command.who == "member" and role is not None)
        or (command.who == "moderator" and role == "moderator")
    )


def help_card(commands: Sequence[Command], work: Work) -> Card:
    """The commands that this person may use, a line each."""
    items: list[Inlines] = []
    for command in sorted(commands, key=lambda each: (each.who == "moderator", each.name)):
        if allowed(command, work):
            usage = f"{command.name} {command.usage}".strip()
            line = work.tools.catalogue.line(command.help)
            items.append((Code(text=usage), Plain(text=" – "), *line))
    return Card(
        blocks=(*work.say("help-head"), Bullets(items=tuple(items)), *work.say("help-tail"))
    )
