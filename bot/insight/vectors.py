"""Texts as vectors in which likeness of meaning is nearness: wordllama's, and words in common.

wordllama carries its weights inside its package, so nothing is fetched. Where it cannot be loaded,
words in common alone decide.
"""

import importlib.util
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.insight.wording import stem, words

_log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Vectors]

_COMMON = 0.4  # a word in more than this part of the texts tells none of them apart
_LEXICON = 1024  # words, the most frequent ones; more would change little and cost memory
_LONGEST = 4000  # characters of a text that are looked at
_OWN_WORDS = 1.0  # weight of words in common beside meaning, of ever more texts
_FEW = 16  # with so many texts half of that: how rare a word is, few texts do not tell
_NEIGHBOURS = 8
_STEPS = 2  # how often a text is drawn to its neighbours, and so to theirs
_BLOCK = 512  # rows compared at once, for memory
_BATCH = 64  # texts taken apart at once
_TOKENIZER = "l2_supercat_tokenizer_config.json"
_WEIGHTS = "l2_supercat_256.safetensors"
_TENSOR = "embedding.weight"


def vectors(texts: Sequence[str], encoder: Encoder | None = None) -> Vectors:
    """A row of length one for each text, drawn to the texts that are most like it.

    Short texts say little by themselves; their neighbours' words say more of what they are about.
    """
    said = [words(text[:_LONGEST]) for text in texts]
    told = _telling(said)
    encode = encoder or embedded()
    own = _lexical(told)
    if encode is None:
        return _drawn_together(own)
    # A text of common words alone still says something.
    heard = [" ".join(few or all_) for few, all_ in zip(told, said, strict=True)]
    meaning = _unit(encode(heard))
    return _drawn_together(np.hstack([meaning, _OWN_WORDS * len(own) / (len(own) + _FEW) * own]))


@cache
def embedded() -> Encoder | None:
    """wordllama's vectors; None where they cannot be loaded."""
    try:
        return _wordllama()
    except Exception as why:
        # Whatever packages of others fail with, a summary can be made without them.
        _log.warning(
            "Themes are found by words in common alone: wordllama cannot be loaded (%r)", why
        )
        return None


def _wordllama() -> Encoder:
    """The means of its vectors of the pieces of each text.

    Its files are read here, since its own code takes more time to import than a summary does to
    make, sets the program's log up anew, and knows how to download.
    """
    # Here, so that a machine that has no such packages falls back as well.
    from safetensors import safe_open
    from tokenizers import Tokenizer

    found = importlib.util.find_spec("wordllama")
    if found is None or not found.submodule_search_locations:
        raise ImportError("wordllama is not there")
    folder = Path(found.submodule_search_locations[0])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizers" / _TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    with safe_open(str(folder / "weights" / _WEIGHTS), framework="np") as weights:
        table = weights.get_tensor(_TENSOR)

    def encode(texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            pieces = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for row, piece in zip(rows[start:], pieces, strict=False):
                if piece.ids:
                    row[:] = table[piece.ids].mean(axis=0, dtype=np.float32)
        return rows

    return encode


def _telling(said: Sequence[Sequence[str]]) -> list[list[str]]:
    """The words of each text that carry content and are not in most of the others too."""
    counts = Counter(word for each in said for word in set(each))
    most = max(2.0, _COMMON * len(said))
    telling = {word for word, count in counts.items() if count <= most and stem(word)}
    return [[word for word in each if word in telling] for each in said]


def _lexical(told: Sequence[Sequence[str]]) -> Vectors:
    """Stems weighted by how rare they are; those that stand in one text alone join nothing."""
    stems = [frozenset(map(stem, each)) for each in told]
    counts = Counter(word for each in stems for word in each)
    shared = [word for word, count in counts.items() if count > 1]
    shared.sort(key=lambda word: (-counts[word], word))
    places = {word: place for place, word in enumerate(shared[:_LEXICON])}
    rows = np.zeros((len(told), max(1, len(places))), dtype=np.float32)
    for row, each in zip(rows, stems, strict=True):
        for word in each & places.keys():
            row[places[word]] = np.log1p(len(told) / counts[word])
    return _unit(rows)


def _drawn_together(rows: Vectors) -> Vectors:
    rows = _unit(rows)
    count = min(_NEIGHBOURS, len(rows) // 4)
    if count == 0:
        return rows
    nearest = np.empty((len(rows), count), dtype=np.intp)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        near = block @ rows.T
        near[np.arange(len(block)), start + np.arange(len(block))] = -1
        nearest[start : start + _BLOCK] = np.argpartition(-near, count - 1, axis=1)[:, :count]
    for _ in range(_STEPS):
        drawn = np.empty_like(rows)
        for start in range(0, len(rows), _BLOCK):
            end = start + _BLOCK
            drawn[start:end] = rows[start:end] + rows[nearest[start:end]].mean(axis=1)
        rows = _unit(drawn)
    return rows


def _unit(rows: Vectors) -> Vectors:
    """Rows of length one; what is nothing stays nothing."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
