"""``python -m bot move``: a cohort in the middle of its weeks goes on in another database."""

import asyncio
import json
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.engine.scene import HandScene
from bot.operating import move
from bot.protocol.adapter import SettingsError
from bot.store import copying
from bot.store.database import Database
from bot.store.tables import job, metadata, outgoing, parked, person
from tests.operating.halves import played

MIDST = "2026-03-04 12:00"
"""The first prompt is answered, a follow-up was decided on, the draft is not made yet."""


def moved(source: str, target: str) -> int:
    return move.COMMAND.run(Namespace(source=source, to=target))


def made(url: str) -> Database:
    database = Database(url)
    database.migrate()
    return database


def contents(url: str) -> list[copying.Copied]:
    database = Database(url)
    with database.reading() as db:
        found = [copying.summed(table, db) for table in metadata.sorted_tables]
    database.close()
    return found


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite", "sqlite to sqlite"])
def way(request: pytest.FixtureRequest, tmp_path: Path, postgres: str) -> tuple[str, str]:
    """From where, to where."""
    one, other = f"sqlite:///{tmp_path}/one.db", f"sqlite:///{tmp_path}/other.db"
    return {
        "sqlite to postgres": (one, postgres),
        "postgres to sqlite": (postgres, other),
        "sqlite to sqlite": (one, other),
    }[request.param]


def test_a_cohort_goes_on_in_another_database(way: tuple[str, str], capsys):
    source, target = way

    async def between(scene: HandScene) -> str:
        with pytest.raises(SettingsError, match="stop it first"):
            await asyncio.to_thread(moved, source, target)
        scene.database.close()
        before = contents(source)
        assert await asyncio.to_thread(moved, source, target) == 0
        assert contents(target) == before == contents(source)
        return target

    failures, _ = asyncio.run(played(source, MIDST, between))
    assert failures == []
    said = capsys.readouterr().out
    assert "read back and found the same" in said and "message" in said
    # The draft came after the move; there is nothing of it in the old one.
    assert {each.table: each.rows for each in contents(source)}["summary"] == 0
    assert {each.table: each.rows for each in contents(target)}["summary"] == 1


def test_numbers_of_queues_go_on_beyond_all_that_were_ever_given(way: tuple[str, str]):
    source, target = way
    database = made(source)
    event = {"reference": "r", "at": datetime.now(UTC), "event": {}, "kind": "Said", "why": "x",
             "tries": 1, "state": "waiting"}  # fmt: skip
    with database.transaction() as db:
        for number in range(5):
            db.execute(parked.insert().values({**event, "reference": f"r{number}"}))
        db.execute(parked.delete())
    database.close()
    assert moved(source, target) == 0
    there = Database(target)
    with there.transaction() as db:
        row = db.execute(parked.insert().values(event))
        assert row.inserted_primary_key == (6,)
        for queue in (outgoing, job):
            assert db.execute(select(queue)).first() is None
    there.close()


def test_who_is_whose_manager_does_not_depend_on_the_order(way: tuple[str, str]):
    source, target = way
    database = made(source)
    one = {"bot": False, "created_at": datetime.now(UTC), "name": "Zoë “Z” \\ Ångström\n\U0001f98a"}
    with database.transaction() as db:
        db.execute(person.insert(), [{**one, "id": each} for each in ("a", "b", "c")])
        for who, whose in (("a", "b"), ("b", "c"), ("c", "a")):
            db.execute(person.update().where(person.c.id == who).values(told_manager=whose))
    database.close()
    assert moved(source, target) == 0
    assert contents(source) == contents(target)


def test_a_database_with_anything_in_it_is_refused(sqlite: str, postgres: str):
    for url in (sqlite, postgres):
        database = made(url)
        with database.transaction() as db:
            db.execute(metadata.tables["secret"].insert().values(name=url[:6], value="x"))
        database.close()
    before = contents(postgres)
    with pytest.raises(SettingsError, match="an empty database; something stands in secret"):
        moved(sqlite, postgres)
    assert contents(postgres) == before


def test_a_copy_that_differs_changes_nothing(sqlite: str, postgres: str, monkeypatch, capsys):
    database = made(sqlite)
    with database.transaction() as db:
        db.execute(metadata.tables["secret"].insert().values(name="marks", value="1"))
    database.close()
    server = Database(postgres)
    with server.engine.begin() as db:
        db.exec_driver_sql(
            "CREATE FUNCTION other() RETURNS trigger AS $$ BEGIN NEW.value := '2'; RETURN NEW; END"
            " $$ LANGUAGE plpgsql; CREATE TRIGGER other BEFORE INSERT ON secret FOR EACH ROW"
            " EXECUTE FUNCTION other()"
        )
    server.close()
    assert moved(sqlite, postgres) == 1
    assert "The table secret came out otherwise" in capsys.readouterr().err
    with server.reading() as db:
        assert copying.filled(db) == []
    server.close()


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        pytest.param("sqlite:///{}/none.db", "sqlite:///{}/b.db", "no database at", id="no source"),
        pytest.param("sqlite:///{}/a.db", "sqlite:///{}/a.db", "already", id="the same"),
        pytest.param("sqlite:///{}/a.db", "mysql://x", "must begin with", id="another kind"),
        pytest.param("sqlite:///{}/a.db", "sqlite:///{}/no/b.db", "cannot be used", id="no folder"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(source, target, why, tmp_path: Path):
    made(f"sqlite:///{tmp_path}/a.db").close()
    with pytest.raises(SettingsError, match=why):
        moved(source.format(tmp_path), target.format(tmp_path))
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["a.db"]


def test_a_file_that_is_open_elsewhere_is_not_copied(sqlite: str, postgres: str):
    running = made(sqlite)
    with pytest.raises(SettingsError, match="stop it first"):
        moved(sqlite, postgres)
    running.close()
    assert moved(sqlite, postgres) == 0


def test_the_digest_tells_rows_apart(sqlite: str):
    database = made(sqlite)
    secret = metadata.tables["secret"]
    seen: list[str] = []
    for value in ("1", "2", json.dumps({"1": 2})):
        with database.transaction() as db:
            db.execute(secret.delete())
            db.execute(secret.insert().values(name="n", value=value))
            seen.append(copying.summed(secret, db).digest)
    database.close()
    assert len(set(seen)) == 3
