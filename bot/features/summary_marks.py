"""What people marked of a discussion, as a summary may use it now. Consent is looked up anew each
time.

No story lives here, only what the stories of summaries share.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.engine.work import Work
from bot.rules import marks as rules
from bot.rules.summary import Why
from bot.rules.voices import Author
from bot.store import cohorts, marks
from bot.store.marked_words import heard
from bot.store.records import Message as Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """How a message was marked: as what, what counts most first; whether it is to be in every
    draft; and by how many people."""

    kinds: tuple[rules.Kind, ...]
    wanted: bool
    people: int


def marked(work: Work, cohort: str, authors: Mapping[str, str]) -> dict[str, Marked]:
    """By id, the messages that people marked who agree to be heard now. ``authors``: who wrote
    which message of ``cohort``."""
    agreed = cohorts.consents(work.db, cohort, "agreement")
    moderators = {each.person for each in cohorts.moderators(work.db, cohort)}
    by_message: dict[str, list[Any]] = defaultdict(list)
    for each in marks.of_messages(work.db, cohort, authors.keys()):
        if each.person in agreed:
            by_message[each.message].append(each)
    return {
        id: Marked(
            # Who reacted twice, or reacted and used the menu, says a thing once.
            kinds=rules.ranked(kind for _, kind in {(each.person, each.kind) for each in its}),
            wanted=any(each.why for each in its)
            or rules.is_wanted([each.person for each in its], authors[id], moderators),
            people=len({each.person for each in its}),
        )
        for id, its in by_message.items()
    }


def whys(
    work: Work, kept: Sequence[Kept], authors: Mapping[str, Author], cohort: Iterable[Author]
) -> dict[str, tuple[Why, ...]]:
    """By message, what people wrote to their marks and may be shown: of those who agree to be
    quoted, and nothing that names somebody who is not to be named. ``kept`` are the messages of one
    cohort; ``authors``: everyone who may have written or marked, by id; ``cohort`` are those who
    are there now."""
    ids = {each.id for each in kept}
    found_in = marks.of_messages(work.db, kept[0].cohort, ids) if kept else []
    said = [each for each in found_in if each.why]
    if not said:
        return {}
    return heard(said, authors, cohort)
