"""Turns one page with front matter into a check-in, and tells what is wrong with it.

As in ``bot.text.prompt_files`` the result counts only while the page has no problems. How it is
called among the other check-ins is judged in ``bot.text.library``.
"""

import re
from datetime import timedelta

from bot.text.checkin import (
    ANSWERS,
    MAX_ABOUT,
    MAX_ASK,
    MAX_INTRO,
    MAX_NAME,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_QUESTIONS,
    READERS,
    RESERVED,
    RHYTHMS,
    CheckIn,
    Question,
    readers_for,
)
from bot.text.frontmatter import Fields, Page
from bot.text.page_texts import read_body, read_text, read_title

_KEYS = ("title", "about", "readers", "rhythm", "open", "care", "goals", "tags", "questions")
_QUESTION_KEYS = ("ask", "kind", "name", "optional", "low", "high", "options")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = timedelta(days=1)
# A reminder comes a week after the asking, and must leave a day to answer. What comes back weekly
# has no room for one; it closes before it is asked again.
_OPEN = {"once": 10 * _DAY, "weekly": 6 * _DAY, "fortnightly": 10 * _DAY, "monthly": 10 * _DAY}
_PERIOD = {"weekly": 7 * _DAY, "fortnightly": 14 * _DAY, "monthly": 28 * _DAY}


def read_checkin(page: Page, name: str, source: str) -> tuple[CheckIn, int] | None:
    """The check-in, and the line on which its title stands."""
    fields = page.fields(*_KEYS)
    if fields is None:
        return None
    if name in RESERVED:
        page.problem(1, f"“{name}” means something else after the command; call the file otherwise")
    care = fields.yes("care", default=False)
    rhythm = fields.choice("rhythm", RHYTHMS) or "once"
    checkin = CheckIn(
        name=name,
        title=read_title(page, fields),
        about=_about(page, fields),
        intro=read_body(page, placeholders=True, required=False, longest=MAX_INTRO),
        questions=_questions(page, fields),
        # Answers on self-care reach others where the file says so in so many words, not by default.
        readers=fields.choice("readers", READERS) or ("self" if care else "named"),
        rhythm=rhythm,
        open=_open(page, fields, rhythm),
        care=care,
        goals=fields.yes("goals", default=False),
        tags=fields.words("tags"),
        source=source,
    )
    if checkin.readers not in readers_for(checkin):
        page.problem(
            fields.line_at("readers"),
            f"a question of kind “present” offers something by name, to others; "
            f"with “{checkin.readers}” nobody would learn who offers",
            "named",
        )
    return checkin, fields.line_at("title")


def _about(page: Page, fields: Fields) -> str:
    about = " ".join(fields.text("about", required=True).split())
    if len(about) > MAX_ABOUT:
        page.problem(fields.line_at("about"), f"“about” is longer than {MAX_ABOUT} characters")
    return about


def _open(page: Page, fields: Fields, rhythm: str) -> timedelta:
    duration = fields.duration("open") or _OPEN[rhythm]
    line = fields.line_at("open")
    if duration.seconds:
        page.problem(line, "“open” must be whole days or weeks")
    elif duration >= _PERIOD.get(rhythm, timedelta.max):
        page.problem(line, f"the next round would come before this one closes: it is {rhythm}")
    return duration


def _questions(page: Page, fields: Fields) -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    count, presents = 0, 0
    for count, entry in enumerate(fields.each("questions", *_QUESTION_KEYS, needed=("ask",)), 1):
        question = _question(page, entry, count)
        if count == MAX_QUESTIONS + 1:
            page.problem(entry.line, f"there are more than {MAX_QUESTIONS} questions")
        if question.name in found:
            page.problem(
                entry.line_at("name"), f"a question “{question.name}” stands here a second time"
            )
        presents += question.kind == "present"
        if question.kind == "present" and presents == 2:
            page.problem(entry.line_at("kind"), "“present” can be asked once in a check-in")
        found.setdefault(question.name, question)
    if not count and not page.problems:
        page.problem(fields.line_at("questions"), "“questions” is missing: ask at least one thing")
    return tuple(found.values())


def _question(page: Page, entry: Fields, place: int) -> Question:
    kind = entry.choice("kind", ANSWERS) or "text"
    return Question(
        name=_name(page, entry, place),
        ask=read_text(page, entry, "ask", MAX_ASK),
        kind=kind,
        optional=entry.yes("optional", default=False),
        low=_end(page, entry, "low", kind),
        high=_end(page, entry, "high", kind),
        options=_options(page, entry, kind),
    )


def _name(page: Page, entry: Fields, place: int) -> str:
    name = entry.text("name") or f"q{place}"
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        page.problem(
            entry.line_at("name"),
            f"“{name}” must be small letters, digits and single hyphens, at most {MAX_NAME}",
        )
    return name


def _end(page: Page, entry: Fields, key: str, kind: str) -> str:
    """What an end of a scale is called; a number says nothing by itself, so both have a name."""
    end = entry.text(key, required=kind == "scale")
    line = entry.line_at(key)
    if end and kind != "scale":
        page.problem(line, f"“{key}” names an end of a scale; this question has kind “{kind}”")
    if len(end) > MAX_OPTION:
        page.problem(line, f"“{key}” is longer than {MAX_OPTION} characters")
    return end


def _options(page: Page, entry: Fields, kind: str) -> tuple[str, ...]:
    before = len(page.problems)
    options = entry.words("options")
    line = entry.line_at("options")
    if kind not in ("choice", "choices"):
        if options:
            meant = "choice" if kind == "text" else None
            page.problem(line, f"a question of kind “{kind}” has no “options”", meant)
        return options
    if len(options) < 2 and len(page.problems) == before:
        page.problem(line, f"a “{kind}” needs “options”: a list of two or more")
    if len(options) > MAX_OPTIONS:
        page.problem(line, f"there are more than {MAX_OPTIONS} options")
    for place, option in enumerate(options):
        if option in options[:place]:
            page.problem(line, f"“{option}” stands here a second time")
        if len(option) > MAX_OPTION:
            page.problem(line, f"an option is longer than {MAX_OPTION} characters")
    return options
