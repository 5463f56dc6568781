"""What people answered in check-ins.

In rounds without names an answer carries no person. In their place stands a mark, a keyed hash that
its author alone can be found by: whoever looks for a person's answers hands in ``marks`` (see
``bot.engine.work.Work.marks``), which makes the marks of a text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.store import checkin_rounds
from bot.store.checkin_rounds import Round, Sheet
from bot.store.rows import many, one
from bot.store.tables import airing, checkin_answer

Marks = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to one question, by its name. ``value`` is a number (scale), a word (choice,
    yes-no, present), a list of words (choices) or None (text); ``text`` are the person's own words.
    ``person`` is None in rounds without names. ``private``: kept to oneself after all."""

    id: str
    cohort: str
    round: str
    question: str
    person: str | None
    mark: str | None
    value: Any
    text: str
    day: date
    late: bool
    changed: bool
    private: bool

    def says(self, value: Any, text: str) -> bool:
        """Whether this is what it says already."""
        return self.value == value and self.text == text


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """The open question that a person's next words in their private chat answer. ``place`` counts
    from 0 among the questions of the round."""

    sheet: Sheet
    round: Round
    place: int


def signature(round_id: str, question: str, person_id: str) -> str:
    """The text whose mark stands for a person at a question of a round without names."""
    return f"checkin:{round_id}:{question}:{person_id}"


def mine(db: Connection, of: Round, person_id: str, marks: Marks) -> dict[str, Answer]:
    """A person's answers in a round, by question."""
    if of.readers != "unnamed":
        query = select(checkin_answer).where(
            checkin_answer.c.round == of.id, checkin_answer.c.person == person_id
        )
        return {each.question: each for each in many(db, Answer, query)}
    found: dict[str, Answer] = {}
    for name in _questions(of):
        answer = one(db, Answer, select(checkin_answer).where(_marked(of, name, person_id, marks)))
        if answer is not None:
            found[name] = answer
    return found


def of_round(db: Connection, round_id: str) -> list[Answer]:
    """All answers of a round that others may read, in no order that tells anything: by id, which
    is random. Who may read them is not decided here."""
    query = select(checkin_answer).where(
        checkin_answer.c.round == round_id, checkin_answer.c.private.is_(False)
    )
    return many(db, Answer, query.order_by(checkin_answer.c.id))


def get(db: Connection, answer_id: str) -> Answer | None:
    """An answer by id."""
    return one(db, Answer, select(checkin_answer).where(checkin_answer.c.id == answer_id))


def marks_of(of: Round, person_ids: Iterable[str], marks: Marks) -> frozenset[str]:
    """All marks that stand for these people in a round without names."""
    return frozenset(
        mark
        for name in _questions(of)
        for each in person_ids
        for mark in marks(signature(of.id, name, each))
    )


def put(
    db: Connection,
    of: Round,
    question: str,
    person_id: str,
    marks: Marks,
    *,
    new_id: str,
    value: Any,
    text: str,
    day: date,
) -> list[str]:
    """Keep a person's answer in place of an earlier one. After the round has closed a new one is
    marked as late, and another one in place of an old one as changed. Whoever agreed to bring the
    old one to everyone agreed to those words, and to no others: ids of the airings that went."""
    theirs = mine(db, of, person_id, marks)
    before = theirs.get(question)
    closed = of.state == "closed"
    said = {"value": value, "text": text}
    if before is not None and before.says(value, text):
        return []
    if before is not None:
        changed = before.changed or closed
        its = checkin_answer.c.id == before.id
        db.execute(update(checkin_answer).where(its).values(**said, changed=changed))
        gone = delete(airing).where(airing.c.answer == before.id).returning(airing.c.id)
        return list(db.execute(gone).scalars())
    unnamed = of.readers == "unnamed"
    db.execute(
        insert(checkin_answer).values(
            id=new_id,
            cohort=of.cohort,
            round=of.id,
            question=question,
            person=None if unnamed else person_id,
            mark=marks(signature(of.id, question, person_id))[0] if unnamed else None,
            day=day,
            late=closed,
            changed=False,
            # Whoever kept the rest to themselves does not mean to show this.
            private=any(each.private for each in theirs.values()),
            **said,
        )
    )
    return []


