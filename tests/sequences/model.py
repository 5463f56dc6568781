"""What must have become of each message, told by nothing but what the bot acknowledged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.protocol.events import Edited, Removed, Said
from bot.protocol.text import plain

Name = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How someone stands to a cohort at the moment at which the bot hears of their message.
    ``sure`` is False where that changed in the same breath: then either is right."""

    agreed: bool
    belongs: bool
    open: bool
    """Whether the message stands where a discussion is."""
    since: bool
    """Whether the message was written after they agreed."""
    sure: bool = True


@dataclass(slots=True)
class Fate:
    """What is known of one message."""

    author: str
    allowed: set[str] = field(default_factory=set[str])
    """Words that were heard while their author agreed."""
    kept: bool = False
    """Whether it must be there."""
    loose: bool = False
    """Whether it may be there or not, for all that is known."""
    reread: bool = False
    """Whether its author asked to keep it as it stands on the platform."""
    gone: bool = False
    words: str = ""
    newest: datetime | None = None
    """When the words were written that count, as far as they were heard."""


@dataclass(slots=True)
class Model:
    """The fates of all messages by channel and id."""

    fates: dict[Name, Fate] = field(default_factory=dict[Name, Fate])

    def fate(self, name: Name, author: str = "") -> Fate:
        """What is known of a message."""
        return self.fates.setdefault(name, Fate(author=author))

    def said(self, event: Said, how: Standing) -> None:
        """A message was heard."""
        fate, words = self.fate((event.ref.channel, event.ref.message)), plain(event.nodes)
        if fate.gone:
            return
        if not how.sure:
            fate.allowed.add(words)
            fate.loose = True
            return
        if not how.agreed:
            return
        fate.allowed.add(words)
        if not how.belongs or fate.kept:
            return
        if not how.open:
            fate.loose = True
            return
        fate.kept = True
        if fate.newest is None:
            fate.words, fate.newest = words, event.at

    def edited(self, event: Edited, how: Standing) -> None:
        """New words were heard, perhaps before the message itself."""
        fate, words = self.fate((event.ref.channel, event.ref.message)), plain(event.nodes)
        if fate.gone or not (how.agreed or not how.sure):
            return
        fate.allowed.add(words)
        # Before the message itself, an edit is heard only of one that was written under consent.
        awaited = how.belongs and how.open and how.since
        if not how.sure or not (fate.kept or awaited):
            fate.loose = True
        elif fate.newest is None or event.at > fate.newest:
            fate.words, fate.newest = words, event.at

    def removed(self, event: Removed) -> None:
        """A message was deleted: it never comes back."""
        self.lose([(event.ref.channel, event.ref.message)])

    def asked_to_keep(self, name: Name) -> None:
        """Someone pressed the button that keeps a message from before they agreed."""
        fate = self.fate(name)
        fate.reread, fate.loose = True, True

    def forget(self, before: datetime) -> None:
        """Edits that have waited for their message since before then are not awaited any more."""
        for fate in self.fates.values():
            if not fate.kept and fate.newest is not None and fate.newest < before:
                fate.newest = None

    def lose(self, names: Iterable[Name]) -> None:
        """Messages were removed, left out or erased."""
        for name in names:
            fate = self.fate(name)
            fate.gone, fate.kept, fate.loose = True, False, False

    def excuse(self, names: Iterable[Name]) -> None:
        """Messages whose cohort forgot its words: they need not be there any more."""
        for name in names:
            fate = self.fate(name)
            fate.kept, fate.loose = False, True

    def wrong(self, kept: dict[Name, str]) -> list[str]:
        """What is not as it must be; ``kept`` are the words that the bot has."""
        found: list[str] = []
        for name, text in kept.items():
            fate = self.fates.get(name)
            if fate is not None and fate.gone:
                found.append(f"came back: {name}")
            elif fate is None or not (fate.reread or text in fate.allowed):
                found.append(f"kept without consent: {name}")
            elif fate.kept and not fate.loose and text != fate.words:
                found.append(f"other words than the last edit's: {name}")
        for name, fate in self.fates.items():
            if fate.kept and not fate.loose and name not in kept:
                found.append(f"lost: {name}")
        return found
