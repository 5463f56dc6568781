"""What a prompt, a programme and an agreement are: plain values, and a prompt as a dict.

No reading of files here (``bot.text.library``), no posting, no cohort.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import time, timedelta
from typing import Any

KINDS = (
    "introductions",
    "icebreaker",
    "where-are-you-now",
    "working-agreement",
    "open-question",
    "challenge",
    "case",
    "role-play",
    "perspective",
    "hard-topic",
    "small-step",
    "what-failed",
    "success",
    "reading",
    "resources",
    "guest",
    "self-care",
    "value-story",
    "retrospective",
    "goodbye",
)
# Nobody's method stands behind these, so there is nobody to credit.
UNCREDITED_KINDS = frozenset(
    {"introductions", "icebreaker", "working-agreement", "resources", "guest", "self-care"}
)
FORMS = ("case", "challenge", "role-play")
MAX_TITLE = 100  # characters; platforms cut a heading at 150, and a week is put before it
MAX_BODY = 2500  # characters; a Slack section holds 3,000, and names are filled in


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something to read, hear or watch that the prompt offers."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A further step of the method, posted into the thread ``day`` days after the opening."""

    day: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The narrower door, posted into a quiet discussion this long after the opening."""

    after: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One prompt as its file gives it, placeholders not yet filled.

    Days in a duration are calendar days of the cohort. ``hold_answers`` is how long answers stay
    private before they are shown together; None shows them as they come. ``form`` names the form,
    with its no-identifiers checklist, that a member's own material goes through. ``source`` is the
    file, relative to its prompts folder.
    """

    name: str
    title: str
    kind: str
    credit: str
    body: str
    stages: tuple[Stage, ...]
    follow_up: FollowUp | None
    open: timedelta
    hold_answers: timedelta | None
    ask_ahead: bool
    tags: tuple[str, ...]
    material: tuple[Link, ...]
    form: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """``prompt``, by name, in week ``week`` of a programme; the first week is 1."""

    week: int
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Prompts put into weeks. ``about`` is for moderators.

    ``at`` is cohort time. Week n is posted n - 1 times ``every`` after the start. ``open``, where
    it is given, holds for all its discussions; None leaves each prompt its own.
    """

    name: str
    title: str
    about: str
    at: time
    every: timedelta
    open: timedelta | None
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What members agree to; a new wording needs a new ``version``."""

    name: str
    title: str
    version: str
    body: str


def to_dict(prompt: Prompt) -> dict[str, Any]:
    """``prompt`` in values that JSON knows; durations in whole seconds."""
    plain = asdict(prompt)
    plain["open"] = _seconds(prompt.open)
    plain["hold_answers"] = None if prompt.hold_answers is None else _seconds(prompt.hold_answers)
    if prompt.follow_up is not None:
        plain["follow_up"]["after"] = _seconds(prompt.follow_up.after)
    for key in ("stages", "tags", "material"):
        plain[key] = list(plain[key])
    return plain


def from_dict(plain: Mapping[str, Any]) -> Prompt:
    """The prompt that ``to_dict`` made ``plain`` of.

    Raises KeyError or TypeError where something is missing or unknown.
    """
    follow_up, held = plain["follow_up"], plain["hold_answers"]
    rebuilt = {
        "stages": tuple(Stage(**stage) for stage in plain["stages"]),
        "follow_up": follow_up
        and FollowUp(after=timedelta(seconds=follow_up["after"]), text=follow_up["text"]),
        "open": timedelta(seconds=plain["open"]),
        "hold_answers": None if held is None else timedelta(seconds=held),
        "tags": tuple(plain["tags"]),
        "material": tuple(Link(**link) for link in plain["material"]),
    }
    return Prompt(**{**plain, **rebuilt})


def _seconds(duration: timedelta) -> int:
    return int(duration.total_seconds())
