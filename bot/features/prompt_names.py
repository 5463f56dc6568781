"""Prompts as moderators call them: by name or by title, nearly right, too.

No story lives here, only what the stories of prompts share.
"""

from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.store import airings, programme
from bot.text.fit import short
from bot.text.prompt import Prompt

LABEL = 30  # letters of a button
WORD = 40  # letters of what was typed that are said again


def find(work: Work, name: str) -> Prompt | None:
    """The prompt of this name, or the only one of this title, as the cohort has it; none that began
    with words that were taken back."""
    assert work.cohort is not None
    known = work.library.prompt(name)
    found = named(work, known.name if known is not None else name)
    if found is not None:
        return found
    called = work.library.called(name, _own(work))
    return called[0] if len(called) == 1 else None


def named(work: Work, name: str) -> Prompt | None:
    """The prompt that a button or a form means: of this very name, whatever others are called; none
    that began with words that were taken back."""
    assert work.cohort is not None
    found = programme.prompt(work.db, work.library, work.cohort.id, name)
    return None if found is None or _is_withdrawn(work, found) else found


def is_withdrawn(work: Work, name: str) -> bool:
    """Whether the prompt of this name began with words that were taken back."""
    assert work.cohort is not None
    found = programme.prompt(work.db, work.library, work.cohort.id, name)
    return found is not None and _is_withdrawn(work, found)


def _is_withdrawn(work: Work, found: Prompt) -> bool:
    return airings.is_aired(found.name) and work.word("airing-words-gone") in found.body


def _own(work: Work) -> list[Prompt]:
    """The prompts that the cohort has in its own words and that can be posted."""
    assert work.cohort is not None
    copies = programme.copies(work.db, work.cohort.id)
    return [each for each in copies if not _is_withdrawn(work, each)]


def unknown(work: Work, word: str, command: str, when: str = "") -> Card:
    """There is no such prompt, or more than one of that title: those that may be meant, as buttons
    that give ``command`` with their name and ``when``."""
    assert work.cohort is not None
    own = _own(work)
    several = work.library.called(word, own)
    near = several or work.library.near(word, own)
    named = {"word": short(word, WORD)}
    every = work.runs("schedule-prompts-button", "prompts")
    if not near:
        return work.card("prompt-unknown", every, **named)
    buttons = [
        Button(
            label=short(each.name if several else each.title, LABEL),
            action="command",
            args={"text": f"{command} {each.name} {when}".strip(), "cohort": work.cohort.id},
        )
        for each in near
    ]
    key = "prompt-several" if several else "prompt-unknown-near"
    return work.card(key, *buttons, every, **named)
