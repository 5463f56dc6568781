"""The summary pipeline: messages in, cited quotes by theme, links and open questions out.

What may live here: pure functions and frozen values over plain text. Every quote is a piece of the
message that it cites, word for word; nothing is written on anyone's behalf.

What may not: network, clock, randomness, files, wording meant for people, and imports from the rest
of `bot`. The same messages in the same order always give the same draft. The exceptions: `vectors`
reads the weights that wordllama carries inside its package, once, when a theme is first looked for;
and in `model`, for cohorts that want it, one file talks to a language model.

The road: `clean` drops what is not the author's own contribution, `sentences` splits, `kinds`
types, `retractions` knows what people take back, `reading` brings these together for each message,
`unnamed` takes names (of which `naming` knows how they are written) out of sight that must not be
shown, and `candidates` says what could be quoted. From there, `choose` picks the points of a
`draft`. For a whole `summary`, `window` holds all of this together, `topics` finds the themes (with
`parts`, `vectors` and `ward`), `labels` calls them, `insights` picks points over all of them,
`same` counts who says the same, and `brief` fills a few lines. `offers` is all of it, for people
who choose themselves. `questions` and `links` collect the rest. Beside the road, `themes` groups
short answers to one question.

`summary` is not imported here: with it come numpy and wordllama, which only those should load who
ask for a whole summary.
"""

from bot.insight.draft import draft
from bot.insight.material import (
    Coverage,
    Draft,
    Insight,
    Kind,
    Mark,
    Message,
    Point,
    Question,
    Resource,
    Summary,
    Topic,
)
from bot.insight.offers import offers
from bot.insight.unnamed import Unnamed
from bot.insight.wording import normal

__all__ = [
    "Coverage",
    "Draft",
    "Insight",
    "Kind",
    "Mark",
    "Message",
    "Point",
    "Question",
    "Resource",
    "Summary",
    "Topic",
    "Unnamed",
    "draft",
    "normal",
    "offers",
]
