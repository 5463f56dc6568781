"""What people see and touch: cards with buttons, and forms with fields.

A card's buttons and a form carry an ``action`` (which story answers) and ``args`` (which thing is
meant). They carry no rights: whoever presses is looked up again in the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    """A message of the bot: blocks of text, then buttons in one row.

    ``parts`` are further cards below, each with its own buttons and set apart by a line: several
    messages folded into one. A part has no parts; raises ValueError otherwise.
    """

    blocks: Blocks
    buttons: tuple[Button, ...] = ()
    parts: tuple["Card", ...] = ()

    def __post_init__(self) -> None:
        if any(each.parts for each in self.parts):
            raise ValueError("a part of a card has no parts of its own")

    def text(self) -> str:
        """All letters of the card, for screen readers and notifications (buttons left out)."""
        return "\n".join(filter(None, (flatten(each.blocks) for each in self.sections())))

    def sections(self) -> tuple["Card", ...]:
        """What stands between the lines, from above: cards without parts, and none that shows
        nothing."""
        whole = (replace(self, parts=()), *self.parts) if self.parts else (self,)
        return tuple(each for each in whole if each.blocks or each.buttons)

    def all_buttons(self) -> tuple[Button, ...]:
        """Every button of the card and its parts, in the order in which they are shown."""
        return tuple(button for each in self.sections() for button in each.buttons)


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
