"""How cohorts and people are named on the command line: a cohort by its id, and a person as a
platform's workspace knows them, or within a cohort by a part of their name that nobody else there
has."""

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.protocol.adapter import SettingsError
from bot.protocol.refs import User
from bot.store import cohorts, people
from bot.store.records import Cohort, Person

HELP = (
    "such as slack:T0123:U0456 (platform, workspace or in Teams the tenant, user id), as 'members' "
    "lists them; with --cohort also a part of the name"
)


def cohort(db: Connection, cohort_id: str) -> Cohort:
    """The cohort of an id. Raises SettingsError where there is none."""
    return all_cohorts(db, [cohort_id])[0]


def all_cohorts(db: Connection, ids: Iterable[str]) -> list[Cohort]:
    """The same of several, with all that there are not."""
    found = {each: cohorts.get(db, each) for each in ids}
    missing = [id for id, each in found.items() if each is None]
    if missing:
        raise SettingsError([f"There is no cohort {id}; 'cohorts' lists them." for id in missing])
    return [each for each in found.values() if each is not None]


def person(db: Connection, text: str, cohort_id: str | None) -> Person:
    """Whom ``text`` names, in a cohort if there is one. Raises SettingsError, with all whom it may
    mean, if that is nobody or not just one."""
    parts = text.split(":", 2)
    if len(parts) == 3 and all(parts):
        user = User(platform=parts[0], workspace=parts[1], user=parts[2])
        found = people.by_user(db, user)
        if found is None:
            raise SettingsError([f"Nothing is kept of {text}."])
        return found
    if cohort_id is None:
        raise SettingsError(
            [f"--user is {HELP}. 'cohorts' lists the cohorts, 'members COHORT' who is in one."]
        )
    return _by_name(db, text, cohort_id)


def _by_name(db: Connection, text: str, cohort_id: str) -> Person:
    its = cohort(db, cohort_id)
    theirs = [each.person for each in cohorts.memberships(db, its.id, states=cohorts.EVERY_STATE)]
    known = people.named(db, theirs)
    everyone = [known[each] for each in theirs]
    wanted = " ".join(text.split()).casefold()
    found = [each for each in everyone if wanted and wanted in each.name.casefold()]
    # A whole name means whoever has it, though it be a part of somebody else's.
    whole = [each for each in found if each.name.casefold() == wanted]
    if len(whole or found) == 1:
        return (whole or found)[0]
    if not found:
        raise SettingsError(
            [f"Nobody in {cohort_id} has “{text}” in their name: 'members {cohort_id}' lists all."]
        )
    listed = [f"  {written(db, each)}  {each.name}" for each in found]
    raise SettingsError([f"“{text}” may mean, say which:", *listed])


def written(db: Connection, who: Person) -> str:
    """How a person is written, once for each way in which a platform knows them."""
    users = people.users_of(db, who.id)
    return " ".join(f"{each.platform}:{each.workspace}:{each.user}" for each in users)
