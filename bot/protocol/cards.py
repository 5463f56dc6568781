"""What people see and touch: cards with buttons, and forms with fields.

A card's buttons and a form carry an ``action`` (which story answers) and ``args`` (which thing is
meant). They carry no rights: whoever presses is looked up again in the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.protocol.text import Block, Blocks, flatten

Style = Literal["plain", "primary", "danger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One press. ``confirm`` asks "are you sure" with this text first; ``url`` opens a page instead
    of coming back to the bot. Labels are verbs, at most 30 letters."""

    label: str
    action: str
    args: Mapping[str, str] = field(default_factory=dict[str, str])
    style: Style = "plain"
    confirm: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message of the bot: blocks of text, then buttons in one row."""

    blocks: Blocks
    buttons: tuple[Button, ...] = ()

    def text(self) -> str:
        """All letters of the card, for screen readers and notifications (buttons left out)."""
        return flatten(self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a field; ``value`` comes back, ``label`` is shown (at most 75 letters)."""

    value: str
    label: str


Kind = Literal["line", "text", "choice", "choices", "person", "people", "date", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in.

    ``line`` is one line and ``text`` several; ``choice`` one of ``options`` and ``choices`` any of
    them; ``person`` and ``people`` come back as the platform's user ids; ``date`` as YYYY-MM-DD;
    ``time`` as HH:MM. ``value`` is what stands there at first (several joined by commas).
    ``limit`` counts letters.
    """

    name: str
    label: str
    kind: Kind = "line"
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: str = ""
    required: bool = False
    limit: int = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Several fields sent at once. ``title`` has at most 24 letters, ``submit`` as many.

    A ``sealed`` form's values are never parked, logged or queued.
    """

    action: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    intro: tuple[Block, ...] = ()
    args: Mapping[str, str] = field(default_factory=dict[str, str])
    sealed: bool = False


Values = Mapping[str, str | tuple[str, ...]]
"""What a form brought back: a tuple for ``choices`` and ``people``, else text. A field that was
left empty is the empty text or tuple."""
