"""How days, quotes and lists look in what is handed out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.protocol.text import Blocks, Bullets, Heading, Inlines, Plain, Quote
from bot.text import dates
from bot.text.catalogue import Catalogue

Data = Mapping[str, Any]
UTC = "UTC"


def heading(catalogue: Catalogue, key: str, **values: str | int) -> Heading:
    """A heading of the catalogue's."""
    return Heading(nodes=catalogue.line(key, **values))


def when(text: str, zone: str) -> str:
    """An instant or a day (ISO 8601) such as "March 2, 2026, 10:15 AM"; any other text as it
    is."""
    try:
        if len(text) == len("2026-03-02"):
            return format_date(date.fromisoformat(text), "MMMM d, y", locale=dates.LOCALE)
        if "T" not in text:
            return text
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    local = at.astimezone(ZoneInfo(zone))
    return f"{format_date(local, 'MMMM d, y', locale=dates.LOCALE)}, {dates.clock(local)}"


def span(catalogue: Catalogue, its: Data) -> Blocks:
    """From when to when a cohort lasts."""
    starts = when(its["starts"], UTC)
    if its["ends"] is None:
        return catalogue.blocks("export-dates-open", starts=starts)
    return catalogue.blocks("export-dates", starts=starts, ends=when(its["ends"], UTC))


def quote(words: str, by: Inlines = ()) -> Quote:
    """Somebody's words, letter by letter."""
    return Quote(nodes=(Plain(text=words),), by=by)


def lines(texts: Sequence[str]) -> Bullets:
    """A list of bare lines."""
    return Bullets(items=tuple((Plain(text=each),) for each in texts))
