"""Learning what a platform tells of someone. Whichever story hears of it first, who leads somebody
from then on reads none of their answers, in any cohort.

For the stories of this room; it answers to nothing itself.
"""

from bot.engine.work import Work
from bot.protocol.effects import Effect, Note
from bot.protocol.refs import Profile
from bot.store import circle, people, profiles
from bot.store.records import Person


def learn(work: Work, profile: Profile) -> tuple[Person, list[Effect]]:
    """The person behind a profile, made if new, with all that the platform tells of them; and what
    follows: a new line manager reads less than before. The engine has locked their cohorts
    where a line manager is told; nothing else that is told changes who reads."""
    known = people.by_user(work.db, profile.user)
    before = _above(work, known) if known is not None else {}
    person = profiles.learn(work.db, profile, work.new_id, work.now)
    notes: list[Effect] = [
        Note(topic="reader-changed", args={"person": above, "cohort": cohort})
        for cohort, there in _above(work, person).items()
        for above in sorted(there - before.get(cohort, frozenset()))
    ]
    return person, notes


def _above(work: Work, person: Person) -> dict[str, frozenset[str]]:
    """By cohort, the line managers of someone."""
    there = people.cohorts_of(work.db, person.id)
    return {each: circle.managers_of(work.db, each, person.id) for each in there}
