"""The schema that migrations make is the schema of the tables, however many migrate at once."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, insert, inspect, select
from sqlalchemy.exc import StatementError

from bot.store.database import Database, normal_url
from bot.store.tables import metadata
from bot.store.types import Instant
from tests import databases


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
