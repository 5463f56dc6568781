"""Turns one page with front matter into a prompt, a programme or an agreement.

Each function tells what is wrong to the page; its result counts only while the page has no
problems. What needs a second file to be judged is judged in ``bot.text.library``.
"""

from collections.abc import Iterable
from datetime import time, timedelta
from urllib.parse import urlsplit

from bot.text.frontmatter import Fields, Page
from bot.text.page_texts import read_body, read_text, read_title
from bot.text.prompt import (
    FORMS,
    KINDS,
    Agreement,
    FollowUp,
    Link,
    Programme,
    Prompt,
    Stage,
    Week,
)

_PROMPT_KEYS = (
    "title",
    "kind",
    "credit",
    "stages",
    "follow_up",
    "open",
    "hold_answers",
    "ask_ahead",
    "tags",
    "material",
    "form",
)
_PROGRAMME_KEYS = ("title", "at", "every", "open", "weeks")
_AGREEMENT_KEYS = ("title", "version")
_OPEN = timedelta(days=7)
_EVERY = timedelta(days=7)
_AT = time(10)


def read_prompt(page: Page, name: str, source: str) -> Prompt | None:
    fields = page.fields(*_PROMPT_KEYS)
    if fields is None:
        return None
    kind = fields.choice("kind", KINDS, required=True)
    prompt = Prompt(
        name=name,
        title=read_title(page, fields),
        kind=kind,
        credit=fields.text("credit"),
        body=read_body(page, placeholders=True),
        stages=_stages(page, fields),
        follow_up=_follow_up(page, fields),
        open=fields.duration("open") or _OPEN,
        hold_answers=fields.duration("hold_answers"),
        ask_ahead=fields.yes("ask_ahead", default=True),
        tags=fields.words("tags"),
        material=_material(page, fields),
        # What a member writes for these kinds is about patients unless somebody looks.
        form=fields.choice("form", FORMS) or (kind if kind in FORMS else None),
        source=source,
    )
    if not page.problems:
        for key, message in too_late(prompt, prompt.open):
            page.problem(fields.line_at(key), message)
    return prompt


def too_late(prompt: Prompt, closes: timedelta) -> Iterable[tuple[str, str]]:
    """What of ``prompt`` comes too late for a discussion open for ``closes``: key, message."""
    for stage in prompt.stages:
        if timedelta(days=stage.day) >= closes:
            yield "stages", f"day {stage.day} comes after the discussion has closed"
    if prompt.follow_up and prompt.follow_up.after >= closes:
        yield "follow_up", "the follow-up comes after the discussion has closed"
    if prompt.hold_answers and prompt.hold_answers >= closes:
        yield "hold_answers", "the answers would be held until after the discussion has closed"


def read_programme(page: Page, name: str) -> tuple[Programme, dict[int, int]] | None:
    """The programme, and the line on which each of its weeks names a prompt."""
    fields = page.fields(*_PROGRAMME_KEYS)
    if fields is None:
        return None
    weeks: dict[int, Week] = {}
    lines: dict[int, int] = {}
    for entry in fields.each("weeks", "week", "prompt"):
        week = Week(week=entry.number("week"), prompt=entry.text("prompt", required=True))
        if week.week in weeks:
            page.problem(entry.line, f"week {week.week} stands here a second time")
        elif week.week:
            weeks[week.week], lines[week.week] = week, entry.line_at("prompt")
    if not weeks and not page.problems:
        page.problem(fields.line_at("weeks"), "“weeks” is missing: name a prompt for each week")
    every = fields.duration("every") or _EVERY
    if every.seconds:
        page.problem(fields.line_at("every"), "“every” must be whole days or weeks")
    programme = Programme(
        name=name,
        title=read_title(page, fields),
        about=read_body(page, placeholders=False, required=False),
        at=fields.clock("at", _AT),
        every=every,
        open=fields.duration("open"),
        weeks=tuple(weeks[number] for number in sorted(weeks)),
    )
    return programme, lines


def read_agreement(page: Page, name: str) -> Agreement | None:
    fields = page.fields(*_AGREEMENT_KEYS)
    if fields is None:
        return None
    return Agreement(
        name=name,
        title=read_title(page, fields),
        version=fields.text("version", required=True),
        body=read_body(page, placeholders=False),
    )


def _stages(page: Page, fields: Fields) -> tuple[Stage, ...]:
    stages: dict[int, Stage] = {}
    for entry in fields.each("stages", "day", "text"):
        stage = Stage(day=entry.number("day"), text=read_text(page, entry, "text"))
        if stage.day in stages:
            page.problem(entry.line, f"day {stage.day} stands here a second time")
        elif stage.day:
            stages[stage.day] = stage
    return tuple(stages[day] for day in sorted(stages))


def _follow_up(page: Page, fields: Fields) -> FollowUp | None:
    entry = fields.inner("follow_up", "after", "text")
    if entry is None:
        return None
    after = entry.duration("after", required=True)
    return FollowUp(after=after or timedelta(), text=read_text(page, entry, "text"))


def _material(page: Page, fields: Fields) -> tuple[Link, ...]:
    links: list[Link] = []
    for entry in fields.words_or_each("material", "title", "url"):
        if isinstance(entry, str):
            # A bare address is its own title.
            link, line = Link(title=entry, url=entry), fields.line_at("material")
        else:
            title, url = (entry.text(key, required=True) for key in ("title", "url"))
            link, line = Link(title=title, url=url), entry.line_at("url")
        if link.url and not _is_address(link.url):
            page.problem(line, f"“{link.url}” must begin with https:// or http://")
        links.append(link)
    return tuple(links)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and not set(url) & set(" <>")
