"""A summary for which a language model groups, orders, labels and chooses."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.insight.brief import brief
from bot.insight.candidates import Candidate
from bot.insight.insights import spread
from bot.insight.material import Message, Summary
from bot.insight.model.answered import Unreadable, answered
from bot.insight.model.asked import Answer, Line, Model, asking, chunks, lines
from bot.insight.model.checked import Group, checked, label
from bot.insight.model.report import Fault, Reason, Report
from bot.insight.model.veil import Veil
from bot.insight.same import is_same
from bot.insight.summary import check, embedded
from bot.insight.topics import joined
from bot.insight.vectors import Encoder
from bot.insight.window import Window, assembled, most_points, opened, themes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `summarize` may be asked for; see there."""

    points: int | None = None
    themes: int | None = None
    words: int | None = None
    encoder: Encoder | None = None


async def summarize_with(
    model: Model,
    messages: Sequence[Message],
    *,
    points: int | None = None,
    themes: int | None = None,
    words: int | None = None,
    encoder: Encoder | None = None,
    people: Iterable[str] = (),
    organisations: Iterable[str] = (),
    unsent: Collection[str] = (),
) -> tuple[Summary, Report]:
    """The summary that `summarize` gives, made with a language model, and what to say of that.

    Where the model fails, or nothing that it answers holds, the embedded pipeline answers. `people`
    are names of members who did not speak but may be spoken of, `organisations` those of where
    people work; they are replaced as well. Of the messages `unsent` (ids) no word leaves: the
    embedded pipeline alone reads them.
    Raises ValueError as `summarize` does.
    """
    check(points, themes, words)
    wanted = Wanted(points=points, themes=themes, words=words, encoder=encoder)
    # Long discussions take seconds to read and to group: others must not wait for that.
    window, parts = await asyncio.to_thread(
        _opened,
        messages,
        tuple(people),
        tuple(organisations),
        frozenset(unsent),
        model.most,
    )
    answers = await model.answers(asking(parts, points, themes)) if parts else ()
    return await asyncio.to_thread(
        _made, model.name, window, parts, answers, wanted, frozenset(unsent)
    )


def _opened(
    messages: Sequence[Message],
    people: Iterable[str],
    organisations: Iterable[str],
    unsent: Collection[str],
    most: int,
) -> tuple[Window, list[list[Line]]]:
    window = opened(messages)
    leaving = [
        line
        for line in lines(window, Veil(messages, people, organisations))
        if window.messages[line.nth].id not in unsent
    ]
    return window, chunks(leaving, most)


def _made(
    name: str,
    window: Window,
    parts: Sequence[Sequence[Line]],
    answers: Sequence[Answer],
    wanted: Wanted,
    unsent: Collection[str],
) -> tuple[Summary, Report]:
    dropped: Counter[Reason] = Counter()
    faults: Counter[Fault] = Counter()
    groups: list[list[Group]] = []
    heard: set[int] = set()
    for part, answer in zip(parts, answers, strict=True):
        found = _held(answer, part, window, dropped)
        if isinstance(found, str):
            faults[found] += 1
        else:
            groups.append(found)
            heard |= {line.nth for line in part}
    if groups:
        summary, chosen = _summary(window, groups, heard, wanted, dropped)
    else:
        chosen = 0
        summary = embedded(window, wanted.points, wanted.themes, wanted.words, wanted.encoder)
    told = {line.nth for part in parts for line in part if line.whole} & heard
    return summary, Report(
        model=name,
        used=bool(groups),
        chosen=chosen,
        dropped={reason: count for reason, count in dropped.items() if count},
        faults=dict(faults),
        unread=tuple(
            reading.message.id
            for nth, reading in enumerate(window.shareable())
            if reading.sentences and nth not in told and reading.message.id not in unsent
        ),
    )


def _held(
    answer: Answer, part: Sequence[Line], window: Window, dropped: Counter[Reason]
) -> list[Group] | Fault:
    """What held of an answer, or why nothing can be used of it."""
    if answer.fault is not None:
        return answer.fault
    try:
        themes = answered(answer.text)
    except Unreadable:
        return "unreadable"
    groups = checked(themes, part, window, dropped)
    # Who quotes nothing right has not read what it groups.
    return groups if any(group.points for group in groups) else "useless"


def _summary(
    window: Window,
    parts: Sequence[Sequence[Group]],
    heard: Collection[int],
    wanted: Wanted,
    dropped: Counter[Reason],
) -> tuple[Summary, int]:
    """The summary, and how many of its points the model chose."""
    groups = [group for part in parts for group in part]
    readings = window.shareable()
    themes = joined(
        readings,
        [group.places for group in groups],
        wanted.themes,
        wanted.encoder,
        apart=len(parts) > 1,
    )
    limit = most_points(wanted.points, len(themes))
    # What it did not read has its share of the points, as the embedded pipeline would choose them.
    rest = [() if nth in heard else found for nth, found in enumerate(window.candidates)]
    speaking = sum(map(bool, window.candidates))
    share = round(limit * sum(map(bool, rest)) / speaking)
    own = _distinct(groups, dropped)[: limit - share]
    # What people want stands in every summary, whatever the model thinks of it.
    leads = [found[0] for found in window.candidates if found and found[0].wanted]
    must = [lead for lead in leads if not any(is_same(lead, p) or _overlaps(lead, p) for p in own)]
    picked = [*must, *own]
    theme_of = themes_of(themes, len(window.messages))
    filled = [
        each
        for each in spread(rest, theme_of, share)
        if each not in picked and not any(is_same(each, p) for p in picked)
    ]
    chosen = [*picked, *filled]
    by_message: list[list[Candidate]] = [[] for _ in window.messages]
    for each in chosen:
        by_message[each.nth].append(each)
    lines = (
        brief(by_message, window.messages, wanted.words, wanted.points)
        if wanted.words is not None
        else ()
    )
    called = _called(groups, themes, window, dropped)
    return assembled(window, themes, chosen, lines, called), len(own)


def _distinct(groups: Sequence[Group], dropped: Counter[Reason]) -> list[Candidate]:
    """The points of all groups, the first of each before the second of any, each once."""
    ranked = [(rank, each) for group in groups for rank, each in enumerate(group.points)]
    found: list[Candidate] = []
    for _, each in sorted(ranked, key=lambda one: one[0]):
        if any(is_same(each, other) or _overlaps(each, other) for other in found):
            dropped["repeated"] += 1
        else:
            found.append(each)
    return found


def _overlaps(one: Candidate, other: Candidate) -> bool:
    """Whether one of two quotes of a message holds the other."""
    quotes = (one.point.quote, other.point.quote)
    return one.nth == other.nth and (quotes[0] in quotes[1] or quotes[1] in quotes[0])


def _called(
    groups: Sequence[Group],
    themes: Sequence[Sequence[int]],
    window: Window,
    dropped: Counter[Reason],
) -> list[str]:
    """What the model calls each theme, where its messages say so; empty where they do not."""
    names, found = window.names(), []
    for theme in themes:
        places = set(theme)
        nearest = max(groups, key=lambda group: len(places.intersection(group.places)))
        terms = nearest.label if places.intersection(nearest.places) else ()
        text = label(terms, [window.readings[nth] for nth in theme], names)
        if terms and not text:
            dropped["label"] += 1
        found.append("" if text in found else text)
    return found
