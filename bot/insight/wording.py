"""Characters and words: the normal form in which quotes are compared, and content words."""

import re
import unicodedata
from functools import lru_cache

# Dropped before anything else: controls that no store or page takes (line ends and tabs stay),
# bidirectional overrides, which would reorder the words around a quote, invisible spaces, lone
# surrogates. The joiners U+200C and U+200D stay: they are part of words and of emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# No script stacks this many marks on a letter; it is Unicode's own bound for streams. Without one,
# putting long runs of marks in their canonical order takes quadratic time.
_MOST_MARKS = 30
_MAYBE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")
_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_STOP = frozenset(
    """a about after again all also am an and any anyone are as ask at be because been before being
    but by can could did do does doing don't each else every everyone few for from get give go going
    good got had has have having he help her here him his how i i'd i'm i've if in into is it it's
    its just know like made make many may me might more most much my need new no not now of on one
    only or other our out over own people please really same say see she should so some someone
    something still such sure take than thank thanks that that's the their them then there these
    they thing things think this those to too try up us use used using very want was way we we'd
    we're we've well were what when where which while who why will with work works would yes yet you
    your
    al algo alguien ante aquí así aunque cada como con cual cuando cómo de del desde donde dónde el
    ella ellos en entre era es esa ese eso esta estamos estar este esto está están fue gracias hace
    hacen hacer hay la las le les lo los me mi mis muy más nada ni no nos nosotros nuestra nuestro o
    para pero por porque puede que quien qué se ser si sin sobre son su sus sí también te tener
    tiene tienen tenemos todo todos tu un una uno unos usa usan usar y ya yo""".split()
)


def lines(text: str) -> list[str]:
    """The lines of a text in normal form: composed, without invisible characters, single spaces."""
    visible = _MAYBE_MARKS.sub(_unstacked, _INVISIBLE.sub("", text))
    composed = unicodedata.normalize("NFC", visible)
    return [" ".join(line.split()) for line in _LINE_END.split(composed)]


def normal(text: str) -> str:
    """The form in which a quote is compared with its message: that of `lines`, on one line."""
    return " ".join(line for line in lines(text) if line)


def words(text: str) -> list[str]:
    """Words in lower case, in order."""
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry content, English and Spanish."""
    return frozenset(filter(None, map(stem, words(text))))


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """What is left of a word in lower case without its ending; empty if it carries no content."""
    return _stem(word) if len(word) > 2 and word not in _STOP else ""


def is_common(word: str) -> bool:
    """Whether a word in lower case stands in most texts, in English or Spanish."""
    return word in _STOP


def letters(text: str) -> int:
    """How many letters a text has, in any script."""
    return sum(map(str.isalpha, text))


def _unstacked(run: re.Match[str]) -> str:
    kept, stacked = [], 0
    for character in run[0]:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _stem(word: str) -> str:
    # Light on purpose: it only has to bring "asking", "asks" and "asked" together, and a heavier
    # stemmer would call unlike words alike and a question answered that is not.
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
