"""How people are called: the words of a name, in the form in which one is looked for in a text."""

import re
import unicodedata
from functools import lru_cache

from bot.insight.wording import normal

TOKEN = re.compile(r"[^\W_]+")
SHORTEST = 2  # letters of a name that is looked for
# Nobody is called by these alone.
_PARTICLES = frozenset("de del der el la las los van von".split())
ANY_PLACE = frozenset(
    "association care casa center centers centre centro clinic clinica clinics college comunidad "
    "community county department district east family familiar foundation general group health "
    "healthcare hospital house international medical medicine national network north northern "
    "office partners practice primary program public regional salud school service services "
    "south southern state system team trust university west western".split()
)
"""What many organisations are called, and nobody tells one of them by; in English and Spanish."""


def tokens(name: str) -> list[str]:
    """The words of a name, folded, in order."""
    return [folded(token) for token in TOKEN.findall(normal(name))]


def calls(token: str) -> bool:
    """Whether somebody may be called by this word of their name alone."""
    return len(token) >= SHORTEST and not token.isdigit() and token not in _PARTICLES


def is_unspaced(word: str) -> bool:
    """Whether a word has letters without capitals: few of their scripts part words by spaces, and
    some write vowels as marks, so that such a name is looked for as it is written."""
    return any(each.isalpha() and each.lower() == each.upper() for each in word)


@lru_cache(maxsize=1 << 15)
def folded(word: str) -> str:
    """A word without capitals and accents: "İpek" is "ipek", and "Weiß" is "weiss"."""
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFD", word.casefold())
    bare = "".join(each for each in parted if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", bare).replace("ı", "i")
