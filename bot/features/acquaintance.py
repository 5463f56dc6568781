"""Learning who people are: a name for a user id, and what platforms tell when it changes."""

from collections.abc import Mapping

from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Effect, Note
from bot.protocol.events import Changed, Finished
from bot.protocol.ports import Absent
from bot.protocol.refs import User
from bot.store import circle, cohorts, people, profiles
from bot.store.records import Person

story = Story("acquaintance")


@story.job("person")
async def ask_platform(args: dict[str, str], desk: Desk) -> object:
    """Who a user is, or None if the platform does not know."""
    user = User(platform=args["platform"], workspace=args["workspace"], user=args["user"])
    profile = await desk.chat(user.platform).person(user)
    return None if isinstance(profile, Absent) else profiles.dump(profile)


@story.result("person")
def get_to_know(event: Finished, work: Work) -> Effects:
    """Keep the name, unless the person was erased in the meantime."""
    if event.result is None:
        return []
    profile = profiles.load(event.result)
    known = people.by_user(work.db, profile.user)
    if known is None:
        return []
    before = _above(work, known)
    profiles.learn(work.db, profile, work.new_id, work.now)
    return _led_anew(work, known, before)


@story.on(Changed)
def renew(event: Changed, work: Work) -> Effects:
    """Keep what the platform tells of someone we know. A deactivated account has left."""
    if work.who is None:
        return []
    before = _above(work, work.who)
    person = profiles.learn(work.db, event.profile, work.new_id, work.now)
    effects = _led_anew(work, person, before)
    if event.profile.deactivated:
        for cohort, part in cohorts.of_person(work.db, person.id):
            cohorts.change_membership(work.db, part.id, state="left", until=work.now)
            args = {"person": person.id, "cohort": cohort.id}
            effects.append(Note(topic="reader-changed", args=args))
            if part.role == "moderator":
                effects.append(Note(topic="moderator-gone", args=args))
    return effects


def _above(work: Work, person: Person) -> dict[str, frozenset[str]]:
    """By cohort, the line managers of someone."""
    there = people.cohorts_of(work.db, person.id)
    return {each: circle.managers_of(work.db, each, person.id) for each in there}


def _led_anew(work: Work, person: Person, before: Mapping[str, frozenset[str]]) -> list[Effect]:
    """A new line manager reads less from now on."""
    return [
        Note(topic="reader-changed", args={"person": above, "cohort": cohort})
        for cohort, known in _above(work, person).items()
        for above in sorted(known - before.get(cohort, frozenset()))
    ]
