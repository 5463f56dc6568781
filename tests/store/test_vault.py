"""Boxes of secrets: kept, taken once, claimed by one, gone in time; on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from bot.store import vault
from bot.store.database import Database
from bot.store.tables import vault as table
from bot.store.vault import Box
from tests import emptied

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AT = ("slack", "T1", "token")


def box(text: str = "sealed", workspace: str = "T1", **more: Any) -> Box:
    given: dict[str, Any] = {"name": "token", "key_id": "k1", "expires": None} | more
    return Box(adapter="slack", workspace=workspace, box=text, **given)


def at_once(url: str, number: int, ask: Any) -> list[Any]:
    """What several processes get that ask at the same moment, each on its own connection."""
    together = threading.Barrier(number)

    def one(_: int) -> Any:
        database = Database(url)
        together.wait()
        with database.transaction() as db:
            found = ask(db)
        database.close()
        return found

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_a_box_replaces_the_one_of_its_name(database: Database):
    with database.transaction() as db:
        for each in (box("old"), box("new", key_id="k2"), box("other", "T2")):
            vault.put(db, each)
        assert vault.get(db, *AT, NOW) == box("new", key_id="k2")
        assert [each.workspace for each in vault.of_name(db, "slack", "token", NOW)] == ["T1", "T2"]


def test_expired_boxes_are_not_there_and_are_deleted_in_time(database: Database):
    with database.transaction() as db:
        vault.put(db, box(expires=NOW + MINUTE))
        vault.put(db, box(workspace="T2"))
        assert vault.get(db, *AT, NOW) is not None
        assert vault.get(db, *AT, NOW + MINUTE) is None
        assert vault.forget_expired(db, NOW) == 0
        assert vault.forget_expired(db, NOW + MINUTE) == 1
        assert [row.workspace for row in db.execute(select(table))] == ["T2"]


def test_a_workspace_is_forgotten_whole_and_alone(database: Database):
    with database.transaction() as db:
        for each in (box(), box(name="state"), box(workspace="T2")):
            vault.put(db, each)
        assert vault.forget(db, "teams", "T1") == 0
        assert vault.forget(db, "slack", "T1") == 2
        assert [row.workspace for row in db.execute(select(table))] == ["T2"]


def test_a_claim_ends_by_itself_by_release_or_by_a_new_box(database: Database):
    with database.transaction() as db:
        vault.put(db, box())
        assert vault.claim(db, *AT, NOW, NOW + MINUTE)
        assert not vault.claim(db, *AT, NOW, NOW + MINUTE)
        assert vault.claim(db, *AT, NOW + MINUTE, NOW + 2 * MINUTE)
        vault.release(db, *AT)
        assert vault.claim(db, *AT, NOW, NOW + MINUTE)
        vault.put(db, box("new"))
        assert vault.claim(db, *AT, NOW, NOW + MINUTE)
        assert vault.get(db, *AT, NOW) == box("new")


def test_nothing_is_left_of_what_was_claimed_and_never_there(database: Database):
    with database.transaction() as db:
        vault.put(db, box(workspace="T0"))
        assert vault.claim(db, "slack", "T0", "token", NOW, NOW + MINUTE)
        for workspace in ("T1", "T2"):
            assert vault.claim(db, "slack", workspace, "token", NOW, NOW + MINUTE)
        vault.release(db, *AT)
        left = select(table.c.workspace).order_by(table.c.workspace)
        assert list(db.scalars(left)) == ["T0", "T2"]
        # Whoever claimed the other one has died.
        assert vault.forget_expired(db, NOW + MINUTE - timedelta(seconds=1)) == 0
        assert vault.forget_expired(db, NOW + MINUTE) == 1
        assert list(db.scalars(left)) == ["T0"]
        assert vault.get(db, "slack", "T0", "token", NOW) == box(workspace="T0")


def test_boxes_of_another_key_are_found(database: Database):
    with database.transaction() as db:
        vault.put(db, box())
        vault.put(db, box(workspace="T2", key_id="k2"))
        vault.claim(db, "slack", "T3", "token", NOW, NOW + MINUTE)
        assert vault.sealed_otherwise(db, "k2") == [box()]


def test_of_many_who_take_at_once_one_gets_it():
    with emptied.postgres() as url:
        database = Database(url)
        with database.transaction() as db:
            vault.put(db, box())
        taken = at_once(url, 6, lambda db: vault.take(db, *AT, NOW))
        assert taken.count(None) == 5 and box() in taken
        database.close()


def test_a_locked_box_is_nobody_elses_to_change():
    with emptied.postgres() as url:
        one, two = Database(url), Database(url)
        with one.transaction() as db:
            vault.put(db, box())
        with one.transaction() as first:
            assert vault.get(first, *AT, NOW, lock=True) == box()
            with pytest.raises(DBAPIError, match="lock timeout"), two.transaction() as second:
                second.exec_driver_sql("SET LOCAL lock_timeout = '10ms'")
                vault.get(second, *AT, NOW, lock=True)
        with two.transaction() as second:
            assert vault.get(second, *AT, NOW, lock=True) == box()
        one.close()
        two.close()


def test_of_many_who_claim_at_once_one_may_renew():
    with emptied.postgres() as url:
        # There may be a box already, or none.
        for workspace in ("T1", "T2"):
            if workspace == "T1":
                database = Database(url)
                with database.transaction() as db:
                    vault.put(db, box())
                database.close()

            def claim(db: Connection, workspace: str = workspace) -> bool:
                return vault.claim(db, "slack", workspace, "token", NOW, NOW + MINUTE)

            claimed = at_once(url, 6, claim)
            assert sorted(claimed) == [False] * 5 + [True]
