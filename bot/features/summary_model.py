"""The language model that a cohort's moderators may switch on for its summaries.

No story lives here, only what the stories of summaries and settings share. Whose words may go to it
is looked up anew each time.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.engine.work import Work
from bot.insight import Message, Summary
from bot.insight.model.endpoint import Endpoint
from bot.rules import model_choice
from bot.rules.model_choice import State, Told
from bot.rules.summary import Helped
from bot.store import cohorts, facts, people, postings
from bot.store.records import Cohort, Membership, Subject

log = logging.getLogger(__name__)

CONSENT = "model"
"""The kind of consent that holds ``no`` of whoever keeps their words from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with the language model in a cohort. ``since`` is when words may go, as far as
    that is known; ``told`` is what members were told."""

    state: State
    told: Told | None
    since: datetime | None


def standing(work: Work, cohort: Cohort) -> Standing:
    """How it stands now."""
    told = model_choice.told(cohort.settings)
    model = work.tools.model
    found = [postings.get(work.db, key) for key in (told.postings if told is not None else ())]
    posted = [each.at if each is not None else None for each in found]
    there = (model.name, model.host) if model is not None else None
    since = (
        model_choice.begins(told, posted, cohort.settings, cohort.zone)
        if told is not None
        else None
    )
    return Standing(state=model_choice.state(told, there, since, work.now), told=told, since=since)


def in_use(its: Standing) -> bool:
    """Whether words go to the model that members were told of, now or soon."""
    return its.state in ("on", "soon")


def rests(work: Work, cohort: Cohort) -> None:
    """Once a summary was made while the model was not set up, that it is back would be new to
    members: it is used only when moderators have switched it on anew."""
    its = standing(work, cohort)
    if its.told is None or its.state not in ("none", "another"):
        return
    settings = {
        **cohort.settings,
        model_choice.SETTING: model_choice.to_json(model_choice.rested(its.told)),
    }
    cohorts.change(work.db, cohort.id, settings=settings)
    work.refreshed()


def keeps(work: Work, cohort: str, person: str) -> bool:
    """Whether somebody keeps their words from it."""
    said = cohorts.current_consent(work.db, cohort, person, CONSENT)
    return said is not None and said.value == "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Which model is to be asked for a summary; with none, ``why`` there is none though the cohort
    has switched one on, and ``name`` is the one that members were told of. No word of the messages
    ``unsent`` (ids) may leave; ``people`` and ``organisations`` are the names to replace besides
    those of who speak."""

    name: str
    model: Endpoint | None
    why: str
    unsent: frozenset[str]
    people: tuple[str, ...]
    organisations: tuple[str, ...]


def asking(work: Work, subject: Subject | None, read: Sequence[Message]) -> Asking | None:
    """Whom to ask about what was read of a subject; None where nobody switched that on."""
    cohort = cohorts.get(work.db, subject.cohort) if subject is not None else None
    if cohort is None:
        return None
    its = standing(work, cohort)
    if its.told is None:
        return None
    said = cohorts.consents(work.db, cohort.id, CONSENT)
    keeping = {person for person, each in said.items() if each.value == "no"}
    parts = cohorts.memberships(work.db, cohort.id, states=cohorts.EVERY_STATE)
    heard = {each.person for each in parts if _heard(each, its.since)}
    speaking = {each.author for each in read}
    names = people.named(work.db, [each.person for each in parts if each.person not in speaking])
    works = {each.organisation or "" for each in facts.of_all(work.db, cohort.id).values()}
    return Asking(
        name=its.told.name,
        model=work.tools.model if its.state == "on" else None,
        why="" if its.state == "on" else its.state,
        unsent=frozenset(
            each.id for each in read if each.author in keeping or each.author not in heard
        ),
        people=tuple(each.name for each in names.values()),
        organisations=tuple(sorted(works - {""})),
    )


def _heard(part: Membership, since: datetime | None) -> bool:
    """Whether somebody could read in the room, up to the first word that left, that words go."""
    if part.state == "present" or since is None:
        return part.state == "present"
    return part.state == "left" and part.until is not None and part.until >= since


async def summed(
    read: Sequence[Message], points: int, asked: Asking | None
) -> tuple[Summary, Helped | None]:
    """The summary, and what to say of the language model if one was to be asked. Whatever becomes
    of that, there is a summary."""
    # With these come numpy and wordllama, which nobody needs to load who has nothing to sum up.
    from bot.insight.model.summary import summarize_with
    from bot.insight.summary import summarize

    why = asked.why if asked is not None else ""
    if asked is not None and asked.model is not None:
        try:
            summary, report = await summarize_with(
                asked.model,
                read,
                points=points,
                people=asked.people,
                organisations=asked.organisations,
                unsent=asked.unsent,
            )
            return summary, Helped(
                model=report.model,
                used=report.used,
                dropped=sum(report.dropped.values()),
                missed=len(report.unread),
                why=tuple(report.faults),
            )
        except Exception as fault:
            # What went wrong may be told in members' words: only its kind is.
            log.warning("a summary is made without its language model (%s)", type(fault).__name__)
            why = "unreadable"
    summary = await asyncio.to_thread(summarize, read, points=points)
    if asked is None:
        return summary, None
    return summary, Helped(model=asked.name, used=False, why=(why,))
