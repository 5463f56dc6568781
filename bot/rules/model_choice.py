"""Whether a cohort's summaries are made with a language model, and what members were told of it.

``cohort.settings["model"]`` holds ``Told`` once moderators switched it on, and nothing before and
after. Words go to the model that members were told of, and only once they had time to say no.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.rules import cadence

SETTING = "model"

State = Literal["off", "none", "another", "untold", "soon", "on"]
"""``off``: nobody switched it on; ``none``: it is on, but no model is set up any more; ``another``:
one is, and not the one that members were told of; ``untold``: the message about it does not stand
in every room; ``soon``: it does, and the notice is not over; ``on``: words may go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Which model members were told of: its ``name``, the ``host`` to which words go, the keys of
    the ``postings`` that said so, one a room, and ``since`` when words go, as they were told.
    Without postings it was at rest, and members have to be told anew."""

    name: str
    host: str
    postings: tuple[str, ...]
    since: datetime | None = None


def told(settings: Mapping[str, Any]) -> Told | None:
    """What members of a cohort with these settings were told; None where it is switched off."""
    found = settings.get(SETTING)
    if not found:
        return None
    since = found.get("since")
    return Told(
        name=found["name"],
        host=found["host"],
        postings=tuple(found["postings"]),
        since=datetime.fromisoformat(since) if since else None,
    )


def to_json(its: Told) -> dict[str, Any]:
    """The same as it is kept."""
    since = its.since.isoformat() if its.since is not None else None
    return {"name": its.name, "host": its.host, "postings": list(its.postings), "since": since}


def rested(its: Told) -> Told:
    """What is left of it once a summary was made while that model was not set up."""
    return replace(its, postings=(), since=None)


def notice_ends(at: datetime, settings: Mapping[str, Any], zone: str) -> datetime:
    """When words may go of which members hear ``at`` some time: at the same local time on the
    working day after the next. Whoever says nothing is read, so that they need a whole day at
    work to say it."""
    off = cadence.days_off(settings)
    local = at.astimezone(ZoneInfo(zone))
    day = cadence.next_working_day(cadence.next_working_day(local.date(), off), off)
    return cadence.instant(day, local.time(), zone)


def begins(
    its: Told, posted: Sequence[datetime | None], settings: Mapping[str, Any], zone: str
) -> datetime | None:
    """When words may go, by when each message about it was posted, and never before members were
    told; None if one was not posted."""
    stood = [each for each in posted if each is not None]
    if not stood or len(stood) < len(posted):
        return None
    over = notice_ends(max(stood), settings, zone)
    return over if its.since is None else max(over, its.since)


def state(
    its: Told | None,
    there: tuple[str, str] | None,
    since: datetime | None,
    now: datetime,
) -> State:
    """Whether words may go now. ``there`` are name and host of the model that is set up, ``since``
    is when words may go by ``begins``."""
    if its is None:
        return "off"
    if there is None:
        return "none"
    if (its.name, its.host) != there:
        return "another"
    if since is None:
        return "untold"
    return "on" if since <= now else "soon"
