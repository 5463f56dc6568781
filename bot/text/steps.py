"""A step of a programme as one line, for lists that moderators read."""

from datetime import date, time

from bot.protocol.text import Inlines, Moment, Plain
from bot.text import dates
from bot.text.catalogue import Catalogue


def step_line(
    catalogue: Catalogue,
    *,
    week: int | None,
    title: str,
    day: date,
    at: time,
    state: str,
    host: str | None = None,
    starter: str | None = None,
) -> Inlines:
    """Such as "Week 2 · Mon, Mar 9, 10:00 AM · Where are you now · planned · Cho starts".
    ``week`` is None for one that is not called by its week."""
    line = catalogue.line(
        "step-line",
        label=catalogue.word("step-added" if week is None else "step-week", week=week or 0),
        day=dates.short_day(day),
        time=dates.clock(at),
        title=title,
        state=catalogue.word(f"step-state-{state}"),
    )
    for key, name in (("step-host", host), ("step-starter", starter)):
        if name is not None:
            line += (Plain(text=" · "), *catalogue.line(key, name=name))
    return line


def next_line(catalogue: Catalogue, title: str | None, when: Moment | None) -> Inlines:
    """What is posted next, and when; None for nothing."""
    if title is None or when is None:
        return catalogue.line("step-next-none")
    return catalogue.line("step-next", title=title, when=when)
