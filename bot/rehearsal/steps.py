"""What a script says: the cohort, its people, and steps. ``line`` is where it stands in the file,
counted from 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

Role = Literal["member", "moderator", "guest", "sponsor", "none"]
Unit = Literal["minute", "hour", "day", "week"]

FIRST_PROGRAMME = "first-weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPlan:
    """The cohort of a script. ``programme`` is a programme's file name without its ending."""

    name: str
    zone: ZoneInfo
    starts: date
    theme: str = ""
    purpose: str = ""
    ends: date | None = None
    programme: str = FIRST_PROGRAMME
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A person of a script. ``role`` none: known to the platform, not in the room. ``manager`` is
    the line manager's handle."""

    handle: str
    name: str
    role: Role = "member"
    zone: str | None = None
    organisation: str | None = None
    title: str | None = None
    manager: str | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What every step has."""

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class At(Step):
    """Go on to this time of the cohort's clock."""

    time: datetime

    def instant(self, zone: ZoneInfo) -> datetime:
        return self.time.replace(tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Step):
    """Let time pass. Days and weeks end at the same time of the clock; minutes and hours are
    as long as they are."""

    amount: int
    unit: Unit

    def until(self, now: datetime, zone: ZoneInfo) -> datetime:
        match self.unit:
            case "minute":
                return now + timedelta(minutes=self.amount)
            case "hour":
                return now + timedelta(hours=self.amount)
            case "day" | "week":
                days = timedelta(days=self.amount * (7 if self.unit == "week" else 1))
                # Python adds to the clock's face when the zone stays on the value.
                return (now.astimezone(zone) + days).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPerson(Step):
    """A step that someone does."""

    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(ByPerson):
    """``to``: room, prompt (its thread), dm, or the label of an earlier message (its thread).
    ``label`` names this one for later steps."""

    text: str
    to: str = "room"
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(ByPerson):
    text: str
    where: Literal["room", "dm"] = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(ByPerson):
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill(ByPerson):
    form: Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class React(ByPerson):
    """``to``: prompt, or the label of an earlier message."""

    emoji: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep(ByPerson):
    """``what``: prompt, or the label of an earlier message, whose menu is meant."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(ByPerson):
    what: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete(ByPerson):
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(ByPerson):
    """Someone enters the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(ByPerson):
    """Someone goes out of the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect(ByPerson):
    """What must, or must not, have been shown to this person since they were last asked."""

    sees: str | None = None
    not_sees: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A whole script, free of problems. ``agreed`` press Agree as soon as they are welcomed."""

    path: Path
    cohort: CohortPlan
    people: tuple[Cast, ...]
    agreed: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def begins(self) -> datetime:
        """When the clock starts (UTC): 00:00 cohort time on the day before the cohort does."""
        eve = self.cohort.starts - timedelta(days=1)
        return datetime.combine(eve, time.min, tzinfo=self.cohort.zone).astimezone(UTC)
