"""What was deleted leaves SQLite's files, whatever its size and wherever it stood."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from bot.store.database import Database
from bot.store.tables import pace, parked, secret
from tests.privacy.bytes import found

WORD = "quixotryzoon"
THEN = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path):
    opened = Database(f"sqlite:///{tmp_path / 'kept.db'}")
    opened.migrate()
    yield opened
    opened.close()


def test_long_values_short_ones_and_indexes_are_all_gone(database):
    with database.transaction() as db:
        for number in range(200):
            # An overflow page of its own, and a key that stands in an index as well.
            long = f"{WORD} {number} " * 2000 if number % 10 == 0 else f"{WORD} {number}"
            db.execute(insert(secret).values(name=f"n{number}", value=long))
            db.execute(insert(pace).values(scope=f"{WORD}:{number}", free_at=THEN))
    with database.transaction() as db:
        db.execute(update(secret).where(secret.c.name < "n5").values(value="short"))
        db.execute(delete(secret).where(secret.c.name >= "n5"))
        db.execute(delete(pace))
    assert found(database, [WORD]) != [], "the log still holds what was"
    assert database.scrub()
    assert found(database, [WORD]) == []


def test_a_full_text_index_forgets_too(database):
    with database.transaction() as db:
        db.execute(text("CREATE VIRTUAL TABLE words USING fts5(body)"))
        for number in range(50):
            db.execute(text("INSERT INTO words(body) VALUES (:body)"),
                       {"body": f"{WORD} number {number}"})  # fmt: skip
    with database.transaction() as db:
        db.execute(text("DELETE FROM words"))
    assert database.scrub()
    assert found(database, [WORD]) == []


def test_while_someone_reads_it_is_to_be_tried_again(database, tmp_path):
    with database.transaction() as db:
        db.execute(insert(secret).values(name="n", value=WORD))
    reader = sqlite3.connect(tmp_path / "kept.db")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM secret").fetchall()
    with database.transaction() as db:
        db.execute(delete(secret))
    quick = database.engine.raw_connection()
    quick.cursor().execute("PRAGMA busy_timeout=10")
    quick.close()
    assert not database.scrub()
    reader.close()
    assert database.scrub()
    assert found(database, [WORD]) == []


def test_a_database_in_memory_has_nothing_to_scrub():
    opened = Database("sqlite://")
    opened.migrate()
    assert opened.scrub()
    with opened.transaction() as db:
        assert db.execute(select(parked)).all() == []
    opened.close()
