"""On which day someone was last there: of people who agreed to that, by the cohort's calendar.

Words in rooms, reactions, presses and forms, and what other stories note (an answered check-in, a
session that someone came to). Of each only that it was on this day.
"""

from datetime import date

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.quiet_list import looking
from bot.protocol.events import (
    ByPerson,
    Commanded,
    Joined,
    Noted,
    Pressed,
    Reacted,
    Said,
    Submitted,
)
from bot.rules import presence as rules
from bot.store import cohorts, presence

story = Story("noticing")


@story.on(Said)
def wrote(event: Said, work: Work) -> Effects:
    """Words in a room of the cohort, in a thread or not."""
    return () if event.place.direct else _acted(event, work, "wrote")


@story.on(Reacted)
def reacted(event: Reacted, work: Work) -> Effects:
    """A reaction; taking one back is no sign."""
    return _acted(event, work, "reacted") if event.added else ()


@story.on(Joined)
def came(event: Joined, work: Work) -> Effects:
    """Someone who had left is in the room again."""
    return _acted(event, work, "came")


@story.on(Commanded)
def asked(event: Commanded, work: Work) -> Effects:
    """A command."""
    return _acted(event, work, "pressed")


@story.on(Pressed)
def pressed(event: Pressed, work: Work) -> Effects:
    """A button."""
    return _acted(event, work, "pressed")


@story.on(Submitted)
def sent(event: Submitted, work: Work) -> Effects:
    """A form."""
    return _acted(event, work, "pressed")


@story.note("agreed")
def agreed(event: Noted, work: Work) -> Effects:
    """Whoever agrees is there."""
    return _there(work, event.args["person"], work.today(), "pressed")


@story.note("presence")
def noted(event: Noted, work: Work) -> Effects:
    """Another story saw someone: ``person`` (else whoever acts) on ``day`` (ISO, else today)."""
    how = event.args["how"]
    if how not in rules.SIGNS:
        raise ValueError(f"{how!r} is no sign of having been around")
    person = event.args.get("person") or (work.who.id if work.who is not None else None)
    on = date.fromisoformat(event.args["day"]) if "day" in event.args else work.today()
    return () if person is None else _there(work, person, on, how)


def _acted(event: ByPerson, work: Work, how: str) -> Effects:
    if work.cohort is None or work.who is None:
        return ()
    # What is delivered late happened on its own day; a platform's clock may be ahead of ours.
    on = min(work.local(event.at).date(), work.today())
    return _there(work, work.who.id, on, how)


def _there(work: Work, person_id: str, on: date, how: str) -> Effects:
    its = work.cohort
    if its is None or its.state not in looking.STARTED:
        return ()
    known = presence.day(work.db, its.id, person_id)
    if known is not None and known >= on:
        return ()
    part = cohorts.membership_of(work.db, its.id, person_id)
    if part is None or part.state not in cohorts.BELONGING or part.role not in rules.LISTED:
        return ()
    if looking.may_note(work, person_id):
        presence.note(work.db, its.id, person_id, on, how)
    return ()
