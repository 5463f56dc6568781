"""Where letters may stand, found without reading every row into memory.

The database looks itself; what it finds is looked at closely by whoever asks. There may be more
than there should, never less.
"""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Text, cast, false, or_


def holding(column: Column[Any], letters: Collection[str]) -> ColumnElement[bool]:
    """Whether any of these may stand in a column, be it as a part of a longer word."""
    if isinstance(column.type, JSON):
        # As text, and so with the escapes with which it is written.
        letters = [json.dumps(each)[1:-1] for each in letters]
    text = cast(column, Text)
    return or_(false(), *(text.contains(each, autoescape=True) for each in letters))


def among(texts: Iterable[str], ids: Collection[str]) -> set[str]:
    """Those of these texts in which any of these ids stands, be it as a part of a longer word."""
    every = set(texts)
    # Most ids stand nowhere, which one look at all texts together tells: looking for each of them
    # in each text takes a hundred times as long.
    together = "\n".join(every)
    present = [each for each in ids if each in together]
    return {text for text in every if any(each in text for each in present)}
