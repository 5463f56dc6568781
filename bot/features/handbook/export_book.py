"""The handbook as a document to take along, as it may be shown now.

No story lives here, only what the stories of the handbook and the command line share.
"""

from bot.engine.work import Work
from bot.features.handbook.reading import handbook
from bot.features.summary_text import voice_line
from bot.protocol.text import plain
from bot.rules.handbook import Asked, Entry, Kept, Origin
from bot.rules.summary import from_json
from bot.rules.voices import FEWEST, Voice
from bot.store import cohorts, discussions, summaries
from bot.store import handbook as stored
from bot.store.records import Period, Summary
from bot.text import dates
from bot.text.book import Book, Part, Piece
from bot.text.handed import when


def book(work: Work) -> Book:
    """The handbook of ``work.cohort``. Consent is looked up anew."""
    assert work.cohort is not None
    its, cohort = handbook(work), work.cohort
    parts = [
        Part(
            title=f"“{each.label}…”" if each.quoted else each.label,
            about="",
            pieces=tuple(
                piece
                for entry in each.entries
                for piece in (_entry(work, entry), *_whys(work, entry))
            ),
        )
        for each in its.chapters
        if each.entries
    ]
    shared = tuple(
        piece for each in its.resources for piece in (_kept(work, each), *_whys(work, each))
    )
    asked = tuple(_asked(work, each) for each in its.questions)
    for key, pieces in (("resources", shared), ("questions", asked)):
        if pieces:
            about = work.word(f"book-{key}-about")
            parts.append(Part(title=work.word(f"book-{key}"), about=about, pieces=pieces))
    return Book(
        title=work.word("book-title", cohort=cohort.name),
        lines=_front(work),
        confidential=work.word("book-confidential", cohort=cohort.name),
        contents=work.word("book-contents"),
        parts=tuple(parts),
        making=work.word("book-making"),
        how=_how(work),
    )


def _front(work: Work) -> tuple[str, ...]:
    cohort = work.cohort
    assert cohort is not None
    starts = when(cohort.starts.isoformat(), cohort.zone)
    lines = [work.word("book-theme", theme=cohort.theme)] if cohort.theme else []
    if cohort.ends is None:
        lines.append(work.word("book-since", starts=starts))
    else:
        ends = when(cohort.ends.isoformat(), cohort.zone)
        lines.append(work.word("book-dates", starts=starts, ends=ends))
    lines.append(work.word("book-discussions", number=len(_summed(work))))
    belong = len(cohorts.memberships(work.db, cohort.id))
    if belong >= FEWEST:
        lines.append(work.word("book-people", number=belong))
    return tuple(lines)


def _summed(work: Work) -> set[str]:
    """The discussions that have an approved summary, or were talked in during a period that has."""
    assert work.cohort is not None
    approved = stored.approved(work.db, work.cohort.id)
    periods = [each for summary in approved if (each := _period(work, summary)) is not None]
    return {
        *(each.discussion for each in approved if each.discussion is not None),
        *(each.id for period in periods for each in summaries.discussions_in(work.db, period)),
    }


def _period(work: Work, summary: Summary) -> Period | None:
    return summaries.period_by_id(work.db, summary.period) if summary.period is not None else None


def _how(work: Work) -> tuple[str, ...]:
    assert work.cohort is not None
    every = len(discussions.of_cohort(work.db, work.cohort.id))
    made = when(work.local().date().isoformat(), work.cohort.zone)
    models = sorted(_models(work))
    return (
        work.word("book-how-words"),
        *((work.word("book-how-model", models=", ".join(models)),) if models else ()),
        work.word("book-how-coverage", summed=len(_summed(work)), every=every),
        work.word("book-how-named"),
        work.word("book-how-made", day=made),
    )


def _models(work: Work) -> set[str]:
    """The language models that had to do with what is in here."""
    assert work.cohort is not None
    approved = stored.approved(work.db, work.cohort.id)
    found = (from_json(each.draft).helped for each in approved)
    return {each.model for each in found if each is not None and each.used}


def _entry(work: Work, entry: Entry) -> Piece:
    return Piece(
        words=entry.quote,
        by=_by(work, entry.voice),
        where=_where(work, entry.origin),
        link=entry.link or "",
    )


def _asked(work: Work, question: Asked) -> Piece:
    return Piece(words=question.quote, by="", where=_where(work, question.origin), link="")


def _kept(work: Work, kept: Kept) -> Piece:
    return Piece(
        words=kept.context if kept.context != kept.url else "",
        by=_by(work, kept.voice) if kept.voice is not None else "",
        where=_where(work, kept.origin),
        link=kept.link or "",
        url=kept.url,
    )


def _whys(work: Work, each: Entry | Kept) -> list[Piece]:
    """What people wrote on why it is worth it, behind it."""
    worth = work.word("summary-on-worth")
    where = _where(work, each.origin)
    return [
        Piece(words=why.text, by=f"{_by(work, why.voice)}{worth}", where=where) for why in each.whys
    ]


def _by(work: Work, voice: Voice) -> str:
    return plain(voice_line(work.tools.catalogue, voice))


def _where(work: Work, origin: Origin) -> str:
    return work.word("book-from", title=origin.title, day=dates.day(origin.day))
