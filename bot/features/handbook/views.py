"""The pages of the handbook, and what may be on one of them: pure functions of what was gathered.

No story lives here, only what the stories of the handbook share. Nothing is changed, and members'
words are shown as quotes and in lists, never as Markdown.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from bot.engine.work import Work
from bot.features.handbook.reading import Gathered
from bot.features.summary_text import voice_line, with_link, worth
from bot.protocol.cards import Button, Card
from bot.protocol.text import Block, Bullets, Inlines, Plain, Quote
from bot.rules.handbook import Asked, Chapter, Entry, Handbook, Kept, Marked, most_used, most_useful
from bot.text import dates

MOST = 10
"""Quotes on a page: with their buttons they fill what platforms take in one message."""
MOST_CHAPTERS = 20

Kind = Literal["chapters", "chapter", "resources", "questions", "catch-up"]
KINDS: Mapping[str, Kind] = {
    "chapters": "chapters",
    "chapter": "chapter",
    "resources": "resources",
    "questions": "questions",
    "catch-up": "catch-up",
}
"""By the word that a button carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which page it is. ``start`` counts what stands on the pages before; ``chapter`` is an id."""

    kind: Kind = "chapters"
    start: int = 0
    chapter: str = ""

    def args(self) -> dict[str, str]:
        """The same as a button carries it."""
        return {"kind": self.kind, "start": str(self.start), "chapter": self.chapter}

    def packed(self) -> str:
        """The same as it is kept."""
        return f"{self.kind}:{self.start}:{self.chapter}"


def of_args(args: Mapping[str, str], book: Handbook) -> View | None:
    """The page that a button means; None if there is none."""
    kind, start = args.get("kind", ""), args.get("start", "")
    chapter = args.get("chapter", "")
    known = KINDS.get(kind)
    if known is None or not (start.isascii() and start.isdigit() and len(start) < 6):
        return None
    if known == "chapter" and chapter not in {each.id for each in book.chapters}:
        return None
    return View(kind=known, start=int(start), chapter=chapter if known == "chapter" else "")


def of_packed(text: str, book: Handbook) -> View:
    """The page that was kept. What is not there any more is the first page."""
    kind, start, chapter = text.split(":", 2)
    return of_args({"kind": kind, "start": start, "chapter": chapter}, book) or View()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a page needs besides the handbook: ``counts`` are those that may be shown, ``mine`` is
    what its reader said themselves; ``speaks``: whether they may."""

    counts: Mapping[Marked, int]
    mine: Set[Marked]
    speaks: bool


def page(work: Work, its: Gathered, view: View, reader: Reader) -> Card:
    """A page of the handbook; catching up is apart."""
    match view.kind:
        case "chapter":
            chapter = next(each for each in its.book.chapters if each.id == view.chapter)
            number = its.book.chapters.index(chapter) + 1
            head = work.say("handbook-chapter-head", name=chapter_name(work, chapter, number))
            found = most_useful(chapter.entries, reader.counts)
            parts = [
                Card(
                    blocks=(quoted(work, each, reader.counts), *why(work, each)),
                    buttons=_marks(work, each, "tried", reader),
                )
                for each in found[view.start : view.start + MOST]
            ]
            return _paged(work, view, head, parts, len(found))
        case "resources":
            links = most_used(its.book.resources, reader.counts)
            parts = [
                Card(
                    blocks=(linked(work, each, reader.counts), *why(work, each)),
                    buttons=_marks(work, each, "read", reader),
                )
                for each in links[view.start : view.start + MOST]
            ]
            return _paged(work, view, work.say("handbook-resources-head"), parts, len(links))
        case "questions":
            questions = its.book.questions
            told = [asked(work, each) for each in questions[view.start : view.start + MOST]]
            head = (*work.say("handbook-questions-head"), *told)
            return _paged(work, view, head, [], len(questions))
        case _:
            return _first(work, its.book, view)


def _first(work: Work, book: Handbook, view: View) -> Card:
    assert work.cohort is not None and work.part is not None
    head: list[Block] = [*work.say("handbook-head", cohort=work.cohort.name)]
    if not (book.chapters or book.resources or book.questions):
        return Card(blocks=(*head, *work.say("handbook-empty")))
    shown = list(enumerate(book.chapters, 1))[view.start : view.start + MOST_CHAPTERS]
    lines: list[Inlines] = [
        work.tools.catalogue.line(
            "handbook-chapter-line",
            name=chapter_name(work, each, number),
            number=len(each.entries),
        )
        for number, each in shown
    ]
    if lines:
        head.append(Bullets(items=tuple(lines), numbered=True, first=shown[0][0]))
    head += work.say("handbook-besides", links=len(book.resources), questions=len(book.questions))
    opens = [
        _turns(work, "handbook-open-button", View(kind="chapter", chapter=each.id), number=number)
        for number, each in shown
    ]
    more: list[Button] = []
    if book.resources:
        more.append(_turns(work, "handbook-resources-button", View(kind="resources")))
    if book.questions:
        more.append(_turns(work, "handbook-questions-button", View(kind="questions")))
    more.append(_turns(work, "handbook-catch-up-button", View(kind="catch-up")))
    more += _further(work, view, len(book.chapters), MOST_CHAPTERS)
    if work.part.role == "moderator" and any("/" not in each.id for each in book.chapters):
        more.append(work.button("handbook-arrange-button", "handbook.arrange"))
    return Card(
        blocks=tuple(head), buttons=tuple(opens), parts=(Card(blocks=(), buttons=tuple(more)),)
    )


