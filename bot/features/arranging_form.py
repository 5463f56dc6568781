"""The form in which moderators name, order and join themes or chapters: two fields for each, or,
where there are many, one of them at a time.

No story lives here, only what stories share that have such a form. Its sentences are messages of
the catalogue that begin with ``what``, such as ``summary-theme``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.work import Work
from bot.protocol.cards import Field, Option
from bot.rules.filled import Filled
from bot.rules.summary_themes import OUT, Wish, tangled
from bot.text.fit import shortened

LONGEST_NAME = 60
OPTION = 75
OFFERED = 100
"""Options that a field may have on every platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A theme of the form: its ``number`` counts from one, ``name`` is empty if it has none,
    ``out`` says that it is left out."""

    id: str
    number: int
    name: str
    out: bool = False

    def field(self, what: str) -> str:
        """The name of one of its fields: ``name`` or ``goes``."""
        return f"{what}-{self.id}"


def fields(work: Work, what: str, rows: Sequence[Row], *, leaves_out: bool) -> tuple[Field, ...]:
    """The fields of all rows. ``leaves_out``: whether one may be left out altogether."""
    return tuple(field for row in rows for field in _fields(work, what, row, rows, leaves_out))


def _fields(
    work: Work, what: str, row: Row, rows: Sequence[Row], leaves_out: bool
) -> tuple[Field, Field]:
    # The name that it has does not stand in the field: its words are members', and they would come
    # back as the moderator's if they were taken back while the form is open.
    places = _places(work, what, rows)
    others = [each for each in _joins(work, what, rows) if each.value != row.id]
    out = [Option(value=OUT, label=work.word(f"{what}-out"))] if leaves_out else []
    return (
        Field(
            name=row.field("name"),
            label=_heading(work, what, row),
            hint=work.word(f"{what}-hint"),
            limit=LONGEST_NAME,
        ),
        Field(
            name=row.field("goes"),
            label=work.word(f"{what}-goes", number=row.number),
            kind="choice",
            options=(*places, *others, *out),
            value=OUT if row.out else str(row.number),
            required=True,
        ),
    )


def _places(work: Work, what: str, rows: Sequence[Row]) -> list[Option]:
    return [
        Option(value=str(each.number), label=work.word(f"{what}-place", number=each.number))
        for each in rows
    ]


def _joins(work: Work, what: str, rows: Sequence[Row]) -> list[Option]:
    return [
        Option(
            value=each.id,
            label=shortened(work.word(f"{what}-with", name=_heading(work, what, each)), OPTION),
        )
        for each in rows
    ]


def single(work: Work, what: str, rows: Sequence[Row]) -> tuple[Field, ...]:
    """The fields in which one row is chosen, and what becomes of it. What is beyond the first
    ``OFFERED`` comes nearer when others are joined."""
    offered = rows[:OFFERED]
    which = [
        Option(value=each.id, label=shortened(_heading(work, what, each), OPTION))
        for each in offered
    ]
    return (
        Field(
            name="which",
            label=work.word(f"{what}-which"),
            kind="choice",
            options=tuple(which),
            required=True,
        ),
        Field(
            name="name",
            label=work.word(f"{what}-name"),
            hint=work.word(f"{what}-hint"),
            limit=LONGEST_NAME,
        ),
        Field(
            name="place",
            label=work.word(f"{what}-moves"),
            kind="choice",
            options=tuple(_places(work, what, offered)),
        ),
        Field(
            name="joins",
            label=work.word(f"{what}-joins"),
            kind="choice",
            options=tuple(_joins(work, what, offered)),
        ),
    )


def single_wish(filled: Filled, what: str, rows: Sequence[Row]) -> dict[str, Wish]:
    """What the form for one row says, as wishes for all: the others stay. What cannot be is noted
    as a problem."""
    which = filled.one_of("which", {each.id for each in rows})
    place, joins = filled.text("place"), filled.text("joins")
    name = filled.words("name", LONGEST_NAME)
    if place:
        filled.one_of("place", {str(each.number) for each in rows})
    if joins:
        filled.one_of("joins", {each.id for each in rows})
    if joins and (place or joins == which):
        filled.wrong("joins", f"{what}-either")
    elif not (place or joins or name):
        filled.wrong("name", f"{what}-nothing")
    return {
        each.id: Wish(label=name, goes=joins or place or str(each.number))
        if each.id == which
        else Wish(label="", goes=str(each.number))
        for each in rows
    }


def _heading(work: Work, what: str, row: Row) -> str:
    if not row.name:
        return work.word(f"{what}-unnamed", number=row.number)
    return work.word(f"{what}-named", number=row.number, name=row.name)


def wishes(
    filled: Filled, what: str, rows: Sequence[Row], most: int, *, leaves_out: bool
) -> dict[str, Wish]:
    """What the form says of each row; what cannot be is noted as a problem. ``most``: how many
    places there are."""
    known = {*(each.id for each in rows), *map(str, range(1, most + 1))}
    known |= {OUT} if leaves_out else set()
    found = {
        each.id: Wish(
            label=filled.words(each.field("name"), LONGEST_NAME),
            goes=filled.one_of(each.field("goes"), known),
        )
        for each in rows
    }
    for each in rows:
        if each.id in tangled(found):
            filled.wrong(each.field("goes"), f"{what}-tangled")
    return found
