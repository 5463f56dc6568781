"""Protocol values to JSON data and back, for what has to wait in the database.

Every member of a union carries its type's name, so that a stored value reads back as what it was.
"""

from datetime import datetime
from typing import Any

from cattrs import Converter
from cattrs.strategies import configure_tagged_union

from bot.protocol.cards import Button, Card
from bot.protocol.events import Event
from bot.protocol.text import Block, Blocks, Inline, Inlines

_Buttons = tuple[Button, ...]
_converter = Converter()
_converter.register_unstructure_hook(datetime, lambda value: value.isoformat())
_converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
_converter.register_structure_hook(str | tuple[str, ...],
                                   lambda value, _: value if isinstance(value, str)
                                   else tuple(value))  # fmt: skip
# By predicate: a hook registered for ``object`` itself would take every class.
_converter.register_structure_hook_func(lambda kind: kind is object, lambda value, _: value)
for union in (Inline, Block, Event):
    configure_tagged_union(union, _converter, tag_name="type")


def dump_card(card: Card) -> Any:
    """A card as JSON data; ``parts`` only if it has any."""
    data = {
        "blocks": dump_blocks(card.blocks),
        "buttons": _converter.unstructure(card.buttons, _Buttons),
    }
    return data | {"parts": [dump_card(each) for each in card.parts]} if card.parts else data


def load_card(data: Any) -> Card:
    """The card that ``dump_card`` took, now or before cards had parts."""
    return Card(
        blocks=load_blocks(data["blocks"]),
        buttons=_converter.structure(data["buttons"], _Buttons),
        parts=tuple(load_card(each) for each in data.get("parts", ())),
    )


def dump_nodes(nodes: Inlines) -> Any:
    """A line of nodes as JSON data."""
    return _converter.unstructure(nodes, Inlines)


def load_nodes(data: Any) -> Inlines:
    """The nodes that ``dump_nodes`` took."""
    return _converter.structure(data, Inlines)


def dump_blocks(blocks: Blocks) -> Any:
    """Blocks as JSON data."""
    return _converter.unstructure(blocks, Blocks)


def load_blocks(data: Any) -> Blocks:
    """The blocks that ``dump_blocks`` took."""
    return _converter.structure(data, Blocks)


def dump_event(event: Event) -> Any:
    """An event as JSON data."""
    return _converter.unstructure(event, Event)


def load_event(data: Any) -> Event:
    """The event that ``dump_event`` took."""
    return _converter.structure(data, Event)  # pyright: ignore