def take_back(
    db: Connection, of: Round, question: str, person_id: str, marks: Marks
) -> list[str] | None:
    """Delete a person's answer to a question: ids of the airings that went with it; None if there
    was no answer."""
    theirs = mine(db, of, person_id, marks).get(question)
    if theirs is None:
        return None
    gone = select(airing.c.id).where(airing.c.answer == theirs.id)
    ids = list(db.execute(gone).scalars())
    db.execute(delete(checkin_answer).where(checkin_answer.c.id == theirs.id))
    return ids


def keep_private(db: Connection, of: Round, person_id: str, marks: Marks, *, private: bool) -> bool:
    """Let nobody else read what a person answered in a round, or let them again; whether that
    changed anything."""
    ids = [
        each.id for each in mine(db, of, person_id, marks).values() if each.private is not private
    ]
    theirs = checkin_answer.c.id.in_(ids)
    db.execute(update(checkin_answer).where(theirs).values(private=private))
    return bool(ids)


def awaited(db: Connection, person_id: str, marks: Marks) -> list[Awaited]:
    """The open questions that a person's next words in their private chat may answer: the one at
    which they are, else in each cohort the first unanswered one that asks for words, of the newest
    check-in that has any. None if none has, or if the one at which they are asks for no words."""
    found: dict[str, Awaited] = {}
    for its, of in checkin_rounds.waiting_for(db, person_id):
        questions = of.checkin["questions"]
        if its.at_question is not None and its.at_question < len(questions):
            asks = questions[its.at_question]["kind"] == "text"
            return [Awaited(sheet=its, round=of, place=its.at_question)] if asks else []
        done = mine(db, of, person_id, marks)
        for place, each in enumerate(questions):
            if each["kind"] == "text" and each["name"] not in done:
                found.setdefault(of.cohort, Awaited(sheet=its, round=of, place=place))
    return list(found.values())


def erase(db: Connection, cohort_id: str | None, person_id: str, marks: Marks) -> None:
    """Delete what a person answered without a name, in a cohort or (None) in all. What carries
    their name is found by it (``bot.store.erasure``)."""
    for mark in _marks_everywhere(db, cohort_id, person_id, marks):
        db.execute(delete(checkin_answer).where(checkin_answer.c.mark == mark))


def unnamed_of(db: Connection, cohort_id: str | None, person_id: str, marks: Marks) -> list[Answer]:
    """What a person answered without a name, in a cohort or (None) in all, for themselves alone."""
    found = frozenset(_marks_everywhere(db, cohort_id, person_id, marks))
    query = select(checkin_answer).where(checkin_answer.c.mark.is_not(None))
    if cohort_id is not None:
        query = query.where(checkin_answer.c.cohort == cohort_id)
    rows = many(db, Answer, query.order_by(checkin_answer.c.day, checkin_answer.c.id))
    return [each for each in rows if each.mark in found]


def forget(db: Connection, cohort_id: str) -> None:
    """Delete all answers of a cohort."""
    db.execute(delete(checkin_answer).where(checkin_answer.c.cohort == cohort_id))


def _marks_everywhere(
    db: Connection, cohort_id: str | None, person_id: str, marks: Marks
) -> list[str]:
    # By the answers and not by the person's part in rounds, so that it does not matter whether
    # that has been erased before.
    query = select(checkin_answer.c.round, checkin_answer.c.question).where(
        checkin_answer.c.mark.is_not(None)
    )
    if cohort_id is not None:
        query = query.where(checkin_answer.c.cohort == cohort_id)
    return [
        mark
        for row in db.execute(query.distinct()).all()
        for mark in marks(signature(row.round, row.question, person_id))
    ]


def _marked(of: Round, question: str, person_id: str, marks: Marks) -> ColumnElement[bool]:
    return (checkin_answer.c.round == of.id) & checkin_answer.c.mark.in_(
        marks(signature(of.id, question, person_id))
    )


def _questions(of: Round) -> list[str]:
    questions: list[Mapping[str, Any]] = of.checkin["questions"]
    return [each["name"] for each in questions]
