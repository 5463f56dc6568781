"""One event put to the whole engine on a state of its own, and what came of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count
from random import Random
from typing import Any

from adapters.sandbox.address import user
from bot import compose
from bot.engine.dispatch import Dispatcher
from bot.engine.story import Stories
from bot.engine.work import Tools
from bot.protocol.cards import Field, Values
from bot.protocol.effects import Ask, Correct, Reply, Swap, Whisper
from bot.protocol.events import Event, Pressed, Submitted
from bot.protocol.refs import Key, User
from bot.store.database import MEMORY, Database
from tests.security.gathered import Specimen, State
from tests.security.mirror import opened, rows

LONGEST = 4000
"""Letters of an answer; no card that answers a press is longer."""
_NOT_OURS = ("seen", "clock", "standing", "presence", "sqlite_sequence", "alembic_version")
"""``standing`` is a note of what the pressed card itself shows once it was answered, ``presence`` that
somebody was there today, whatever they tried."""

_numbers = count(1)


@cache
def stories() -> Stories:
    return compose.features()


@cache
def _tools() -> Tools:
    return compose.tools(Random(99), {})


Row = tuple[str, str]
"""A table's name and all that stands in a row of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of an event. ``gone`` and ``new`` are rows; a changed row is in both."""

    replies: tuple[Reply, ...]
    gone: frozenset[Row]
    new: frozenset[Row]

    @property
    def changed(self) -> frozenset[str]:
        """The tables that changed."""
        return frozenset(table for table, _ in self.gone | self.new)

    @property
    def text(self) -> str:
        """What the person who waits is shown."""
        return "\n".join(_shown(each) for each in self.replies)

    def faults(self) -> Iterator[str]:
        """What no event whatever may come to."""
        if "parked" in self.changed:
            [why] = [row for table, row in self.new if table == "parked"]
            yield f"was parked: {why[-160:]}"
        elif not self.text.strip() and not self.gone | self.new:
            yield "was answered with nothing"
        if len(self.text) > LONGEST * 4:
            yield f"was answered with {len(self.text)} letters"
        for table, row in self.new:
            if "x" * 50_000 in row:
                yield f"was kept in {table}, however long"


def _shown(reply: Reply) -> str:
    match reply:
        case Whisper(card=card) | Swap(card=card):
            return card.text()
        case Ask(form=form):
            return form.title
        case Correct(errors=errors):
            return "\n".join(errors.values())


def dump(driver: Any) -> frozenset[Row]:
    """Every row of every table of an SQLite database, but what a delivery leaves anyway."""
    tables = driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = [row[0] for row in tables.fetchall() if row[0] not in _NOT_OURS]
    return frozenset(
        (name, repr(row))
        for name in names
        for row in driver.execute(f'SELECT * FROM "{name}"').fetchall()
    )


def only_met(table: str, row: str) -> bool:
    """Whether it says no more than that somebody, of whom nothing is known, turned to the bot."""
    return table == "identity" or (table == "person" and ", '', " in row)


class Trial:
    """The engine on a copy of a state."""

    def __init__(self, state: State) -> None:
        self._database = Database(MEMORY)
        with self._database.engine.connect() as connection:
            connection.rollback()
            self._driver: Any = connection.connection.driver_connection
            self._driver.deserialize(state.data)
        self._dispatcher = Dispatcher(self._database, _tools(), stories(), lambda: state.now)
        self._before = dump(self._driver)

    def put(self, event: Event, *, last: bool = False) -> Verdict:
        """Take an event, and look what it changed; unless it is the ``last``, undo all of it.
        Raises what made it impossible to keep it."""
        counted = self._driver.total_changes
        with self._database.engine.connect() as db, db.begin() as whole:
            outcome = self._dispatcher.within(db, event)
            # Most events change nothing but what is seen, and the tables are large.
            quiet = self._driver.total_changes - counted <= len(event.keys)
            after = self._before if quiet else dump(self._driver)
            if not last:
                whole.rollback()
        before, self._before = self._before, after if last else self._before
        return Verdict(replies=outcome.replies, gone=before - after, new=after - before)

    def run(self, statement: str) -> None:
        """Change the state itself."""
        self._driver.execute(statement)
        self._before = dump(self._driver)

    def close(self) -> None:
        self._database.close()


@contextmanager
def trial(state: State) -> Iterator[Trial]:
    begun = Trial(state)
    yield begun
    begun.close()


def put(state: State, event: Event) -> Verdict:
    """An event on a copy of a state."""
    with trial(state) as begun:
        return begun.put(event)


def owner(specimen: Specimen) -> User:
    """Who was shown it; what all in a room see is pressed by the member who was put there."""
    return specimen.who or user("plain")


def event_of(specimen: Specimen, **other: Any) -> Pressed | Submitted:
    """The press or the sending, as its owner would do it, or with something ``other``."""
    given: dict[str, Any] = {
        "at": specimen.state.now,
        "keys": (Key(kind="trial", value=str(next(_numbers))),),
        "who": owner(specimen),
        "place": specimen.place,
        "action": specimen.action,
        "args": specimen.args,
    }
    if specimen.form is None:
        return Pressed(**{**given, "ref": specimen.ref, **other})
    sealed = specimen.form.sealed
    return Submitted(**{**given, "values": filled(specimen), "sealed": sealed, **other})


def filled(specimen: Specimen) -> Values:
    """A form as someone fills it in who takes what is offered."""
    assert specimen.form is not None
    soon = (specimen.state.now + timedelta(days=3)).date()
    return {field.name: _value(field, soon) for field in specimen.form.fields}


def _value(field: Field, soon: date) -> str | tuple[str, ...]:
    options = [each.value for each in field.options]
    match field.kind:
        case "choices" if field.name == "checks":
            return tuple(options)
        case "choices":
            return tuple(field.value.split(",")) if field.value else tuple(options[:1])
        case "choice":
            return field.value or options[0]
        case "date":
            return field.value or (soon.isoformat() if field.required else "")
        case "people":
            return ("plain",)
        case "person":
            return field.value or ("plain" if field.required else "")
        case _:
            return field.value or ("Words of ours" if field.required else "")


def of_rows(state: State, table: str) -> list[Mapping[str, Any]]:
    """The rows of a table in a state."""
    with opened(state.data) as db:
        return [*rows(db, table)]
