"""Learning who people are: a name for a user id, and what platforms tell when it changes."""

from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.features import learning
from bot.protocol.effects import Note
from bot.protocol.events import Changed, Finished
from bot.protocol.ports import Absent
from bot.protocol.refs import User
from bot.store import cohorts, people, profiles

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
    if people.by_user(work.db, profile.user) is None:
        return []
    _, effects = learning.learn(work, profile)
    return effects


@story.on(Changed)
def renew(event: Changed, work: Work) -> Effects:
    """Keep what the platform tells of someone we know. A deactivated account has left."""
    if work.who is None:
        return []
    person, effects = learning.learn(work, event.profile)
    if event.profile.deactivated:
        for cohort, part in cohorts.of_person(work.db, person.id):
            cohorts.change_membership(work.db, part.id, state="left", until=work.now)
            args = {"person": person.id, "cohort": cohort.id}
            effects.append(Note(topic="reader-changed", args=args))
            if part.role == "moderator":
                effects.append(Note(topic="moderator-gone", args=args))
    return effects
