"""Letters that no store can hold, taken out of what comes from outside, at the door."""

from collections.abc import Mapping
from typing import Any


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL keeps in no text, and without halves of pairs of
    surrogates, which are no letters and cannot be written down at all."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")


def all_storable(data: Any) -> Any:
    """JSON data with each text made storable, names of members too."""
    match data:
        case str():
            return storable(data)
        case Mapping():
            return {storable(str(name)): all_storable(value) for name, value in data.items()}
        case list() | tuple():
            return [all_storable(each) for each in data]
        case _:
            return data
