"""What we put into the data of buttons and forms, and read back from what was pressed.

``show`` writes it and ``listen`` reads it, so both stand here side by side. It all lies under one
key, since Teams adds the fields' values beside it. A person can send anything in its place: it
names what is meant and gives no rights.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.strategies import configure_tagged_union

from bot.protocol.cards import Form, Values
from bot.protocol.text import Block, Inline

KEY = "roundtable"
VERB = "roundtable"
"""The verb of every Action.Execute."""

LARGEST = 16_000
"""Letters of a form that is carried in a button's data; a form beyond it is not shown."""
ARGS = 2000
"""Letters of all arguments of a button or form; whoever sends more did not press one of ours."""

Json = dict[str, Any]

_converter = Converter(omit_if_default=True)
_converter.register_unstructure_hook(datetime, lambda value: value.isoformat())
_converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
for _union in (Inline, Block):
    configure_tagged_union(_union, _converter, tag_name="type")


class TooLarge(ValueError):
    """Something that cannot be shortened does not fit into the limits. Names no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button of a card."""

    action: str
    args: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTag:
    """A form that travels with its own card, so that it can be shown again with what is wrong.
    ``channel`` and ``direct`` say where it was asked for (empty: where it stands), which is another
    place than that of the card if it was shown in the private chat instead."""

    form: Form
    channel: str = ""
    direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """A button that opens a form: as a dialog, or in place of its own card."""

    tag: FormTag


@dataclass(frozen=True, slots=True, kw_only=True)
class Sends:
    """The button that sends a form; ``dialog`` if it stands in one."""

    tag: FormTag
    dialog: bool = False


Deed = Press | Opens | Sends
_KINDS: dict[str, type[Press] | type[Opens] | type[Sends]] = {
    "press": Press,
    "opens": Opens,
    "sends": Sends,
}


def data(deed: Deed) -> Json:
    """The data of a button. Raises TooLarge for a form with too many letters."""
    kind = next(name for name, each in _KINDS.items() if isinstance(deed, each))
    packed = _converter.unstructure(deed)
    if not isinstance(deed, Press) and len(str(packed)) > LARGEST:
        raise TooLarge(f"a form of {len(str(packed))} letters where {LARGEST} fit")
    return {KEY: {"kind": kind, **packed}}


def deed(pressed: Any) -> Deed | None:
    """What a press means; None if it is not ours or cannot be read."""
    packed = pressed.get(KEY) if isinstance(pressed, Mapping) else None
    if not isinstance(packed, Mapping):
        return None
    kind = _KINDS.get(str(packed.get("kind")))
    try:
        found = None if kind is None else _converter.structure(packed, kind)
    except (BaseValidationError, TypeError, ValueError, KeyError, AttributeError):
        return None
    if found is None:
        return None
    args = found.args if isinstance(found, Press) else found.tag.form.args
    return found if sum(len(name) + len(value) for name, value in args.items()) <= ARGS else None


def input_id(name: str) -> str:
    """The id of a field's input."""
    return f"field:{name}"


def several(values: tuple[str, ...]) -> str:
    """Several values as Teams keeps them: joined by commas, so ours are hidden."""
    return ",".join(choice(each) for each in values)


def choice(value: str) -> str:
    """A choice's value without commas."""
    return quote(value, safe="", errors="surrogatepass")


def values(form: Form, pressed: Mapping[str, Any]) -> Values:
    """What stands in the fields of a form that was sent, by their names. A field that Teams left
    out is empty."""
    found: dict[str, str | tuple[str, ...]] = {}
    for each in form.fields:
        given = pressed.get(input_id(each.name))
        text = given if isinstance(given, str) else ""
        match each.kind:
            case "choices":
                found[each.name] = tuple(_chosen(part) for part in text.split(",") if part)
            case "people":
                found[each.name] = tuple(part.strip() for part in text.split(",") if part.strip())
            case "choice":
                found[each.name] = _chosen(text.strip())  # spaces stand for no choice
            case _:
                found[each.name] = text
    return found


def _chosen(text: str) -> str:
    return unquote(text, errors="surrogatepass")
