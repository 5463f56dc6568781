"""What is kept of a person, as a document for that person to read, in a chat or a file.

Pure: the values come from ``bot.store.export``, whose JSON holds every field of them. Here stand
those that tell a reader something, and no ids. Words of people are quotes, so that they can neither
format nor ping, wherever they are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from bot.protocol.text import Block, Blocks, Bullets, Inlines, Paragraph, Plain
from bot.text import exported_checkins
from bot.text.catalogue import Catalogue
from bot.text.exported_checkins import Rounds
from bot.text.handed import UTC, Data, heading, lines, quote, span, when

_NUMBERED = ("posting", "concern", "digest", "handbook_page")
"""Tables of which a reader learns enough from how many rows there are."""
_TOLD_APART = ("membership", "consent", "message", *exported_checkins.TABLES)
_UNTOLD = {
    "id", "cohort", "person", "key", "platform", "workspace", "channel", "message", "thread",
    "place", "room", "round", "nodes", "draft", "dropped", "version", "mark", "item", "table",
    "text", "opening", "step", "posting", "by", "changed_by", "approved_by", "opening_by", "host",
    "answer_id", "commitment", "items", "note",
}  # fmt: skip
"""Columns that hold ids, what is told apart, or what only a program reads."""


def person_blocks(catalogue: Catalogue, data: Data, rounds: Rounds) -> Blocks:
    """All that is kept of a person. ``rounds`` say what the check-ins in it asked."""
    return tuple(chain.from_iterable(person_parts(catalogue, data, rounds).values()))


def person_parts(catalogue: Catalogue, data: Data, rounds: Rounds) -> dict[str | None, Blocks]:
    """The same by cohort; what belongs to none, under None, comes first."""
    page = _Page(catalogue, _zone_of(data["person"]), rounds)
    of_cohorts = {part["cohort"]["id"]: tuple(page.cohort(part)) for part in data["cohorts"]}
    return {None: tuple(page.person(data)), **of_cohorts}


def _zone_of(who: Data) -> str:
    return who.get("own_zone") or who.get("told_zone") or who.get("zone") or UTC


class _Page:
    """What is kept of one person, by the clocks of their zone."""

    def __init__(self, catalogue: Catalogue, zone: str, rounds: Rounds) -> None:
        self._catalogue = catalogue
        self._zone = zone
        self._rounds = rounds

    def person(self, data: Data) -> Iterator[Block]:
        """Who they are, and what belongs to no cohort."""
        catalogue, who = self._catalogue, data["person"]
        name = who["name"] or catalogue.word("export-nameless")
        yield heading(catalogue, "export-person", name=name)
        yield from catalogue.blocks(
            "export-made", day=self._when(data["made"]), zone=self._zone.replace("_", " ")
        )
        facts = [("export-name", who["name"]), *_facts(who), ("export-zone", _zone_of(who))]
        known = [catalogue.line(key, value=str(value)) for key, value in facts if value]
        known += [
            catalogue.line(
                "export-known-as",
                platform=each["platform"], user=each["user"], workspace=each["workspace"],
            )
            for each in data["identities"]
        ]  # fmt: skip
        known.append(catalogue.line("export-since", day=self._when(who["created_at"])))
        yield Bullets(items=tuple(known))
        yield from self._besides(data["besides"], {})

    def cohort(self, part: Data) -> Iterator[Block]:
        """Their part in one cohort."""
        catalogue, its, titles = self._catalogue, part["cohort"], part["discussions"]
        yield heading(catalogue, "export-in", cohort=its["name"])
        yield from span(catalogue, its)
        known: list[Inlines] = []
        for row in part["tables"].get("membership", ()):
            known += self._membership(row, part.get("manager"))
        known += [self._consent(row) for row in part["tables"].get("consent", ())]
        if part["messages_that_name"]:
            number = len(part["messages_that_name"])
            known.append(catalogue.line("export-names", number=number))
        if known:
            yield Bullets(items=tuple(known))
        yield from self._messages(part["tables"].get("message", ()), titles)
        for each in part["quoted"]:
            state = catalogue.word(f"export-summary-state-{each['state']}")
            title = titles.get(each["discussion"], "")
            yield from catalogue.blocks("export-quoted", title=title, state=state)
            yield from (quote(words) for words in each["quotes"])
        for each in part["mentioned"]:
            title = titles.get(each["discussion"], "")
            yield from catalogue.blocks("export-mentioned", title=title, at=self._when(each["at"]))
        for each in part["waiting"]:
            yield from catalogue.blocks("export-waiting", at=self._when(each["at"]))
            yield quote(each["text"])
        yield from exported_checkins.blocks(catalogue, part["tables"], self._rounds)
        yield from self._besides(part["tables"], titles)

    def _membership(self, row: Data, manager: str | None) -> Iterator[Inlines]:
        catalogue = self._catalogue
        if "role" not in row:
            # Of somebody else's part, in which they stand as line manager.
            yield catalogue.line("export-leads")
            return
        state = row["state"]
        yield catalogue.line(
            "export-here" if state == "present" else f"export-here-{state}",
            role=catalogue.word(f"role-{row['role']}"),
            since=self._when(row["since"]),
            until=self._when(row["until"]) if row["until"] else "–",
        )
        facts = [*_facts(row), ("export-zone", row.get("zone")), ("export-manager", manager)]
        for key, value in facts:
            if value:
                yield catalogue.line(key, value=str(value))

    def _consent(self, row: Data) -> Inlines:
        since, until = self._when(row["since"]), row["until"] and self._when(row["until"])
        match row["kind"]:
            case "agreement" if until:
                key = "export-agreed-until"
            case "agreement":
                key = "export-agreed"
            case "declined":
                key = "export-declined"
            case _:
                key = f"export-quoting-{row['value']}"
        values = {"since": since, "version": str(row["version"]), "until": until or ""}
        line = self._catalogue.line(key, **values)
        if until and key != "export-agreed-until":
            line = (*line, Plain(text=" "), *self._catalogue.line("export-until", until=until))
        return line

    def _messages(self, rows: Sequence[Data], titles: Mapping[str, str]) -> Iterator[Block]:
        if rows:
            yield heading(self._catalogue, "export-wrote")
        for row in rows:
            key = "export-wrote-held" if row["held"] else "export-wrote-in"
            title = titles.get(row["discussion"], "–")
            yield from self._catalogue.blocks(key, title=title, at=self._when(row["at"]))
            yield quote(_words(row))

    def _besides(
        self, tables: Mapping[str, Sequence[Data]], titles: Mapping[str, str]
    ) -> Iterator[Block]:
        """The rest, table by table: every table with a person in it is named."""
        rest = {name: rows for name, rows in tables.items() if name not in _TOLD_APART}
        if rest:
            yield heading(self._catalogue, "export-besides")
        numbers = [f"{self._label(name)}: {len(rows)}"
                   for name, rows in rest.items() if name in _NUMBERED]  # fmt: skip
        if numbers:
            yield lines(numbers)
        for name, rows in rest.items():
            if name in _NUMBERED:
                continue
            yield Paragraph(nodes=(Plain(text=f"{self._label(name)}:"),))
            for row in rows:
                yield from self._row(row, titles)

    def _label(self, table: str) -> str:
        key = f"export-kept-{table.replace('_', '-')}"
        return self._catalogue.word(key) if key in self._catalogue else table.replace("_", " ")

    def _row(self, row: Data, titles: Mapping[str, str]) -> Iterator[Block]:
        shown = [
            f"{key.replace('_', ' ')}: {titles.get(value, value) if key == 'discussion' else value}"
            for key, value in ((key, self._value(value)) for key, value in row.items())
            if key not in _UNTOLD and value and value != _reason(row)
        ]
        if "round" in row:
            shown.append(exported_checkins.titled(self._rounds, row["round"]))
        yield lines([", ".join(filter(None, shown)) or "–"])
        if words := _words(row):
            yield quote(words)

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return self._catalogue.word("export-yes" if value else "export-no")
        if isinstance(value, str):
            return self._when(value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return "" if value is None or value == {} else str(value)

    def _when(self, text: str) -> str:
        return when(text, self._zone)


def _facts(row: Data) -> list[tuple[str, Any]]:
    """Organisation, title and line manager, as a person's row or a membership has them."""
    return [
        (f"export-{name}", row.get(name) or row.get(f"told_{name}"))
        for name in ("organisation", "title", "manager")
    ]


def _reason(row: Data) -> str:
    """What someone wrote to a mark of theirs; elsewhere ``why`` tells of a fault."""
    return row.get("why") or "" if "message" in row and "kind" in row else ""


def _words(row: Data) -> str:
    """What someone wrote that stands in a row."""
    text = row.get("text") or row.get("opening") or _reason(row)
    if text or not isinstance(row.get("nodes"), list):
        return text
    return "".join(each.get("text") or each.get("url") or each.get("name") or ""
                   for each in row["nodes"])  # fmt: skip
