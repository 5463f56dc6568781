"""The form with what is noted of a member in a cohort, which moderators and the member fill in.

No story lives here, only what the stories of both share.
"""

from bot.engine.work import Work
from bot.protocol.cards import Field
from bot.protocol.effects import Effect, Note
from bot.protocol.refs import User
from bot.rules.filled import Filled
from bot.store import circle, facts, kept, people, profiles
from bot.store.records import Facts, Membership

LONGEST = 200  # letters of an organisation or job title
LONGEST_ZONE = 100


def fields(work: Work, known: Facts, *, zone: str, hints: str) -> tuple[Field, ...]:
    """The fields, with what counts now in them. ``zone`` stands in that of the time zone;
    ``hints`` begins the keys of the texts below the line manager and the time zone."""
    return (
        Field(
            name="organisation",
            label=work.word("facts-organisation"),
            value=known.organisation or "",
            limit=LONGEST,
        ),
        Field(name="title", label=work.word("facts-job"), value=known.title or "", limit=LONGEST),
        Field(
            name="manager",
            label=work.word("facts-manager"),
            kind="person",
            value=_user(work, known.manager),
            hint=work.word(f"{hints}-manager-hint"),
        ),
        Field(
            name="zone",
            label=work.word("facts-zone"),
            value=zone,
            hint=work.word(f"{hints}-zone-hint"),
            limit=LONGEST_ZONE,
        ),
    )


def note(work: Work, filled: Filled, part: Membership) -> list[Effect]:
    """Note what was filled in, but for the time zone; notes in ``filled`` what is wrong, and then
    keeps nothing. What follows: a new line manager reads less than before."""
    organisation, title = (filled.words(name, LONGEST) for name in ("organisation", "title"))
    manager = filled.user("manager")
    if filled.problems:
        return []
    above = _person(work, manager, part.person)
    known = circle.managers_of(work.db, part.cohort, part.person)
    before = facts.of(work.db, part.cohort, part.person)
    facts.note(work.db, part, organisation=organisation, title=title, manager=above)
    notes: list[Effect] = []
    after = facts.of(work.db, part.cohort, part.person)
    if before is None or after is None or _told(before) != _told(after):
        # What they said without their name must not tell where they work, or as what.
        notes += [
            *(
                Note(topic="words-changed", args={"discussion": each})
                for each in kept.discussions(work.db, part.cohort, part.person)
            ),
            Note(topic="handbook-changed", args={"cohort": part.cohort}),
        ]
    if above is not None and above not in known:
        notes.append(Note(topic="reader-changed", args={"person": above, "cohort": part.cohort}))
    return notes


def _told(known: Facts) -> tuple[str | None, str | None]:
    return known.organisation, known.title


def _user(work: Work, person_id: str | None) -> str:
    """How the cohort's platform knows someone; empty for nobody."""
    if person_id is None or work.room is None:
        return ""
    user = people.user_of(work.db, person_id, work.room.platform, work.room.workspace)
    return user.user if user is not None else ""


def _person(work: Work, user: str, led: str) -> str | None:
    """The person who was picked; nobody is their own line manager."""
    if not user or work.room is None:
        return None
    there = User(platform=work.room.platform, workspace=work.room.workspace, user=user)
    picked = profiles.met(work.db, there, work.new_id, work.now).id
    return None if picked == led else picked
