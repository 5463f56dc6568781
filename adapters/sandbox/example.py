"""The cohort that a new sandbox begins with: what its script says before it is played."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from adapters.sandbox.address import user
from bot.protocol.refs import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """``opens`` is when the script's clock begins: midnight, cohort time, on the day before the
    cohort starts. ``title`` is the room's name."""

    script: Path
    zone: str
    opens: datetime
    title: str
    people: dict[str, Profile]
    moderators: frozenset[str]


def read_example(script: Path) -> Example:
    """Read the script's head. The rehearsal reads the file again, and tells what is wrong in it.

    Raises OSError if there is no such file, ValueError if it is no rehearsal.
    """
    try:
        # Every scalar stays text, and nothing else is ever made: 10:00 is not to become 600.
        head = yaml.load(script.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # nosec B506
        return _example(script, head["cohort"], head["people"])
    except (AttributeError, KeyError, TypeError, ValueError, yaml.YAMLError) as why:
        how = f"`python -m bot rehearse {script}` says what is wrong in it"
        raise ValueError(f"{script} cannot be played: {how}") from why


def _example(script: Path, cohort: dict[str, str], people: dict[str, dict[str, str]]) -> Example:
    zone = cohort["time_zone"]
    first = datetime.fromisoformat(cohort["starts"]).date() - timedelta(days=1)
    slug = re.sub(r"\W+", "-", cohort["name"].casefold()).strip("-")
    return Example(
        script=script,
        zone=zone,
        opens=datetime.combine(first, time(), ZoneInfo(zone)),
        title=f"#{slug}",
        people={handle: _profile(handle, about) for handle, about in people.items()},
        moderators=frozenset(h for h, about in people.items() if about.get("role") == "moderator"),
    )


def _profile(handle: str, about: dict[str, str]) -> Profile:
    return Profile(
        user=user(handle),
        name=about["name"],
        zone=about.get("time_zone"),
        title=about.get("title"),
        organisation=about.get("org"),
    )
