"""The summary pipeline: messages in, cited quotes, links and open questions out.

What may live here: pure functions and frozen values over plain text. Every quote is a piece of the
message that it cites, word for word; nothing is written on anyone's behalf.

What may not: network, clock, randomness, files, wording meant for people, and imports from the rest
of `bot`. The same messages in the same order always give the same draft.

The road: `clean` drops what is not the author's own contribution, `sentences` splits, `kinds`
types, `reading` brings these together for each message, `choose` picks points, `questions` and
`links` collect the rest, and `draft` joins them. Beside the road, `themes` groups short answers to
one question.
"""

from bot.insight.draft import draft
from bot.insight.material import Coverage, Draft, Kind, Message, Point, Question, Resource
from bot.insight.wording import normal

__all__ = [
    "Coverage",
    "Draft",
    "Kind",
    "Message",
    "Point",
    "Question",
    "Resource",
    "draft",
    "normal",
]
