"""What was found useful, the chapters of a handbook, and the page that stands before a reader."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select

from bot.rules.chapters import Placed
from bot.rules.handbook import Marked
from bot.store import secrets
from bot.store.records import Period, Summary
from bot.store.rows import insert_new, many, one, upsert
from bot.store.tables import chapter, consent, handbook_page, message, period, summary, useful


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of a cohort's handbook that stands before a person: ``posting`` is its key, ``view``
    says which page it is, ``mark`` stands for what it shows. ``counts`` are the numbers that it was
    turned with, each with what it counts."""

    cohort: str
    person: str
    posting: str
    view: str
    mark: str
    counts: Sequence[Sequence[Any]]


def page_of(db: Connection, cohort_id: str, person_id: str) -> Page | None:
    """The page that stands before somebody."""
    theirs = (handbook_page.c.cohort == cohort_id, handbook_page.c.person == person_id)
    return one(db, Page, select(handbook_page).where(*theirs))


def pages(db: Connection, cohort_id: str) -> list[Page]:
    """Every page of a cohort's handbook that stands before somebody."""
    query = select(handbook_page).where(handbook_page.c.cohort == cohort_id)
    return many(db, Page, query.order_by(handbook_page.c.person))


def open_page(db: Connection, page: Page) -> None:
    """Note which page stands before somebody now."""
    upsert(db, handbook_page, **asdict(page))


def close_page(db: Connection, page: Page) -> None:
    """No page stands before them any more."""
    theirs = (handbook_page.c.cohort == page.cohort, handbook_page.c.person == page.person)
    db.execute(delete(handbook_page).where(*theirs))


def press(
    db: Connection,
    cohort_id: str,
    message_id: str,
    marked: Marked,
    person_id: str,
    at: datetime,
) -> None:
    """Somebody says this of an insight or link; if they said it before, they take it back."""
    item, what = marked
    row = {"item": item, "person": person_id, "what": what}
    if not insert_new(db, useful, cohort=cohort_id, message=message_id, at=at, **row):
        theirs = (useful.c[name] == value for name, value in row.items())
        db.execute(delete(useful).where(*theirs))


def counts(db: Connection, cohort_id: str) -> Mapping[Marked, int]:
    """How many people say what, of those who agree that their words are kept."""
    agreed = exists().where(
        consent.c.cohort == useful.c.cohort,
        consent.c.person == useful.c.person,
        consent.c.kind == "agreement",
        consent.c.until.is_(None),
    )
    query = select(useful.c.item, useful.c.what, func.count().label("people"))
    query = query.where(useful.c.cohort == cohort_id, agreed)
    rows = db.execute(query.group_by(useful.c.item, useful.c.what))
    return {(row.item, row.what): row.people for row in rows}


def marked_by(db: Connection, cohort_id: str, person_id: str) -> set[Marked]:
    """What one person says, for themselves."""
    theirs = (useful.c.cohort == cohort_id, useful.c.person == person_id)
    return {(row.item, row.what) for row in db.execute(select(useful).where(*theirs))}


def has_traces(db: Connection, cohort_id: str) -> bool:
    """Whether anything is kept of insights besides themselves."""
    kept = (select(each.c.cohort).where(each.c.cohort == cohort_id) for each in (useful, chapter))
    return any(db.execute(query.limit(1)).first() is not None for query in kept)


def useful_items(db: Connection, cohort_id: str) -> set[str]:
    """Ids of the insights and links of which anybody says anything."""
    query = select(useful.c.item).where(useful.c.cohort == cohort_id)
    return set(db.execute(query.distinct()).scalars())


def unsay(db: Connection, cohort_id: str, items: Collection[str]) -> None:
    """Nobody says anything of these any more."""
    db.execute(delete(useful).where(useful.c.cohort == cohort_id, useful.c.item.in_(items)))


def approved(db: Connection, cohort_id: str) -> list[Summary]:
    """All approved summaries of a cohort, of discussions and of periods, newest first."""
    query = select(summary).where(summary.c.cohort == cohort_id, summary.c.state == "approved")
    order = (summary.c.created_at, summary.c.approved_at, summary.c.id)
    return many(db, Summary, query.order_by(*(each.desc() for each in order)))


def periods(db: Connection, cohort_id: str) -> list[Period]:
    """The periods of a cohort that were ever summed up, in order."""
    query = select(period).where(period.c.cohort == cohort_id)
    return many(db, Period, query.order_by(period.c.begins, period.c.ends, period.c.id))


def discussions_of(db: Connection, cohort_id: str) -> Mapping[str, str]:
    """The discussion of each message of a cohort, by their ids."""
    query = select(message.c.id, message.c.discussion).where(message.c.cohort == cohort_id)
    return {row.id: row.discussion for row in db.execute(query)}


def key(db: Connection, fresh: str) -> str:
    """With what ids of words are made; ``fresh`` becomes it where there is none."""
    return secrets.own(db, "handbook", fresh)


def chapters(db: Connection, cohort_id: str) -> list[Placed]:
    """The chapters of a handbook in order, as they were last grouped or arranged."""
    query = select(chapter).where(chapter.c.cohort == cohort_id).order_by(chapter.c.nth)
    return [
        Placed(
            id=row.id,
            name=row.name,
            by=row.by,
            label=row.label,
            points=tuple(row.points),
            arranged=row.arranged,
        )
        for row in db.execute(query)
    ]


def keep_chapters(db: Connection, cohort_id: str, found: Sequence[Placed]) -> None:
    """Let a handbook have these chapters, in this order, in place of those before."""
    db.execute(delete(chapter).where(chapter.c.cohort == cohort_id))
    for nth, each in enumerate(found):
        db.execute(insert(chapter).values(cohort=cohort_id, nth=nth, **asdict(each)))


def forget(db: Connection, cohort_id: str) -> None:
    """Delete all of it of a cohort."""
    for table in (useful, chapter, handbook_page):
        db.execute(delete(table).where(table.c.cohort == cohort_id))
