"""Who is meant by the first words of a command's rest: a mention, or a name of someone here."""

from bot.engine.work import Work
from bot.protocol.events import Commanded
from bot.rules.answers import who_is_meant
from bot.store import circle, people, profiles
from bot.store.records import Person


def whom(event: Commanded, work: Work, text: str) -> tuple[Person | None, str]:
    """The person whom a text begins with, and the rest of the text. A mentioned person whom nobody
    has met yet has no name so far. None if nobody, or more than one, can be meant."""
    bare = text.strip()
    for letters in sorted(event.people, key=len, reverse=True):
        if bare.startswith(letters):
            user = event.people[letters]
            person = profiles.met(work.db, user, work.new_id, work.now)
            return person, bare[len(letters) :].strip()
    if work.cohort is None:
        return None, bare
    known = circle.known(work.db, work.cohort.id)
    names = {
        each.id: [each.name, *(user.user for user in people.users_of(work.db, each.id))]
        for each in known
    }
    found, rest = who_is_meant(bare, names)
    return next((each for each in known if each.id == found), None), rest
