"""The schema that migrations make is the schema of the tables, however many migrate at once."""

import sqlite3
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, inspect, select
from sqlalchemy.exc import StatementError

from bot.store import migrations
from bot.store.database import Database, normal_url
from bot.store.tables import metadata
from bot.store.types import Instant
from tests import databases
from tests.store.races import Thread

VERSIONS = Path(migrations.__file__).parent / "versions"


def test_migrations_are_one_row_each_number_once():
    numbers = [each.name[:4] for each in sorted(VERSIONS.glob("[0-9]*.py"))]
    assert numbers == [f"{nth:04}" for nth in range(1, len(numbers) + 1)]


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request, tmp_path):
    """A database without a schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    url = databases.postgres()
    opened = Database(url)
    with opened.engine.begin() as db:
        db.exec_driver_sql("DROP SCHEMA public CASCADE")
        db.exec_driver_sql("CREATE SCHEMA public")
    opened.close()
    yield url
    databases.drop(url)


def test_migrations_make_the_tables(bare_url):
    database = Database(bare_url)
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_migrating_twice_changes_nothing(bare_url):
    database = Database(bare_url)
    database.migrate()
    with database.transaction() as db:
        db.execute(metadata.tables["pace"].insert(), {"scope": "x", "free_at": datetime.now(UTC)})
    database.migrate()
    with database.transaction() as db:
        assert len(db.execute(select(metadata.tables["pace"])).all()) == 1
    database.close()


def test_what_stood_on_a_person_is_carried_over_to_each_of_their_memberships(bare_url):
    database = Database(bare_url)
    made, starts = datetime.now(UTC), datetime.now(UTC).date()
    with database.engine.begin() as db:
        _upgrade(db, "0003")
        old = MetaData()
        old.reflect(db)
        _insert(db, old, "cohort", *(
            {"id": each, "name": each, "theme": "", "purpose": "", "zone": "UTC", "starts": starts,
             "programme": "p", "state": "running", "created_at": made, "settings": {}}
            for each in ("spring", "fall")
        ))  # fmt: skip
        bare = {"bot": False, "created_at": made}
        _insert(db, old, "person", {"id": "gus", "name": "Gus", **bare})
        _insert(db, old, "person", {
            "id": "ben", "name": "Ben", "zone": "Asia/Tokyo", "own_zone": "Europe/Berlin",
            "organisation": "Lakeside", "title": "Nurse", "manager": "gus", **bare,
        })  # fmt: skip
        identity = {"platform": "p", "workspace": "w", "user": "u", "person": "ben"}
        _insert(db, old, "identity", identity)
        _insert(db, old, "membership", *(
            {"id": f"{its}-{who}", "cohort": its, "person": who, "role": "member",
             "state": "present", "since": made}
            for its, who in (("spring", "ben"), ("fall", "ben"), ("fall", "gus"))
        ))  # fmt: skip
    database.migrate()
    with database.transaction() as db:
        notes = "organisation, title, zone, manager FROM membership ORDER BY id"
        noted = db.exec_driver_sql(f"SELECT id, {notes}").all()
        told = "own_zone, told_zone, told_organisation, told_title, told_manager FROM person"
        people = db.exec_driver_sql(f"SELECT id, {told} ORDER BY id").all()
        known = db.exec_driver_sql('SELECT person, "user" FROM identity').all()
    both = ("Lakeside", "Nurse", "Europe/Berlin", "gus")
    assert [tuple(row) for row in noted] == [
        ("fall-ben", *both), ("fall-gus", None, None, None, None), ("spring-ben", *both),
    ]  # fmt: skip
    assert [tuple(row) for row in people] == [
        ("ben", None, "Asia/Tokyo", None, None, None), ("gus", None, None, None, None, None),
    ]  # fmt: skip
    assert [tuple(row) for row in known] == [("ben", "u")]
    with database.transaction() as db:
        db.exec_driver_sql("DELETE FROM person WHERE id = 'gus'")
        left = db.exec_driver_sql("SELECT id, manager FROM membership ORDER BY id").all()
    assert [tuple(row) for row in left] == [("fall-ben", None), ("spring-ben", None)]
    database.close()


def _upgrade(db: Connection, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = db
    command.upgrade(config, version)


def _insert(db: Connection, schema: MetaData, table: str, *rows: Mapping[str, object]) -> None:
    db.execute(insert(schema.tables[table]), list(rows))


def test_processes_that_start_together_migrate_one_by_one(bare_url):
    opened = [Database(bare_url) for _ in range(3)]
    faults: list[BaseException] = []
    ready = threading.Barrier(len(opened))

    def migrate(database: Database) -> None:
        try:
            ready.wait()
            database.migrate()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=migrate, args=(each,)) for each in opened]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert set(inspect(opened[0].engine).get_table_names()) >= set(metadata.tables)
    for each in opened:
        each.close()


def test_a_new_file_that_another_one_writes_is_opened_once_it_is_free(tmp_path: Path):
    file = tmp_path / "new.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("SELECT * FROM sqlite_master").fetchall()
    opening = Thread(lambda: Database(f"sqlite:///{file}").migrate())
    opening.stands(0.2)
    other.execute("ROLLBACK")
    opening.result()
    other.close()


def test_a_database_says_whether_it_answers(database):
    assert database.alive()
    away = Database("postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2")
    assert not away.alive()
    away.close()


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql+psycopg://u:p@h/d?sslmode=require"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:///x.db", "sqlite:///x.db"),
    ],
)
def test_urls_get_our_driver(url, normal):
    assert normal_url(url) == normal


def test_sqlite_is_set_up_to_lose_nothing(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.transaction() as db:
        found = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    database.close()
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    }  # fmt: skip


# Instants

_scratch = Table("scratch", MetaData(), Column("id", Integer), Column("at", Instant))


def test_an_instant_is_the_same_moment_in_utc(database):
    at = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=-5)))
    with database.transaction() as db:
        _scratch.create(db)
        db.execute(insert(_scratch), [{"id": 1, "at": at}, {"id": 2, "at": None}])
        back = db.execute(select(_scratch.c.at).order_by(_scratch.c.id)).scalars().all()
        assert back == [at, None]
        assert back[0] is not None
        assert back[0].utcoffset() == timedelta(0)
        earlier = select(_scratch.c.id).where(_scratch.c.at < at + timedelta(microseconds=1))
        assert db.execute(earlier).scalars().all() == [1]
        _scratch.drop(db)


def test_an_instant_without_a_zone_is_refused(database):
    with database.transaction() as db:
        _scratch.create(db)
        with pytest.raises(StatementError, match="time zone"):
            db.execute(insert(_scratch), {"id": 1, "at": datetime(2026, 3, 2)})
        _scratch.drop(db)
