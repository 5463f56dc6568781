"""What stands in the files of a database, as anyone could read it who has the disk."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from sqlalchemy import make_url

from bot.store.database import Database

POSTGRES = ("DELETE FROM pg_statistic", "ANALYZE", "VACUUM FULL", "CHECKPOINT")
"""What docs/privacy.md tells an operator to run after an erasure."""


def forget(database: Database) -> None:
    """What follows an erasure: the running bot does it on SQLite, the operator on PostgreSQL."""
    assert database.scrub()
    if database.sqlite:
        return
    url = database.engine.url.render_as_string(hide_password=False)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in POSTGRES:
            connection.execute(statement)  # pyright: ignore


def found(database: Database, texts: Iterable[str]) -> list[str]:
    """Those of these texts that stand in any file of a database, as UTF-8 or as JSON escapes, with
    the name of the file."""
    wanted = {text: _spellings(text) for text in texts if text.strip()}
    hits: set[str] = set()
    for path in _files(database):
        data = path.read_bytes().lower()
        for text, spellings in wanted.items():
            if any(each.lower() in data for each in spellings):
                hits.add(f"{text} in {path.name}")
    return sorted(hits)


def _spellings(text: str) -> list[bytes]:
    inside = json.dumps(text)[1:-1]
    return [text.encode(), inside.encode(), inside.replace("\\", "\\\\").encode()]


def _files(database: Database) -> Iterator[Path]:
    url = make_url(str(database.engine.url))
    if database.sqlite:
        main = Path(url.database or "")
        yield from (path for path in main.parent.glob(f"{main.name}*") if path.is_file())
        return
    full = database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    assert urlsplit(full).scheme == "postgresql"
    with psycopg.connect(full, autocommit=True) as connection:
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    yield from (each for each in (Path(row[0]) / "base" / str(row[1])).iterdir() if each.is_file())
