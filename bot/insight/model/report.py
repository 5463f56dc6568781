"""What became of a language model's answers, to be told on the summary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Fault = Literal["missing", "timeout", "unreachable", "refused", "unreadable", "useless"]
"""Why a question has no usable answer: what it takes is not installed; none came in time; nothing
could be reached; the endpoint gave an error; it was no JSON of the form asked for, or cut off; none
of its quotes held."""

Reason = Literal["malformed", "message", "person", "quote", "empty", "repeated", "label"]
"""Why a piece of an answer was dropped: it lacks a part; its message was not in the question; its
message is another person's; its quote does not stand in its message; what it quotes says nothing by
itself; it was there before; no message of its theme says the label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a summary says of the language model that it was made with.

    `model` is its name as it was configured. `chosen` counts the points that it chose. `dropped`
    counts by reason what did not hold, `faults` by why the questions without a usable answer.
    `unread` are ids of messages with content that it was to read and did not read to the end: they
    are in the summary as the embedded pipeline has them. Messages that were kept from it are not
    among them, since their number tells who kept theirs. When `used` is false, all of the summary
    is the embedded pipeline's.
    """

    model: str
    used: bool
    chosen: int
    dropped: Mapping[Reason, int]
    faults: Mapping[Fault, int]
    unread: tuple[str, ...]
