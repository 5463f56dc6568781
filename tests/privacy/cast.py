"""Rehearsals whose people have names, handles and words like nobody else's, so that they can be
looked for in bytes."""

import re
from pathlib import Path

from bot.features.quiet_list.listing import NAME
from bot.rehearsal import steps
from bot.rehearsal.script import load
from bot.rehearsal.steps import Script
from bot.text.fit import short

MARK = "zörq"
"""Ends each word of a name; not ASCII, since JSON writes such letters otherwise."""
HANDLE = "qzx"
ANSWERS = ("Your answer", "What you are trying to do", "What gets in the way", "A line of your own")
"""Fields of forms in which someone writes words of their own."""


def unusual(path: Path, folder: Path) -> Script:
    """A rehearsal with its people renamed."""
    text = path.read_text("utf-8")
    for person in load(path).people:
        name = " ".join(f"{word}{MARK}" for word in person.name.split())
        text = text.replace(person.name, name)
        text = re.sub(rf"(?<![\w.]){person.handle}(?!\w)", f"{person.handle}{HANDLE}", text)
    # Names that are longer than a button has room for are cut on it.
    text = re.sub(r'(?<=button: "Write to )[^"]+', lambda each: short(each[0], NAME), text)
    renamed = folder / path.name
    renamed.write_text(text, "utf-8")
    return load(renamed)


def words_of(script: Script, handle: str) -> set[str]:
    """What someone wrote in discussions, and nobody else."""
    return _words(script, handle) - {
        each for other in script.people if other.handle != handle
        for each in _words(script, other.handle)
    }  # fmt: skip


def _words(script: Script, handle: str) -> set[str]:
    found: set[str] = set()
    for step in script.steps:
        match step:
            case steps.Say(who=who, text=text, to=to) if who == handle and to != "dm":
                found.add(text)
            case steps.Edit(who=who, text=text) if who == handle:
                found.add(text)
            case steps.Fill(who=who, form=form) if who == handle:
                found |= {str(form[each]) for each in ANSWERS if each in form}
            case _:
                pass
    # A mention is written as a handle and kept as a node.
    return {part for each in found for part in re.split(r"@\w+", each) if len(part) > 7}
