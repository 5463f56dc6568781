"""Full text search in texts that are handed in, with stemming. Nothing of them is stored.

What may be shown changes with every word that somebody takes back. So there is no index to keep up
with that: a database's own engine gets the texts and gives them back.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

from sqlalchemy import Connection, text

from bot.rules.searching import begun, wanted, words

_Group = Sequence[str]
"""Words of which one is enough."""

_POSTGRES = text("""
    SELECT id FROM (
        SELECT id, to_tsvector('english', words) AS found
        FROM unnest(CAST(:ids AS text[]), CAST(:texts AS text[])) AS handed (id, words)
    ) AS read, to_tsquery('english', :query) AS wanted
    WHERE found @@ wanted
    ORDER BY ts_rank_cd(found, wanted) DESC, array_position(CAST(:ids AS text[]), id)
""")


def ranked(db: Connection, texts: Mapping[str, str], query: str) -> list[str]:
    """Keys of the texts that hold all words of the query in any of their forms, the best first;
    if none does, of those that hold any; if none does, of those with a word that begins as the last
    one does. Nothing in a query is an operator."""
    read = {key: words(each) for key, each in texts.items()}
    looked_for = wanted(query)
    if not looked_for or not read:
        return []
    engine = _sqlite if db.dialect.name == "sqlite" else _postgres
    for groups in _tries(looked_for, read):
        found = engine(db, {key: " ".join(each) for key, each in read.items()}, groups)
        if found:
            return found
    return []


def _tries(looked_for: list[str], read: Mapping[str, Sequence[str]]) -> Iterator[Sequence[_Group]]:
    yield [[each] for each in looked_for]
    if len(looked_for) > 1:
        yield [looked_for]
    endings = begun(looked_for[-1], (word for each in read.values() for word in each))
    if endings:
        yield [endings]


def _sqlite(_db: Connection, texts: Mapping[str, str], groups: Sequence[_Group]) -> list[str]:
    # In memory and not in the cohort's file, not even for the length of a transaction.
    with closing(sqlite3.connect(":memory:")) as own:
        own.execute(
            "CREATE VIRTUAL TABLE handed USING fts5"
            " (id UNINDEXED, words, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        own.executemany("INSERT INTO handed VALUES (?, ?)", texts.items())
        query = _query(groups, " AND ", " OR ", '"')
        rows = own.execute(
            "SELECT id FROM handed WHERE words MATCH ? ORDER BY rank, rowid", (query,)
        )
        return [row[0] for row in rows]


def _postgres(db: Connection, texts: Mapping[str, str], groups: Sequence[_Group]) -> list[str]:
    query = _query(groups, " & ", " | ", "'")
    values = {"ids": list(texts), "texts": list(texts.values()), "query": query}
    return list(db.execute(_POSTGRES, values).scalars())


def _query(groups: Sequence[_Group], all_of: str, one_of: str, mark: str) -> str:
    # Only letters and digits are left of the words: there is no mark in them to escape.
    quoted = ([f"{mark}{each}{mark}" for each in group] for group in groups)
    return all_of.join(f"({one_of.join(each)})" for each in quoted)
