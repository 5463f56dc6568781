"""What a theme is called, as places in messages while it is on its way, and as words again.

No story lives here, only what the stories of summaries share.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.rules.summary import Sources


def label_places(label: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Where the words of a label stand in ``texts``, those of its theme by id of their message:
    the piece of a message that it quotes, or a place for each of its terms. Empty for words that
    stand nowhere."""
    if label.startswith("“"):
        words = label[1:-1]
        place = next(
            (
                [e, at, at + len(words)]
                for e, text in texts.items()
                if (at := text.find(words)) >= 0
            ),
            None,
        )
        return {"quoted": True, "places": [place]} if place else {}
    terms = [
        place for term in filter(None, label.split(", ")) if (place := _term(term.split(), texts))
    ]
    return {"quoted": False, "places": terms} if terms else {}


def _term(words: Sequence[str], texts: Mapping[str, str]) -> list[Any] | None:
    """Where a term of a label stands, best as it is written there: so that what begins with a
    capital everywhere, as a name of a language does, keeps it."""
    said = r"[\W_]{1,3}".join(re.escape(word).replace("'", "['’]") for word in words)
    for flags in (0, re.IGNORECASE):
        pattern = re.compile(rf"(?<![^\W_]){said}(?![^\W_])", flags)
        for message, text in texts.items():
            found = pattern.search(text)
            if found is not None:
                return [message, *found.span()]
    return None


def label_of(label: Mapping[str, Any], found: Sources) -> dict[str, Any]:
    """The same as words: what of a theme its label is."""
    return label_in(label, {id: each.text for id, each in found.items()})


def label_in(label: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """The same of places in ``texts``."""
    places = [each for each in label.get("places", ()) if each[0] in texts]
    terms = [texts[id][start:end] for id, start, end in places]
    if label.get("quoted"):
        return {"label": terms[0], "quoted": True} if terms else {}
    text = ", ".join(terms)
    return {"label": text[:1].upper() + text[1:]}