def _paged(
    work: Work, view: View, head: Sequence[Block], parts: Sequence[Card], number: int
) -> Card:
    blocks = tuple(head) if number else (*head, *work.say("handbook-nothing"))
    turns = (*_further(work, view, number, MOST), back(work))
    return Card(blocks=blocks, parts=(*parts, Card(blocks=(), buttons=turns)))


def _further(work: Work, view: View, number: int, most: int) -> list[Button]:
    found: list[Button] = []
    if view.start > 0:
        before = View(kind=view.kind, start=max(0, view.start - most), chapter=view.chapter)
        found.append(_turns(work, "handbook-back-button", before))
    if view.start + most < number:
        on = View(kind=view.kind, start=view.start + most, chapter=view.chapter)
        found.append(_turns(work, "handbook-more-button", on))
    return found


def back(work: Work) -> Button:
    """[Chapters]"""
    return _turns(work, "handbook-chapters-button", View())


def _turns(work: Work, key: str, view: View, **values: int) -> Button:
    assert work.cohort is not None
    args = {"cohort": work.cohort.id, **view.args()}
    return Button(label=work.word(key, **values), action="handbook.turn", args=args)


def _marks(
    work: Work, each: Entry | Kept, did: Literal["tried", "read"], reader: Reader
) -> tuple[Button, ...]:
    """[Useful] [I tried it], as their reader pressed them."""
    if not reader.speaks:
        return ()
    return tuple(
        work.button(
            f"handbook-{word}-{'on' if (each.id, what) in reader.mine else 'off'}-button",
            "handbook.mark",
            item=each.id,
            what=what,
        )
        for word, what in (("useful", "useful"), (did, "read"))
    )


def chapter_name(work: Work, chapter: Chapter, number: int) -> str:
    """What a chapter is called; ``number`` is its place."""
    if not chapter.label:
        return work.word("handbook-chapter", number=number)
    return f"“{chapter.label}…”" if chapter.quoted else chapter.label


def quoted(work: Work, entry: Entry, counts: Mapping[Marked, int]) -> Quote:
    """An insight with who says it, how many do, where, and what came of it."""
    line = work.tools.catalogue.line
    by = voice_line(work.tools.catalogue, entry.voice)
    if entry.people > 1:
        by = (*by, *line("summary-people", number=entry.people))
    by = (*by, *_where(work, entry), *_counted(work, entry, "tried", counts))
    return Quote(nodes=(Plain(text=entry.quote),), by=by, url=entry.link)


def why(work: Work, each: Entry | Kept) -> list[Block]:
    """What people wrote on why it is worth it, below it."""
    return worth(work.tools.catalogue, each.whys)


def asked(work: Work, question: Asked) -> Quote:
    """An open question and where it was asked; as in the summary, not by whom."""
    title, day = question.origin.title, dates.short_day(question.origin.day)
    by = work.tools.catalogue.line("handbook-asked", title=title, day=day)
    return Quote(nodes=(Plain(text=question.quote),), by=by)


def linked(work: Work, kept: Kept, counts: Mapping[Marked, int]) -> Quote:
    """A link with the words around it. Whoever shared it may stay unnamed."""
    catalogue = work.tools.catalogue
    by = voice_line(catalogue, kept.voice) if kept.voice is not None else ()
    by = by or catalogue.line("handbook-shared")
    by = (*by, *_where(work, kept), *_counted(work, kept, "read", counts))
    return Quote(nodes=with_link(kept.context, kept.url), by=by, url=kept.link)


def _where(work: Work, each: Entry | Kept) -> Inlines:
    title, day = each.origin.title, dates.short_day(each.origin.day)
    return work.tools.catalogue.line("handbook-from", title=title, day=day)


def _counted(work: Work, each: Entry | Kept, did: str, counts: Mapping[Marked, int]) -> Inlines:
    line = work.tools.catalogue.line
    found: Inlines = ()
    for word, what in (("useful", "useful"), (did, "read")):
        if number := counts.get((each.id, what)):
            found = (*found, *line(f"handbook-{word}-by", number=number))
    return found


def spoken(its: Gathered, view: View) -> tuple[set[str], set[str]]:
    """Of a page, the ids of the messages whose words may stand on it, and of the moderators who
    named what stands on it. All of a chapter count: its name is made of words of its own, or of
    its theme's."""
    book = its.book
    listed = [each for each in book.chapters if view.kind != "chapter" or each.id == view.chapter]
    of_chapters = {each.message for chapter in listed for each in chapter.entries}
    of_chapters |= {each for chapter in listed for each in chapter.said if each in its.sources}
    messages = {
        "chapters": of_chapters,
        "chapter": of_chapters,
        "resources": {each.message for each in book.resources},
        "questions": {each.message for each in book.questions},
        "catch-up": {each.message for each in (*book.entries(), *book.resources, *book.questions)},
    }
    named = {each.by for each in listed if each.by and view.kind in ("chapters", "chapter")}
    return messages[view.kind], named
