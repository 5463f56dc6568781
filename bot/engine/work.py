"""What a feature is handed when something happened."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from hmac import compare_digest
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from babel.lists import format_list
from sqlalchemy import Connection

from bot.engine import budget
from bot.engine.keyring import Keyring, marks_kept
from bot.insight.model.endpoint import Endpoint
from bot.protocol.cards import Button, Card, Style
from bot.protocol.effects import Tell
from bot.protocol.refs import Ref
from bot.protocol.text import Blocks
from bot.rules.filled import Problem
from bot.store import cohorts, people, secrets
from bot.store.records import Cohort, Membership, Person, Room
from bot.text.catalogue import Catalogue, Value
from bot.text.dates import LOCALE
from bot.text.library import Library

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(slots=True, kw_only=True)
class Tools:
    """What does not change between events: texts, the library, the dice, links to messages, and
    the language model that the operator has set up, if there is one."""

    catalogue: Catalogue
    library: Library
    dice: Random
    link: Callable[[Ref], str | None]
    keyring: Keyring = field(default_factory=Keyring)
    model: Endpoint | None = None

    def new_id(self, letters: int = 14) -> str:
        """A random id; 14 letters of 31 make 69 bits."""
        return "".join(self.dice.choice(LETTERS) for _ in range(letters))


@dataclass(slots=True, kw_only=True)
class Work:
    """One event's transaction, and who and where it is about.

    ``who`` acts (None for the clock and for workers), ``part`` is their membership in ``cohort``,
    ``agreed`` whether their words may be kept there. ``cohort`` is the room's, the button's or the
    due row's; in the private chat it is None unless there is just one. ``refused``: the event
    arrived late of someone who was erased since, and nothing may come of it. ``scrub``: what was
    deleted is to leave the database's files, too, after the commit. ``met_anew``: memberships whose
    manners changed, so that what waits for them may go out sooner or later than planned. ``once``:
    what a story has done that need not be done again for the same event, by names of its own.
    """

    db: Connection
    now: datetime
    tools: Tools
    who: Person | None = None
    cohort: Cohort | None = None
    room: Room | None = None
    part: Membership | None = None
    agreed: bool = False
    refused: bool = False
    scrub: bool = False
    met_anew: set[str] = field(default_factory=set[str])
    once: set[str] = field(default_factory=set[str])

    @property
    def library(self) -> Library:
        """The prompts, programmes and agreements that ship or were added."""
        return self.tools.library

    def new_id(self) -> str:
        """A random id."""
        return self.tools.new_id()

    def marks(self, text: str) -> list[str]:
        """What stands for a text where nobody is to read it: the first is the one to write, any of
        them may have been written before. Without a key of the operator's they are made with a
        value of the database's own: then whoever has the whole database can try texts out."""
        own = secrets.own(self.db, secrets.MARKS, self.tools.new_id(52))
        return marks_kept(self.tools.keyring, own, text)

    def seal(self, text: str) -> str:
        """What a button carries to show that the bot itself wrote this text on it."""
        return self._seals(text)[0]

    def is_sealed(self, text: str, seal: str) -> bool:
        """Whether the bot wrote this text. The database's own value seals only where the operator
        has no key: whoever reads a backup of it could otherwise seal with that."""
        return any(compare_digest(each.encode(), seal.encode()) for each in self._seals(text))

    def _seals(self, text: str) -> list[str]:
        # Apart from the marks of tombstones, so that neither can pass for the other.
        text = f"seal\n{text}"
        return self.tools.keyring.marks(text) or self.marks(text)

    def say(self, key: str, **values: Value) -> Blocks:
        """A message of the catalogue as blocks."""
        return self.tools.catalogue.blocks(key, **values)

    def word(self, key: str, **values: str | int) -> str:
        """A message of the catalogue as bare letters, for labels."""
        return self.tools.catalogue.word(key, **values)

    def wrong(self, problems: Mapping[str, Problem]) -> dict[str, str]:
        """What is wrong with a form, by field, in sentences."""
        return {name: self.word(key, **values) for name, (key, values) in problems.items()}

    def card(self, key: str, *buttons: Button, **values: Value) -> Card:
        """A message of the catalogue as a card."""
        return Card(blocks=self.say(key, **values), buttons=buttons)

    def button(
        self,
        key: str,
        action: str,
        *,
        style: Style = "plain",
        confirm: str | None = None,
        **args: str,
    ) -> Button:
        """A button labelled by the catalogue; ``cohort`` is added to its args when known."""
        if self.cohort is not None:
            args.setdefault("cohort", self.cohort.id)
        return Button(label=self.word(key), action=action, args=args, style=style, confirm=confirm)

    def runs(self, key: str, text: str, *, style: Style = "plain") -> Button:
        """A button that does what ``/cohort text`` does."""
        return self.button(key, "command", style=style, text=text)

    def names(self, people: Iterable[Person]) -> str:
        """Names in a row, such as "Ana Ruiz and Joy Lee"."""
        return format_list([each.name for each in people], locale=LOCALE)

    def moderators(self) -> list[Person]:
        """The moderators of the cohort, by name."""
        assert self.cohort is not None
        parts = cohorts.moderators(self.db, self.cohort.id)
        found = people.named(self.db, [part.person for part in parts])
        return [found[part.person] for part in parts]

    def tell(self, person: str, card: Card, **more: Any) -> Tell:
        """A private message to a person, about the cohort."""
        return Tell(
            person=person, card=card, cohort=self.cohort.id if self.cohort else None, **more
        )

    def tell_moderators(self, card: Card, *, key: str = "", **more: Any) -> list[Tell]:
        """The same private message to each moderator. With a ``key`` each is told once only."""
        return [
            self.tell(each.id, card, key=f"{key}:{each.id}" if key else "", **more)
            for each in self.moderators()
        ]

    def arrives(self, person: str, importance: int = 7) -> datetime:
        """When a private message of this importance about the cohort would reach a person that is
        said now: at once, or when their budget allows it."""
        assert self.cohort is not None
        return budget.arrives(self.db, self.cohort, person, importance, self.now)

    def first(self, what: str) -> bool:
        """Whether a story does this for the first time for the event; from now on it did."""
        new = what not in self.once
        self.once.add(what)
        return new

    @contextmanager
    def about(self, cohort_id: str) -> Iterator[Cohort | None]:
        """Within it, this is about another cohort (None where there is none of this id)."""
        before, self.cohort = self.cohort, cohorts.get(self.db, cohort_id)
        try:
            yield self.cohort
        finally:
            self.cohort = before

    def refreshed(self) -> None:
        """Read the cohort and the person's part anew, after changing them."""
        if self.cohort is not None:
            self.cohort = cohorts.get(self.db, self.cohort.id)
        if self.cohort is not None and self.who is not None:
            self.part = cohorts.membership_of(self.db, self.cohort.id, self.who.id)
            self.agreed = cohorts.agreed(self.db, self.cohort.id, self.who.id)

    def link(self, ref: Ref) -> str | None:
        """An address that opens a message, or None."""
        return self.tools.link(ref)

    def zone(self) -> ZoneInfo:
        """The cohort's time zone. There must be a cohort."""
        assert self.cohort is not None
        return ZoneInfo(self.cohort.zone)

    def local(self, at: datetime | None = None) -> datetime:
        """An instant (now) as the cohort's clocks show it."""
        return (at or self.now).astimezone(self.zone())

    def today(self) -> date:
        """The cohort's date."""
        return self.local().date()
