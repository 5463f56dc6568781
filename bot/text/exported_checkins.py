"""Check-ins in what is handed out to a person: what they were asked, and what they answered.

Pure, as ``bot.text.exported`` is. What was asked comes from the rounds, since an answer's row knows
its question by name alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.protocol.text import Block, Bullets, Inlines, Paragraph, Plain, Strong
from bot.text.catalogue import Catalogue
from bot.text.checkin import SCALE
from bot.text.handed import UTC, Data, heading, quote, when

TABLES = ("checkin", "checkin_answer")
"""Those of which it is told here."""

Rounds = Mapping[str, Data]
"""By id, the title, the day and the check-in of each round that stands in the values."""


def blocks(
    catalogue: Catalogue, tables: Mapping[str, Sequence[Data]], rounds: Rounds
) -> Iterator[Block]:
    """A person's check-ins in one cohort, in the order of their days."""
    sheets = {row["round"]: row for row in tables.get("checkin", ())}
    answers = tables.get("checkin_answer", ())
    ids = {*sheets, *(row["round"] for row in answers)} & {*rounds}
    if ids:
        yield heading(catalogue, "export-checkins")
    for each in sorted(ids, key=lambda id: (rounds[id]["day"], rounds[id]["title"], id)):
        yield Paragraph(nodes=_head(catalogue, rounds[each], sheets.get(each)))
        mine = [row for row in answers if row["round"] == each]
        for question in rounds[each]["checkin"]["questions"]:
            for row in mine:
                if row["question"] == question["name"]:
                    yield from _answer(catalogue, question, row)


def titled(rounds: Rounds, round_id: str) -> str:
    """A round by its title and day; nothing for one that is not there."""
    its = rounds.get(round_id)
    return f"“{its['title']}”, {when(its['day'], UTC)}" if its is not None else ""


def _head(catalogue: Catalogue, its: Data, sheet: Data | None) -> Inlines:
    head = catalogue.line("export-checkin", title=its["title"], day=when(its["day"], UTC))
    if sheet is None:
        return head
    return (*head, Plain(text=" "), *catalogue.line(f"export-checkin-{sheet['state']}"))


def _answer(catalogue: Catalogue, question: Data, row: Data) -> Iterator[Block]:
    notes = [
        catalogue.word(f"export-answer-{each}") for each in ("private", "late", "changed")
        if row[each]
    ]  # fmt: skip
    chosen = _chosen(catalogue, question["kind"], row["value"])
    more = "".join([f" – {chosen}" if chosen else "", *(f" ({each})" for each in notes)])
    yield Bullets(items=((Strong(text=question["ask"]), Plain(text=more)),))
    if row["text"]:
        yield quote(row["text"])


def _chosen(catalogue: Catalogue, kind: str, value: Any) -> str:
    match kind:
        case "scale":
            return catalogue.word("page-scale", value=value, most=SCALE)
        case "choices":
            return ", ".join(value)
        case "yes-no":
            return catalogue.word(f"checkin-{value}")
        case "present":
            return catalogue.word(f"checkin-present-{value}")
        case _:
            return "" if value is None else str(value)
