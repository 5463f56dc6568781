"""What people mark for the summary: which reaction means what, and how much a mark counts."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, get_args

Kind = Literal["insight", "tool", "resource", "question"]

KINDS: tuple[Kind, ...] = get_args(Kind)
SETTING = "marks"
"""Under this name a cohort's settings hold, by kind, the names of the reactions that mean it."""
USUAL: Mapping[Kind, tuple[str, ...]] = {
    "insight": ("bulb",),
    "tool": ("wrench",),
    "resource": ("paperclip",),
    "question": ("question",),
}
GLYPHS = {"💡": "bulb", "🔧": "wrench", "📎": "paperclip", "❓": "question"}
"""What somebody may type instead of a name, as far as all platforms call it the same."""
_GLYPH_OF = {name: glyph for glyph, name in GLYPHS.items()}
MOST_REACTIONS = 5
"""Reactions that mean one kind."""
LONGEST_REACTION = 60
LONGEST_WHY = 200
"""Letters of why a resource is worth it."""
ENOUGH = 3
"""People, besides its author, whose marks bring a message into every draft."""

_NAME = re.compile(r"[^\W_][\w+'-]*|[+-]1")


def reactions(settings: Mapping[str, Any]) -> dict[Kind, tuple[str, ...]]:
    """By kind, the names of the reactions that mean it in a cohort with these settings."""
    own = settings.get(SETTING, {})
    return {kind: tuple(own.get(kind, USUAL[kind])) for kind in KINDS}


def meaning(settings: Mapping[str, Any], emoji: str) -> Kind | None:
    """The kind that a reaction means, or None."""
    return next((kind for kind, names in reactions(settings).items() if emoji in names), None)


def read(text: str) -> tuple[str, ...] | None:
    """The names of reactions that somebody typed, such as ``:bulb: 🔧``, each once; None if one of
    them is no name."""
    found: dict[str, None] = {}
    for word in re.split(r"[\s,;]+", text.replace("\ufe0f", "")):
        # Platforms tell of a reaction without its skin tone.
        name = GLYPHS.get(word, word.strip(":").casefold().partition("::")[0])
        if not name:
            continue
        if len(name) > LONGEST_REACTION or not _NAME.fullmatch(name):
            return None
        found[name] = None
    return tuple(found)


def shown(names: Iterable[str]) -> str:
    """Names of reactions as ``read`` takes them: as what people see, as far as that is known."""
    return " ".join(_GLYPH_OF.get(each, f":{each}:") for each in names)


def ranked(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """The kinds that a message was marked as, each once: what most people say comes first, and of
    equals what ``KINDS`` has first."""
    said = list(kinds)
    return tuple(sorted(dict.fromkeys(said), key=lambda kind: (-said.count(kind), kind_at(kind))))


def kind_at(kind: Kind) -> int:
    """The place of a kind among all, from 0."""
    return KINDS.index(kind)


def is_wanted(markers: Collection[str], author: str, moderators: Collection[str]) -> bool:
    """Whether a message is to be in every draft: a moderator marked it, or people enough did.
    All are ids; ``markers`` may name someone more than once."""
    people = set(markers)
    return not people.isdisjoint(moderators) or len(people - {author}) >= ENOUGH
