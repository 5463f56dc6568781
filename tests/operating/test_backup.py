"""``python -m bot backup`` and what follows it: the file is lost, put back, and all goes on."""

import asyncio
import shutil
import sqlite3
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.engine.scene import HandScene
from bot.operating import backup
from bot.protocol.adapter import SettingsError
from bot.store.database import Database
from bot.store.tables import metadata, seen
from tests.operating.halves import played


def backed_up(file: Path) -> int:
    return backup.COMMAND.run(Namespace(file=file))


def test_a_backup_of_a_running_bot_is_put_back(sqlite: str, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", sqlite)
    database, copy = tmp_path / "cohorts.db", tmp_path / "kept" / "monday.db"
    copy.parent.mkdir()

    async def between(scene: HandScene) -> str:
        # Someone is in the middle of writing; that is not in the copy, and keeps nobody waiting.
        with scene.database.transaction() as db:
            db.execute(seen.insert().values(kind="half", value="way", at=datetime.now(UTC)))
            assert await asyncio.to_thread(backed_up, copy) == 0
        scene.database.close()
        for file in tmp_path.glob("cohorts.db*"):
            file.unlink()
        shutil.copy(copy, database)
        return sqlite

    failures, lines = asyncio.run(played(sqlite, "2026-03-04 12:00", between))
    assert failures == [] and lines
    assert "checked" in capsys.readouterr().out
    restored = Database(sqlite)
    with restored.reading() as db:
        assert db.execute(seen.select().where(seen.c.kind == "half")).first() is None
    restored.close()


def test_a_copy_stands_alone_and_is_its_owners(sqlite: str, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", sqlite)
    running = Database(sqlite)
    running.migrate()
    copy = tmp_path / "copy.db"
    assert backed_up(copy) == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("*copy*")) == ["copy.db"]
    with sqlite3.connect(copy) as there:
        names = {row[0] for row in there.execute("SELECT name FROM sqlite_master")}
        assert names >= set(metadata.tables)
    running.close()


@pytest.mark.parametrize("place", ["there already", "no folder"])
def test_what_cannot_be_written_is_told(place: str, sqlite: str, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", sqlite)
    database = Database(sqlite)
    database.migrate()
    database.close()
    target = tmp_path / ("kept.db" if place == "there already" else "no/kept.db")
    if place == "there already":
        target.write_text("precious")
    with pytest.raises(SettingsError):
        backed_up(target)
    if place == "there already":
        assert target.read_text() == "precious"
    assert not list(tmp_path.glob(".*"))


def test_postgres_is_told_its_own_way(postgres: str, monkeypatch, capsys, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", postgres)
    assert backed_up(tmp_path / "copy.db") == 2
    told = capsys.readouterr().err
    assert "pg_dump" in told and postgres not in told
