"""Reading what people fill into forms: zones, days, lists of people. Whatever cannot be read is
told apart from what is missing, so that an answer can say what to do."""

import csv
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

_HEADS = {
    "name": "name",
    "organisation": "organisation",
    "organization": "organisation",
    "org": "organisation",
    "job title": "title",
    "title": "title",
    "role": "title",
    "email": "handle",
    "e-mail": "handle",
    "handle": "handle",
    "user": "handle",
    "email/handle": "handle",
}
_ORDER = ("name", "organisation", "title", "handle")


def day(text: str) -> date | None:
    """A day written YYYY-MM-DD, or None if it is no day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def short(text: str) -> str:
    """What someone typed, short enough to be said back."""
    return text if len(text) <= 40 else text[:40] + "…"


def zone(text: str, known: Collection[str]) -> str | None:
    """The time zone that was meant: its name in any case, with spaces for underscores, or a place's
    name alone where just one zone has it. None if there is none."""
    wanted = _folded(text)
    exact = [name for name in known if _folded(name) == wanted]
    if exact:
        return exact[0]
    cities = [name for name in known if "/" in name and _folded(name).split("/")[-1] == wanted]
    return cities[0] if len(cities) == 1 else None


def near_zones(text: str, known: Collection[str]) -> list[str]:
    """Up to three zones that may have been meant."""
    folded = {_folded(name): name for name in sorted(known)}
    cities = {key.split("/")[-1]: name for key, name in folded.items()}
    wanted = _folded(text)
    found = [folded[key] for key in get_close_matches(wanted, folded, n=3, cutoff=0.6)]
    city = wanted.split("/")[-1]
    found += [cities[key] for key in get_close_matches(city, cities, n=3, cutoff=0.7)]
    return list(dict.fromkeys(found))[:3]


def _folded(text: str) -> str:
    return "_".join(text.strip().split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person of a pasted list; what was not given is empty. ``handle`` may be an e-mail."""

    name: str
    organisation: str = ""
    title: str = ""
    handle: str = ""


def people_list(text: str) -> list[Row]:
    """A pasted list or CSV: name, organisation, job title, e-mail or handle; commas, semicolons or
    tabs. A first line with the columns' names may put them in another order."""
    rows = [_cells(line) for line in text.replace("\x00", "").splitlines() if line.strip()]
    heads = [_HEADS.get(cell.casefold()) for cell in rows[0]] if rows else []
    named = len(heads) > 1 and all(heads)
    order = tuple(head or "" for head in heads) if named else _ORDER
    return [found for row in rows[1 if named else 0 :] if (found := _row(row, order)) is not None]


def _cells(line: str) -> list[str]:
    mark = max((",", ";", "\t"), key=line.count)
    try:
        return [cell.strip() for row in csv.reader([line], delimiter=mark) for cell in row]
    except csv.Error:
        # Such as a cell that is longer than any name: then the line is taken as it stands.
        return [line.strip()]


def _row(cells: Sequence[str], order: Sequence[str]) -> Row | None:
    values = {head: cell for head, cell in zip(order, cells, strict=False) if cell}
    handle = values.get("handle", "")
    for head in _ORDER:
        # An address or handle is known by its looks, in whatever column it stands.
        if not handle and re.fullmatch(r"@\S+|\S+@\S+\.\S+", values.get(head, "")):
            handle = values.pop(head)
    name = values.get("name", handle.removeprefix("@"))
    return Row(
        name=name[:100],
        organisation=values.get("organisation", "")[:200],
        title=values.get("title", "")[:200],
        handle=handle.removeprefix("@")[:100],
    ) if name else None  # fmt: skip


def who_is_meant(text: str, names: Mapping[str, Iterable[str]]) -> tuple[str | None, str]:
    """Whom a text begins with, by one of the names under each key, and the rest of the text. The
    longest name wins; one that two people have is nobody's."""
    bare = text.strip().removeprefix("@")
    hits = [
        (len(name), key)
        for key, theirs in names.items()
        for name in theirs
        if name and re.match(rf"{re.escape(name)}(?!\w)", bare, re.IGNORECASE)
    ]
    longest = max((length for length, _ in hits), default=0)
    found = {key for length, key in hits if length == longest}
    return (found.pop(), bare[longest:].strip()) if len(found) == 1 else (None, text.strip())
