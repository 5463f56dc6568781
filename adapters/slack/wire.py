"""What we write into Slack's own fields of buttons and forms, and read back from payloads.

``show`` writes it and ``listen`` reads it, so both stand here side by side. Only ids go in: whoever
presses or sends is looked up again in the store.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.text.letters import all_storable

VALUE = 2000
"""Letters that fit into a button's value."""
METADATA = 3000
"""Letters that fit into a form's private metadata."""


class TooLarge(ValueError):
    """Something that cannot be shortened does not fit into Slack's limits. Names no words."""


def press_id(number: int, action: str) -> str:
    """The ``action_id`` of the card's ``number``-th button: no two of one message are the same."""
    return f"press:{number}:{action}"


def open_id(number: int) -> str:
    """The ``action_id`` of a button that opens a page: Slack tells us of it all the same."""
    return f"open:{number}"


def pressed_action(action_id: str) -> str | None:
    """The action of a button that is ours and comes back to us, else None."""
    kind, _, rest = action_id.partition(":")
    _, _, action = rest.partition(":")
    return action if kind == "press" and action else None


def pack(args: Mapping[str, str], most: int = VALUE) -> str:
    """Arguments as one line of letters. Raises TooLarge."""
    packed = json.dumps(dict(args), ensure_ascii=False, separators=(",", ":"))
    if len(packed) > most:
        raise TooLarge(f"arguments of {len(packed)} letters where {most} fit")
    return packed


def unpack(value: str | None) -> dict[str, str]:
    """The arguments of a button; none at all for a value that is not ours."""
    try:
        data = all_storable(json.loads(value or "{}"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTag:
    """What a form carries along: its arguments, whether it is sealed, and where it was asked for
    (``channel``; empty where Slack did not say)."""

    args: Mapping[str, str] = field(default_factory=dict[str, str])
    sealed: bool = False
    channel: str = ""
    direct: bool = False

    def packed(self) -> str:
        """Raises TooLarge."""
        data: dict[str, Any] = {"args": dict(self.args), "in": self.channel}
        if self.sealed:
            data["sealed"] = 1
        if self.direct:
            data["direct"] = 1
        packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        if len(packed) > METADATA:
            raise TooLarge(f"a form's arguments of {len(packed)} letters where {METADATA} fit")
        return packed

    @staticmethod
    def of(metadata: str | None) -> "FormTag":
        try:
            data = all_storable(json.loads(metadata or "{}"))
            return FormTag(
                args={str(k): str(v) for k, v in data.get("args", {}).items()},
                sealed=bool(data.get("sealed")),
                channel=str(data.get("in", "")),
                direct=bool(data.get("direct")),
            )
        except (ValueError, AttributeError):
            return FormTag()


_GLUE = {"": "e", "\n": "n", " ": "s"}
_UNGLUE = {short: glue for glue, short in _GLUE.items()}


def field_id(name: str, part: int = 0, glue: str = "") -> str:
    """The ``block_id`` of a field. A text that is longer than one input of Slack's goes into
    several: ``part`` counts them and ``glue`` is what stood between it and the part before."""
    return f"field:{part}:{_GLUE[glue]}:{name}"


def field_part(block_id: str) -> tuple[str, int, str] | None:
    """Name, part and glue of a field's block, or None for a block that is not ours."""
    kind, _, rest = block_id.partition(":")
    part, _, rest = rest.partition(":")
    glue, _, name = rest.partition(":")
    if kind != "field" or not part.isdecimal() or glue not in _UNGLUE or not name:
        return None
    return name, int(part), _UNGLUE[glue]
