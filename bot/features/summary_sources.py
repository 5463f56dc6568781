"""The messages of a discussion or a period as a summary may use them now: their words, and how
each author may appear. Consent is looked up anew each time.

No story lives here, only what the stories of summaries share.
"""

from dataclasses import replace
from functools import partial

from bot.engine.work import Work
from bot.features.summary_marks import whys
from bot.insight import Unnamed, normal
from bot.rules.summary import Source
from bot.rules.voices import Author, voice
from bot.store import cohorts, discussions, facts, people, summaries
from bot.store.marked_words import speaking_as
from bot.store.records import Subject


def sources(work: Work, subject: Subject) -> dict[str, Source]:
    """The messages of a discussion or a period that everyone can read, in order, by id."""
    kept = summaries.messages(work.db, subject)
    authors = _authors(work, subject.cohort, {each.person for each in kept})
    present = {part.person for part in cohorts.memberships(work.db, subject.cohort)}
    cohort = [author for person, author in authors.items() if person in present]
    voices = {person: voice(author, cohort) for person, author in authors.items()}
    speaking = {person: speaking_as(person, authors[person], its) for person, its in voices.items()}
    unnamed = Unnamed([speaking[person] for person in {each.person for each in kept}])
    found = {
        each.id: Source(
            text=normal(each.text),
            person=each.person,
            edited=each.edited_at.isoformat() if each.edited_at is not None else "",
            usable=authors[each.person].agreed,
            voice=voices[each.person],
            link=work.link(discussions.ref_of(each)),
            place=authors[each.person].place,
            tells=partial(unnamed.told_in, speaking[each.person]),
            leads=partial(unnamed.told_by, speaking[each.person]),
        )
        for each in kept
    }
    said = whys(work, kept, authors, cohort)
    return {id: replace(each, whys=said.get(id, ())) for id, each in found.items()}


def _authors(work: Work, cohort: str, writers: set[str]) -> dict[str, Author]:
    parts = cohorts.memberships(work.db, cohort, states=cohorts.EVERY_STATE)
    roles = {part.person: part.role for part in parts}
    known = people.named(work.db, list({*roles, *writers}))
    facts_of = facts.of_all(work.db, cohort)
    agreed = cohorts.consents(work.db, cohort, "agreement")
    quoting = cohorts.consents(work.db, cohort, "quoting")
    return {
        person: Author(
            name=each.name,
            role=roles.get(person, "member"),
            title=facts_of[person].title if person in facts_of else None,
            # Who was never asked how they may be quoted has not agreed to be quoted.
            choice=quoting[person].value if person in quoting else "none",  # pyright: ignore
            agreed=person in agreed,
            place=(facts_of[person].organisation or "") if person in facts_of else "",
        )
        for person, each in known.items()
    }
