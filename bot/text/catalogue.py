"""The message catalogue: every sentence that the bot says, by its key.

Messages are Fluent files (``messages/en/*.ftl``) whose values are house Markdown. Values that are
filled in are shown letter by letter: a person's name can neither format nor ping.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk, Message

from bot.protocol.refs import User
from bot.protocol.text import Blocks, Inline, Inlines, Mention, Plain, plain
from bot.text.markdown import slot, to_blocks, to_inlines, unmark

HERE = Path(__file__).parent / "messages"

Value = str | int | Inline | Inlines
"""What can be filled into a message. Only numbers take part in choosing plural forms."""


class CatalogueError(Exception):
    """A message is missing, written wrongly, or was asked for without a value that it names."""


class Catalogue:
    """All messages of one language."""

    def __init__(self, language: str = "en", folder: Path = HERE) -> None:
        self._bundle = FluentBundle([language], use_isolating=False)
        self.files: dict[str, str] = {}
        for path in sorted((folder / language).glob("*.ftl")):
            resource = FluentResource(path.read_text("utf-8"))
            for entry in resource.body:
                if isinstance(entry, Junk):
                    raise CatalogueError(f"{path.name}: cannot read {entry.content!r}")
                if isinstance(entry, Message):
                    if entry.id.name in self.files:
                        raise CatalogueError(f"{path.name}: {entry.id.name} is there twice")
                    self.files[entry.id.name] = path.name
            self._bundle.add_resource(resource)

    def __contains__(self, key: str) -> bool:
        return key in self.files

    def blocks(self, key: str, **values: Value) -> Blocks:
        """A message as blocks of text."""
        text, slots = self._filled(key, values)
        return to_blocks(text, slots)

    def line(self, key: str, **values: Value) -> Inlines:
        """A message as one line of nodes."""
        text, slots = self._filled(key, values)
        return to_inlines(text, slots)

    def word(self, key: str, **values: str | int) -> str:
        """A message as bare letters: labels of buttons and fields."""
        return self._format(key, values)

    def _filled(self, key: str, values: Mapping[str, Value]) -> tuple[str, dict[int, Inlines]]:
        slots: dict[int, Inlines] = {}
        flat: dict[str, str | int] = {}
        for name, value in values.items():
            if isinstance(value, int):
                flat[name] = value
                continue
            slots[len(slots)] = as_inlines(value)
            flat[name] = slot(len(slots) - 1)
        return self._format(key, flat), slots

    def _format(self, key: str, values: Mapping[str, str | int]) -> str:
        if key not in self.files:
            raise CatalogueError(f"there is no message {key!r}")
        message = self._bundle.get_message(key)
        if message.value is None:
            raise CatalogueError(f"message {key!r} is empty")
        text, faults = self._bundle.format_pattern(message.value, dict(values))
        if faults:
            raise CatalogueError(f"message {key!r}: {faults[0]}")
        return str(text)


@cache
def shipped() -> Catalogue:
    """The messages that ship, for all of a process: reading them takes its time, and nobody changes
    them. Raises CatalogueError."""
    return Catalogue()


def as_inlines(value: str | Inline | Inlines) -> Inlines:
    """A value as nodes; text is taken letter by letter."""
    if isinstance(value, str):
        return (Plain(text=unmark(value)),)
    return value if isinstance(value, tuple) else (value,)


def mention(user: User | None, name: str) -> Inline:
    """A mention where there is someone to mention, else the bare name."""
    return Plain(text=name) if user is None else Mention(user=user, name=name)


__all__ = ["Catalogue", "CatalogueError", "Value", "as_inlines", "mention", "plain", "shipped"]
