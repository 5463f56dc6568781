"""The messages of a discussion or a period as a summary may use them now: their words, and how
each author may appear. Consent is looked up anew each time.

No story lives here, only what the stories of summaries share.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.engine.work import Work
from bot.features.summary_marks import whys
from bot.insight import Unnamed, normal
from bot.rules import summary as rules
from bot.rules.summary import Author, Source, Voice
from bot.store import cohorts, discussions, facts, people, summaries
from bot.store.marked_words import speaking_as
from bot.store.records import Message, Subject


def sources(work: Work, subject: Subject) -> dict[str, Source]:
    """The messages of a discussion or a period that everyone can read, in order, by id."""
    kept = summaries.messages(work.db, subject)
    authors = _authors(work, subject.cohort, {each.person for each in kept})
    present = {part.person for part in cohorts.memberships(work.db, subject.cohort)}
    cohort = [author for person, author in authors.items() if person in present]
    voices = {person: rules.voice(author, cohort) for person, author in authors.items()}
    speaking = {person: speaking_as(person, authors[person], its) for person, its in voices.items()}
    unnamed = Unnamed([speaking[person] for person in {each.person for each in kept}])
    found = {
        each.id: _source(work, each, authors[each.person], voices[each.person],
                         partial(unnamed.told_in, speaking[each.person]))
        for each in kept
    }  # fmt: skip
    said = whys(work, kept, authors, cohort)
    return {id: replace(each, whys=said.get(id, ())) for id, each in found.items()}


def _source(
    work: Work,
    message: Message,
    author: Author,
    voice: Voice | None,
    tells: Callable[[str], bool],
) -> Source:
    return Source(
        text=normal(message.text),
        person=message.person,
        edited=message.edited_at.isoformat() if message.edited_at is not None else "",
        usable=author.agreed,
        voice=voice,
        link=work.link(discussions.ref_of(message)),
        place=author.place,
        tells=tells,
    )


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
