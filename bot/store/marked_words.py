"""What people wrote to their marks, as it may be shown now."""

from collections.abc import Iterable, Mapping

from bot.insight import Message, Unnamed
from bot.rules.summary import Why
from bot.rules.voices import Author, Voice, voice
from bot.store.records import Mark


def heard(
    said: Iterable[Mark], authors: Mapping[str, Author], cohort: Iterable[Author]
) -> dict[str, tuple[Why, ...]]:
    """By message, the words of these marks that may be shown: of those who agree to be quoted, and
    nothing that names somebody who is not to be named. ``authors``: everyone who may have written
    or marked, by id; ``cohort`` are those who are there now."""
    here = list(cohort)
    voices = {person: voice(each, here) for person, each in authors.items()}
    everyone = {id: speaking_as(id, authors[id], its) for id, its in voices.items()}
    unnamed = Unnamed(list(everyone.values()))
    found: dict[str, tuple[Why, ...]] = {}
    for each in said:
        its = voices.get(each.person)
        if its is None or not each.why:
            continue
        if not unnamed.told_in(everyone[each.person], each.why):
            why = Why(id=each.id, text=each.why, person=each.person, voice=its)
            found[each.message] = (*found.get(each.message, ()), why)
    return found


def speaking_as(person: str, author: Author, its: Voice | None) -> Message:
    """Someone as the pipeline knows people, with no words of their own."""
    return Message(
        id=person,
        author=person,
        name=author.name,
        text="",
        quotable=its is not None,
        anonymous=(its or Voice()).name is None,
        place=author.place,
    )
