"""What the stories of the list share: whom a moderator may see on it, and in which words."""

from dataclasses import dataclass

from bot.engine.work import Work
from bot.protocol.text import Blocks
from bot.rules import presence as rules
from bot.rules.presence import Around
from bot.store import circle, cohorts, discussions, nudges, people, presence
from bot.store.nudges import Nudge
from bot.store.records import Person
from bot.text import dates

STARTED = ("running", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Someone on the list. ``topic``: the title of the discussion in which words of theirs were
    kept last; empty for none."""

    person: Person
    around: Around
    topic: str


def version(work: Work) -> str | None:
    """The version of the agreement, if it tells of the list: else nobody is on it."""
    agreement = work.library.agreement()
    if agreement is None or not rules.tells_of_list(agreement.body):
        return None
    return agreement.version


def may_note(work: Work, person_id: str) -> bool:
    """Whether someone agreed, in the cohort at hand, to have it noted when they were there."""
    assert work.cohort is not None
    consent = cohorts.current_consent(work.db, work.cohort.id, person_id, "agreement")
    return consent is not None and consent.version == version(work)


def around(work: Work, moderator_id: str) -> list[Around]:
    """Everyone who may be on the list that a moderator sees. Nobody is on that of their own line
    manager."""
    its, told = work.cohort, version(work)
    if its is None or told is None or its.state not in STARTED:
        return []
    led = [each.id for each in circle.led_by(work.db, its.id, moderator_id)]
    return presence.around(work.db, its, told, but=led)


def listed(work: Work, moderator_id: str) -> list[Listed]:
    """The list as this moderator sees it, the longest unseen first."""
    assert work.cohort is not None
    days = rules.quiet_days(work.cohort.settings)
    found = rules.quiet(around(work, moderator_id), work.today(), days)
    named = people.named(work.db, [one.person for one in found])
    return [_listed(work, one, named[one.person]) for one in found]


def on_list(work: Work, moderator_id: str, person_id: str) -> Listed | None:
    """Someone, if they are on the list that this moderator sees."""
    found = (each for each in listed(work, moderator_id) if each.person.id == person_id)
    return next(found, None)


def in_peace(work: Work, person_id: str) -> Nudge | None:
    """The note of a moderator that is so fresh that nobody is offered this person."""
    assert work.cohort is not None
    found = nudges.newest(work.db, work.cohort.id, person_id)
    fresh = found is not None and rules.in_peace(found.day, work.today())
    return found if fresh else None


def last_sign(work: Work, one: Listed) -> Blocks:
    """When and how someone was last there."""
    sign, name = one.around, one.person.name
    if sign.seen is None or not (sign.came_by or one.topic):
        return work.say("quiet-list-last-joined", name=name, day=dates.day(sign.joined))
    day = dates.day(sign.seen)
    if sign.how == "wrote" and one.topic:
        return work.say("quiet-list-last-wrote-about", name=name, day=day, title=one.topic)
    return work.say(f"quiet-list-last-{sign.how}", name=name, day=day)


def _listed(work: Work, one: Around, person: Person) -> Listed:
    assert work.cohort is not None
    words = presence.last_words(work.db, work.cohort.id, one.person)
    about = discussions.get(work.db, words.discussion) if words is not None else None
    return Listed(person=person, around=one, topic=about.title if about is not None else "")
