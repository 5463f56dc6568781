"""Values as JSON and back: the records of the platform, and the cards, forms and nodes in them.

A dataclass is written with its name. Names come from one closed list, so that a file can only
ever bring back plain values.
"""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.sandbox import records
from bot.protocol import cards, refs, text

_KINDS: dict[str, type] = {
    name: kind
    for module in (records, cards, refs, text)
    for name, kind in vars(module).items()
    if dataclasses.is_dataclass(kind) and isinstance(kind, type)
}
_KIND = "~"


def dump(thing: object) -> str:
    """JSON text of a value."""
    return json.dumps(_plain(thing), ensure_ascii=False, separators=(",", ":"))


def load(written: str) -> Any:
    """The value of a JSON text that ``dump`` wrote. Raises ValueError for any other."""
    return _value(json.loads(written))


def _plain(thing: Any) -> Any:
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        fields = dataclasses.fields(thing)
        members = {field.name: _plain(getattr(thing, field.name)) for field in fields}
        return {_KIND: type(thing).__name__, **members}
    if isinstance(thing, datetime):
        return {_KIND: "datetime", "iso": thing.isoformat()}
    if isinstance(thing, Mapping):
        # A list of pairs, so that no key can be taken for the name of a kind.
        return {_KIND: "dict", "pairs": [[key, _plain(value)] for key, value in thing.items()]}
    if isinstance(thing, tuple | list):
        return [_plain(one) for one in thing]
    return thing


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    members = dict(plain)
    name = members.pop(_KIND, None)
    if name == "datetime":
        return datetime.fromisoformat(members["iso"])
    if name == "dict":
        return {key: _value(value) for key, value in members["pairs"]}
    if name not in _KINDS:
        raise ValueError(f"no such kind: {name!r}")
    return _KINDS[name](**{key: _value(value) for key, value in members.items()})
