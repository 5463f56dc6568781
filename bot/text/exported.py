"""What is kept of a person or a cohort, for people to read: as blocks for a chat, and as Markdown.

Pure: the values come from ``bot.store.export``. Words of people are quotes, so that they can
neither format nor ping, wherever they are shown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from bot.protocol.text import (
    Block,
    Blocks,
    Bullets,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Plain,
    Quote,
    Strong,
    flatten,
    plain,
)
from bot.text.catalogue import Catalogue

Data = Mapping[str, Any]
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


def person_blocks(catalogue: Catalogue, data: Data) -> Blocks:
    """All that is kept of a person."""
    in_cohorts = (_in_cohort(catalogue, part) for part in data["cohorts"])
    return tuple(chain(_besides(catalogue, data), *in_cohorts))


def person_parts(catalogue: Catalogue, data: Data) -> dict[str | None, Blocks]:
    """The same by cohort; what belongs to none, under None, comes first."""
    of_cohorts = {
        part["cohort"]["id"]: tuple(_in_cohort(catalogue, part)) for part in data["cohorts"]
    }
    return {None: tuple(_besides(catalogue, data)), **of_cohorts}


def _besides(catalogue: Catalogue, data: Data) -> list[Block]:
    who = data["person"]
    blocks: list[Block] = [*_heading(catalogue, "export-person", name=who["name"] or "–")]
    blocks.append(_facts([*who.items()]))
    blocks.append(_list(_values(each) for each in data["identities"]))
    return [*blocks, *_tables(catalogue, data["besides"], {})]


def _in_cohort(catalogue: Catalogue, part: Data) -> list[Block]:
    blocks: list[Block] = [*_heading(catalogue, "export-in", cohort=part["cohort"]["name"])]
    blocks.append(_facts([*part["cohort"].items()]))
    titles = part["discussions"]
    blocks += _tables(catalogue, part["tables"], titles)
    for each in part["quoted"]:
        blocks += catalogue.blocks(
            "export-quoted", title=titles.get(each["discussion"], ""), state=each["state"]
        )
        blocks += [Quote(nodes=(Plain(text=words),)) for words in each["quotes"]]
    for each in part["mentioned"]:
        title = titles.get(each["discussion"], "")
        blocks += catalogue.blocks("export-mentioned", title=title, at=each["at"])
    for each in part["waiting"]:
        blocks += catalogue.blocks("export-waiting", at=each["at"])
        blocks.append(Quote(nodes=(Plain(text=each["text"]),)))
    return blocks


def _tables(
    catalogue: Catalogue, tables: Mapping[str, Sequence[Data]], titles: Mapping[str, str]
) -> Iterator[Block]:
    for table, rows in tables.items():
        yield from _heading(catalogue, "export-table", table=table)
        for row in rows:
            yield from _row(row, titles)


def _row(row: Data, titles: Mapping[str, str]) -> Iterator[Block]:
    """One row; what was written in it is a quote."""
    shown = {
        key: titles.get(value, value) if key == "discussion" else value
        for key, value in row.items()
        if key not in ("nodes", "text", "draft", "opening") and value is not None
    }
    yield _facts([*shown.items()])
    for key in ("text", "opening"):
        if row.get(key):
            yield Quote(nodes=(Plain(text=row[key]),))


def cohort_blocks(catalogue: Catalogue, data: Data) -> Blocks:
    """The record of a cohort."""
    its = data["cohort"]
    blocks: list[Block] = [*_heading(catalogue, "export-cohort", cohort=its["name"])]
    blocks.append(_facts([*its.items()]))
    blocks += _heading(catalogue, "export-members")
    blocks.append(_list(_values(each) for each in data["members"]))
    blocks += _heading(catalogue, "export-steps")
    blocks.append(_list(_values(each) for each in data["steps"]))
    for each in data["discussions"]:
        blocks += _heading(catalogue, "export-discussion", week=each["week"], title=each["title"])
        blocks.append(_facts([("opened", each["opened_at"]), ("closed", each["closed_at"])]))
        blocks.append(Paragraph(nodes=(Plain(text=each["prompt"]),)))
        blocks += [
            Quote(nodes=(Plain(text=said["text"]),), by=_by(catalogue, said["by"]))
            for said in each["messages"]
        ]
        for approved in each["summaries"]:
            blocks += catalogue.blocks("export-summary", at=approved["approved_at"] or "")
            if approved["opening"]:
                blocks.append(Quote(nodes=(Plain(text=approved["opening"]),)))
            blocks += [
                Quote(nodes=(Plain(text=point["quote"]),), by=_by(catalogue, point["by"]))
                for point in approved["points"]
            ]
            if approved["resources"]:
                blocks.append(_list(approved["resources"]))
    return tuple(each for each in blocks if not (isinstance(each, Bullets) and not each.items))


def _by(catalogue: Catalogue, by: Data) -> Inlines:
    role = by.get("role")
    text = by.get("name") or by.get("title") or (catalogue.word(f"role-{role}") if role else "")
    return (Plain(text=text),) if text else ()


def _heading(catalogue: Catalogue, key: str, **values: str | int) -> Blocks:
    return (Heading(nodes=catalogue.line(key, **values)),)


def _facts(pairs: Sequence[tuple[str, Any]]) -> Block:
    return _list(f"{key}: {_word(value)}" for key, value in pairs if value not in (None, "", {}))


def _values(row: Data) -> str:
    return ", ".join(_word(value) for value in row.values() if value not in (None, "", {}))


def _word(value: Any) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _list(lines: Iterator[str] | Sequence[str]) -> Bullets:
    return Bullets(items=tuple((Plain(text=line),) for line in lines))


def parts(blocks: Blocks, most: int) -> list[Blocks]:
    """Blocks in parts of at most ``most`` letters each, as far as they can be divided: between
    blocks, and in lists between lines."""
    found: list[list[Block]] = [[]]
    room = most
    for block in _small(blocks, most):
        size = len(flatten((block,)))
        if size > room and found[-1]:
            found.append([])
            room = most
        found[-1].append(block)
        room -= size
    return [tuple(each) for each in found if each]


def _small(blocks: Blocks, most: int) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Bullets):
            for item in block.items:
                yield Bullets(items=(item,))
        elif isinstance(block, Quote | Paragraph) and len(plain(block.nodes)) > most:
            text = plain(block.nodes)
            for start in range(0, len(text), most):
                cut = (Plain(text=text[start : start + most]),)
                yield (
                    Paragraph(nodes=cut)
                    if isinstance(block, Paragraph)
                    else Quote(nodes=cut, by=block.by)
                )
        else:
            yield block


def to_markdown(blocks: Blocks) -> str:
    """Blocks as Markdown that shows the same letters."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(nodes=nodes):
            return f"## {_line(nodes)}"
        case Bullets(items=items):
            return "\n".join(f"- {_line(item)}" for item in items)
        case Quote(nodes=nodes, by=by):
            rows = [_escaped(row) for row in plain(nodes).splitlines()]
            name = [f"— {_line(by)}"] if by else []
            return "\n".join(f"> {row}".rstrip() for row in (*rows, *name))
        case _:
            return _line(block.nodes)


def _line(nodes: Inlines) -> str:
    return "".join(_node(node) for node in nodes)


def _node(node: Inline) -> str:
    match node:
        case Strong(text=text):
            return f"**{_escaped(text)}**"
        case Emphasis(text=text):
            return f"*{_escaped(text)}*"
        case _:
            return "\n".join(_escaped(row) for row in plain((node,)).split("\n"))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
