"""What a check-in is: questions that are asked of each member privately; plain values.

No reading of files here (``bot.text.checkin_files``), no sending, no cohort.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

ANSWERS = ("text", "scale", "choice", "choices", "yes-no", "present")
"""What a question may be answered with. ``present`` asks whether someone would present a case, on
a later day, and is answered yes, maybe or no."""

READERS = ("named", "unnamed", "cohort", "self")
"""Who can read what was answered: the moderators with the name, the moderators without, the whole
cohort, or nobody but the one who answers. From the widest promise to the narrowest they are
``cohort``, ``named``, ``unnamed``, ``self``."""

RHYTHMS = ("once", "weekly", "fortnightly", "monthly")
"""``monthly`` is on the same weekday of the same week of the month as the first one, such as the
first Tuesday."""

SCALE = 5
MAX_QUESTIONS = 8
MAX_ASK = 300  # characters of a question
MAX_OPTIONS = 10
MAX_OPTION = 75  # characters of a choice or of the end of a scale; platforms cut longer ones
MAX_NAME = 40  # characters of a question's name
MAX_INTRO = 1000  # characters above the questions, among who reads them and where help is
MAX_ABOUT = 300  # characters
RESERVED = ("results", "stop")
"""No check-in is called so: these words after the command that names one mean something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``name`` is what its answers are kept under: once a round has gone out it never
    changes. ``low`` and ``high`` name the ends of a scale of 1 to 5; ``options`` are the choices.
    """

    name: str
    ask: str
    kind: str
    optional: bool = False
    low: str = ""
    high: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One check-in as its file gives it, placeholders not yet filled.

    ``intro`` stands above the questions, for members; ``about`` is for moderators who choose. Days
    in ``open`` are calendar days of the cohort. ``readers`` and ``rhythm`` are what it suggests.
    ``care``: it touches on self-care or burnout, so it says where help is and that nobody watches.
    ``goals``: its answers are a member's own goals. ``source`` is the file, relative to its folder.
    """

    name: str
    title: str
    about: str
    intro: str
    questions: tuple[Question, ...]
    readers: str
    rhythm: str
    open: timedelta
    care: bool
    goals: bool
    tags: tuple[str, ...]
    source: str


def readers_for(checkin: CheckIn) -> tuple[str, ...]:
    """Those of ``READERS`` that ``checkin`` can be sent with: who offers to present does it by
    name, to somebody."""
    offers = any(question.kind == "present" for question in checkin.questions)
    return tuple(each for each in READERS if not (offers and each in ("unnamed", "self")))


def to_dict(checkin: CheckIn) -> dict[str, Any]:
    """``checkin`` in values that JSON knows; durations in whole seconds."""
    plain = asdict(checkin)
    plain["open"] = int(checkin.open.total_seconds())
    plain["tags"] = list(checkin.tags)
    plain["questions"] = [{**q, "options": list(q["options"])} for q in plain["questions"]]
    return plain


def from_dict(plain: Mapping[str, Any]) -> CheckIn:
    """The check-in that ``to_dict`` made ``plain`` of.

    Raises KeyError or TypeError where something is missing or unknown.
    """
    questions = tuple(
        Question(**{**each, "options": tuple(each["options"])}) for each in plain["questions"]
    )
    rebuilt = {
        "questions": questions,
        "open": timedelta(seconds=plain["open"]),
        "tags": tuple(plain["tags"]),
    }
    return CheckIn(**{**plain, **rebuilt})
