"""What is looked for in a text: its words, without case, accents and whatever else could mean
something to a search engine."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
"""Letters of a word. No engine takes words without end, and nobody looks for one."""
MOST = 16
"""Words that are looked for; more of them find nothing that these do not."""
MOST_ENDINGS = 40

_WORD = re.compile(r"[^\W_]+")
# The little words of English. PostgreSQL leaves them out by itself, SQLite does not.
_LITTLE = frozenset(
    """a about above after again against all am an and any are as at be because been before being
    below between both but by can did do does doing don down during each few for from further had
    has have having he her here hers herself him himself his how i if in into is it its itself just
    me more most my myself no nor not now of off on once only or other our ours ourselves out over
    own s same she should so some such t than that the their theirs them themselves then there
    these they this those through to too under until up very was we were what when where which
    while who whom why will with you your yours yourself yourselves""".split()
)


def words(text: str) -> list[str]:
    """The words of a text as they are compared, in order, the little ones left out."""
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
    )
    found = (each[:LONGEST] for each in _WORD.findall(bare.casefold()))
    return [each for each in found if each not in _LITTLE]


def wanted(text: str) -> list[str]:
    """The words that somebody looks for, each once, the first ``MOST`` of them."""
    return list(dict.fromkeys(words(text)))[:MOST]


def begun(start: str, known: Iterable[str]) -> list[str]:
    """The known words that begin like this, as many as are looked for at once."""
    return sorted({each for each in known if each.startswith(start)})[:MOST_ENDINGS]
