"""What one person may read of a round. Every view of answers goes through here, each time anew.

Nobody reads what was kept to oneself or is of someone who took their agreement back, nor a line
manager what those whom they lead answered.

Of a round without names nothing is read before it has closed, nor anything that came or changed
after that: it would be known when it was written. All its readers read the same, and whose
agreement counts is settled at the close: what one page shows and another does not, or showed the
day before, would be known by whose it is.
"""

from collections.abc import Iterable

from bot.engine.work import Work
from bot.features.checkins import reading
from bot.features.checkins.hours import ROLES
from bot.rules import checkins as rules
from bot.store import checkin_answers, checkin_rounds, cohorts
from bot.store.checkin_answers import Answer
from bot.store.checkin_rounds import Round


def rounds(work: Work, reader: str) -> list[Round]:
    """The rounds of the cohort of which someone may read anything now, the newest first."""
    assert work.cohort is not None
    every = checkin_rounds.rounds(work.db, work.cohort.id)
    return [each for each in every if may_look(work, each, reader)]


def may_look(work: Work, of: Round, reader: str) -> bool:
    """Whether someone is among those to whom a round was promised, and it is time."""
    if of.readers == "self" or (of.readers == "unnamed" and of.state != "closed"):
        return False
    if of.readers == "unnamed":
        return reader in reading.readers_unnamed(work, of)
    if reader in checkin_rounds.promised(work.db, of.id):
        return True
    return of.readers == "cohort" and reader in _cohort_now(work, of)


def answers(work: Work, of: Round, reader: str) -> list[Answer]:
    """What someone may read of a round, in an order that tells nothing; questions of a round
    without names that too few answered are left out."""
    if not may_look(work, of, reader):
        return []
    every = checkin_answers.of_round(work.db, of.id)
    if of.readers != "unnamed":
        authors = {each.person for each in every if each.person} & _agreed(work, of)
        may = _authors_for(work, of, reader, authors)
        return [each for each in every if each.person in may]
    asked = {each.person for each in checkin_rounds.sheets(work.db, of.id)}
    agreed = cohorts.agreed_at(work.db, of.cohort, of.closed_at or work.now)
    unseen = checkin_rounds.unread(work.db, of.id) | (asked - agreed)
    hidden = checkin_answers.marks_of(of, unseen, work.marks)
    every = [e for e in every if e.mark not in hidden and not (e.late or e.changed)]
    number = {name: sum(e.question == name for e in every) for name in {e.question for e in every}}
    return [each for each in every if rules.shown(number[each.question], closed=True)]


def of_answer(work: Work, answer_id: str, reader: str) -> tuple[Answer, Round] | None:
    """An answer of the cohort and its round, if someone may read it now."""
    found = checkin_answers.get(work.db, answer_id)
    of = checkin_rounds.get(work.db, found.round) if found is not None else None
    if found is None or of is None or work.cohort is None or of.cohort != work.cohort.id:
        return None
    there = next((e for e in answers(work, of, reader) if e.id == answer_id), None)
    return None if there is None else (there, of)


def author(work: Work, answer: Answer) -> str | None:
    """Who gave an answer, for the bot alone: without names it is found by trying out the marks of
    those who were asked."""
    if answer.person is not None or answer.mark is None:
        return answer.person
    for its in checkin_rounds.sheets(work.db, answer.round):
        text = checkin_answers.signature(answer.round, answer.question, its.person)
        if answer.mark in work.marks(text):
            return its.person
    return None


def _authors_for(work: Work, of: Round, reader: str, authors: Iterable[str]) -> set[str]:
    promised = checkin_rounds.promised(work.db, of.id)
    now = _cohort_now(work, of) if of.readers == "cohort" else ()
    return {
        each
        for each in authors
        if each == reader
        or reader
        in rules.readers_of(
            of.readers,
            promised,
            promised,
            reading.above(work, of, each),
            each,
            now,
        )
    }


def _agreed(work: Work, of: Round) -> set[str]:
    """Whoever has an agreement now; what they answered before is kept, and unseen without one."""
    return set(cohorts.consents(work.db, of.cohort, "agreement"))


def _cohort_now(work: Work, of: Round) -> frozenset[str]:
    parts = cohorts.memberships(work.db, of.cohort, roles=ROLES, states=("present",))
    return frozenset(each.person for each in parts)
