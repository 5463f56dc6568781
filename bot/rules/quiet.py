"""Whether a discussion needs help, and what kind. Nobody who is silent is counted or named."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.rules.timetable import working_morning

CALM = timedelta(hours=24)
"""How long nobody but moderators has written before a discussion is quiet; and how long a
moderator's own words are left to work."""

Help = Literal["none", "wait", "thread", "moderators"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """When a member, and when a moderator, last wrote in a discussion; None for never."""

    member: datetime | None
    moderator: datetime | None


def help_for(pulse: Pulse, now: datetime, goes_out: datetime) -> Help:
    """What becomes of a follow-up that would go out at ``goes_out``.

    ``none``: the discussion is lively, so it falls away. ``wait``: a moderator has just written.
    ``thread``: it goes into the thread. ``moderators``: there is no answer at all, and a second
    question under an unanswered one helps nobody; it goes to the moderators.
    """
    if pulse.member is not None and now - pulse.member < CALM:
        return "none"
    if pulse.moderator is not None and goes_out - pulse.moderator < CALM:
        return "wait"
    return "moderators" if pulse.member is None else "thread"


def after_moderator(wrote: datetime, zone: str, off: Collection[date] = ()) -> datetime:
    """The first working morning that leaves a moderator's words their 24 hours."""
    free = wrote + CALM
    day = free.astimezone(ZoneInfo(zone)).date()
    morning = working_morning(day, zone, off)
    return morning if morning >= free else working_morning(day + timedelta(days=1), zone, off)


def cards_about(discussion: str, key: str) -> bool:
    """Whether the moderators' cards with this key are about this discussion: a button may carry
    the key of any others."""
    return key.startswith(f"quiet:{discussion}:") or key == f"quiet-own:{discussion}"
