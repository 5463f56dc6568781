"""A note as it stands now: what is in it, and how it reads in a chat and as a document.

No story lives here, only what the stories of notes and the command line share. Nothing is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list

from bot.engine.work import Work
from bot.features.notes.gathering import Asked, Gathered, gathered
from bot.features.notes.standing import shown, stands
from bot.protocol.text import Block, Blocks, Bullets, Link, Plain, Quote
from bot.rules import commitments as trying
from bot.rules.notes import Row, told
from bot.rules.periods import month
from bot.store import commitments, notes
from bot.store.notes import OPENING, Note
from bot.text import dates
from bot.text.book import Book, Part, Piece
from bot.text.handed import when

MOST_LINKS = 30
"""Addresses that a card shows; a document has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a note tells. ``people`` and ``tried`` are None for fewer than five; ``questions`` is
    how many are open, None for some of fewer than five people. ``fresh`` are names of themes, and
    ``fresh_links`` counts addresses, that moderators had not seen when they changed it last."""

    title: str
    opening: str
    people: int | None
    discussions: int
    rows: Sequence[Row]
    links: Sequence[str]
    questions: int | None
    tried: int | None
    fresh: Sequence[str]
    fresh_links: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it that is worth passing on."""
        return not (self.rows or self.links or self.opening)


def reading(work: Work, note: Note) -> Gathered:
    """What may be told of a note's month, and once it is approved, of those who were in it."""
    stretch = month(note.month)
    before = shown(note) if note.state == "approved" else None
    return gathered(work, stretch.first, stretch.last, before)


def telling(work: Work, note: Note, found: Gathered | None = None) -> Told:
    """What a note tells now: of a draft all that was not left out, of one that was approved what
    was in it then and still stands."""
    assert work.cohort is not None
    its = reading(work, note) if found is None else found
    wrote = notes.words(work.db, note.id)
    there = stands(work, note, its)
    return Told(
        title=work.word("note-title", cohort=work.cohort.name, month=dates.month(note.month)),
        opening=wrote[OPENING].text if OPENING in wrote else "",
        people=told({person for each in there.parts for person in each.people}),
        discussions=len({home for each in there.parts for home in each.discussions}),
        rows=there.rows,
        links=there.links,
        questions=_questions(there.asked),
        tried=_tried(work, note),
        fresh=[each.name for each in there.rows if not there.fresh.isdisjoint(each.keys)],
        fresh_links=len(there.fresh_links),
    )


def _questions(asked: Sequence[Asked]) -> int | None:
    return len(asked) if not asked or told({each.person for each in asked}) is not None else None


def _tried(work: Work, note: Note) -> int | None:
    """How many people have tried something, at most as many as when the note was approved: what
    is tried later is of another month, and nobody has approved its number."""
    assert work.cohort is not None
    now = trying.figures(commitments.people_by_state(work.db, work.cohort.id)).tried
    if now is None or note.state != "approved":
        return now
    return min(now, note.tried) if note.tried is not None else None


def row_line(work: Work, row: Row) -> str:
    """How many people shared what, in how many discussions."""
    shared = [
        work.word(f"note-some-{kind}") if number is None
        else work.word(f"note-{kind}", number=number)
        for kind, number in row.kinds.items()
    ]  # fmt: skip
    who = who_line(work, row.people, row.discussions)
    if not shared:
        return work.word("note-spoke", who=who)
    return work.word("note-shared", who=who, what=format_list(shared, locale=dates.LOCALE))


def who_line(work: Work, people: int | None, discussions: int) -> str:
    """Such as "12 people in 2 discussions"."""
    who = work.word("note-few") if people is None else work.word("note-people", number=people)
    return work.word("note-who", who=who, number=discussions)


def _besides(work: Work, its: Told) -> list[str]:
    """What stands below the themes, a sentence each."""
    found: list[str] = []
    if its.questions != 0:
        found.append(
            work.word("note-questions-some") if its.questions is None
            else work.word("note-questions", number=its.questions)
        )  # fmt: skip
    if its.tried is not None:
        found.append(work.word("note-tried", number=its.tried))
    return found


def body(work: Work, its: Told) -> Blocks:
    """A note as blocks, to copy from a chat."""
    line = work.tools.catalogue.line
    blocks: list[Block] = [*work.say("note-head", title=its.title)]
    if its.opening:
        blocks.append(Quote(nodes=(Plain(text=its.opening),)))
    if its.rows:
        who = who_line(work, its.people, its.discussions)
        blocks += work.say("note-all", who=who)
        each_of = (
            line("note-theme", name=each.name, line=row_line(work, each)) for each in its.rows
        )
        blocks.append(Bullets(items=tuple(each_of)))
    for each in _besides(work, its):
        blocks += work.say("note-line", line=each)
    if its.links:
        blocks += work.say("note-links")
        blocks.append(Bullets(items=tuple((Link(url=each),) for each in its.links[:MOST_LINKS])))
        more = len(its.links) - MOST_LINKS
        if more > 0:
            blocks += work.say("note-more-links", number=more)
    blocks += work.say("note-foot")
    return tuple(blocks)


def book(work: Work, its: Told) -> Book:
    """A note as a document."""
    assert work.cohort is not None
    parts = [Part(title=each.name, about=row_line(work, each), pieces=()) for each in its.rows]
    if besides := _besides(work, its):
        parts.append(Part(title=work.word("note-besides"), about=" ".join(besides), pieces=()))
    if its.links:
        shared = tuple(Piece(words="", by="", where="", url=each) for each in its.links)
        parts.append(Part(title=work.word("note-links-title"), about="", pieces=shared))
    who = who_line(work, its.people, its.discussions)
    lines = (its.opening, work.word("note-all", who=who) if its.rows else "")
    return Book(
        title=its.title,
        lines=tuple(filter(None, lines)),
        confidential=work.word("note-plain"),
        contents=work.word("book-contents"),
        parts=tuple(parts),
        making=work.word("book-making"),
        how=(
            work.word("note-how"),
            work.word("book-how-made", day=when(work.today().isoformat(), work.cohort.zone)),
        ),
    )
