"""The vault that adapters are given: what is kept is sealed, and answers to its adapter alone."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.engine.keyring import Keyring, Locked, new_key
from bot.engine.vault import StoreVault, renew
from bot.store.database import Database
from bot.store.tables import vault
from tests import emptied

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Vaults:
    """Vaults of several adapters and keys on one database, and their clock."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = START
        self.key = new_key()

    def of(self, adapter: str = "slack", *keys: str) -> StoreVault:
        async def store(function: Callable[[Connection], Any]) -> Any:
            with self.database.transaction() as db:
                return function(db)

        return StoreVault(adapter, Keyring(keys or [self.key]), store, lambda: self.now)

    def rows(self) -> list[Any]:
        with self.database.transaction() as db:
            return list(db.execute(select(vault).order_by(vault.c.workspace, vault.c.name)))


def dialogue(test: Callable[[Vaults], Awaitable[None]]) -> Callable[[str], None]:
    def run(database_url: str) -> None:
        database = emptied.opened(database_url)
        asyncio.run(test(Vaults(database)))  # pyright: ignore
        database.close()

    run.__name__ = test.__name__
    return run


@dialogue
async def test_a_secret_is_kept_in_place_of_the_one_before(vaults: Vaults):
    slack = vaults.of()
    assert await slack.get("T1", "token") is None
    await slack.put("T1", "token", "xoxb-first")
    await slack.put("T1", "token", "xoxb-second")
    assert await slack.get("T1", "token") == "xoxb-second"
    [row] = vaults.rows()
    assert "xoxb" not in str(row)


@dialogue
async def test_each_adapter_and_workspace_has_its_own(vaults: Vaults):
    slack, teams = vaults.of("slack"), vaults.of("teams")
    await slack.put("T1", "token", "one")
    await slack.put("T2", "token", "two")
    assert await teams.get("T1", "token") is None
    assert await slack.workspaces("token") == ["T1", "T2"]
    assert await teams.workspaces("token") == []
    await slack.forget("T1")
    assert await slack.workspaces("token") == ["T2"]
    assert await slack.get("T2", "token") == "two"


@dialogue
async def test_a_box_moved_to_another_row_does_not_open(vaults: Vaults):
    slack = vaults.of()
    await slack.put("T1", "token", "secret")
    with vaults.database.transaction() as db:
        db.execute(vault.update().values(workspace="T2"))
    with pytest.raises(Locked):
        await slack.get("T2", "token")


@dialogue
async def test_what_lasts_for_a_while_is_gone_then(vaults: Vaults):
    slack = vaults.of()
    await slack.put("T1", "state", "browser", lasts=10 * MINUTE)
    vaults.now += 10 * MINUTE - timedelta(seconds=1)
    assert await slack.get("T1", "state") == "browser"
    vaults.now += timedelta(seconds=1)
    assert await slack.get("T1", "state") is None
    assert await slack.take("T1", "state") is None
    assert await slack.workspaces("state") == []


@dialogue
async def test_what_is_taken_is_gone(vaults: Vaults):
    slack = vaults.of()
    await slack.put("T1", "state", "browser")
    assert await slack.take("T1", "state") == "browser"
    assert await slack.take("T1", "state") is None
    assert vaults.rows() == []


@dialogue
async def test_one_of_two_may_renew(vaults: Vaults):
    one, two = vaults.of(), vaults.of()
    await one.put("T1", "token", "old")
    assert await one.claim("T1", "token", MINUTE)
    assert not await two.claim("T1", "token", MINUTE)
    assert await two.get("T1", "token") == "old"
    await one.put("T1", "token", "new")
    assert await two.claim("T1", "token", MINUTE)
    await two.release("T1", "token")
    assert await one.claim("T1", "token", MINUTE)
    vaults.now += MINUTE
    assert await two.claim("T1", "token", MINUTE)


@dialogue
async def test_a_secret_is_replaced_only_while_it_is_the_one_that_was_read(vaults: Vaults):
    slack = vaults.of()
    await slack.put("T1", "token", "old")
    assert await slack.claim("T1", "token", MINUTE)
    assert not await slack.replace("T1", "token", "older", "new")
    assert await slack.get("T1", "token") == "old"
    assert not await slack.claim("T1", "token", MINUTE)
    assert await slack.replace("T1", "token", "old", "new")
    assert await slack.get("T1", "token") == "new"
    assert await slack.claim("T1", "token", MINUTE)
    await slack.forget("T1")
    assert not await slack.replace("T1", "token", "new", "newer")
    assert await slack.claim("T1", "token", MINUTE)
    assert not await slack.replace("T1", "token", "", "newer")
    assert await slack.get("T1", "token") is None


@dialogue
async def test_what_is_replaced_lasts_no_longer(vaults: Vaults):
    slack = vaults.of()
    await slack.put("T1", "token", "old", lasts=2 * MINUTE)
    vaults.now += MINUTE
    assert await slack.replace("T1", "token", "old", "new")
    vaults.now += MINUTE
    assert await slack.get("T1", "token") is None
    assert not await slack.replace("T1", "token", "new", "newer")


@dialogue
async def test_a_secret_that_was_sealed_anew_meanwhile_can_be_replaced(vaults: Vaults):
    new = new_key()
    await vaults.of().put("T1", "token", "old")
    with vaults.database.transaction() as db:
        assert renew(db, Keyring([new, vaults.key])) == 1
    assert await vaults.of("slack", vaults.key, new).replace("T1", "token", "old", "new")
    assert await vaults.of().get("T1", "token") == "new"


@dialogue
async def test_what_is_not_there_yet_can_be_claimed_and_is_still_not_there(vaults: Vaults):
    slack = vaults.of()
    assert await slack.claim("T1", "token", MINUTE)
    assert not await slack.claim("T1", "token", MINUTE)
    assert await slack.get("T1", "token") is None
    assert await slack.take("T1", "token") is None
    assert await slack.workspaces("token") == []


@dialogue
async def test_what_an_older_key_seals_is_sealed_anew(vaults: Vaults):
    new = new_key()
    await vaults.of().put("T1", "token", "secret", lasts=10 * MINUTE)
    await vaults.of("teams").put("T1", "token", "other")
    await vaults.of().claim("T2", "token", MINUTE)
    with vaults.database.transaction() as db:
        assert renew(db, Keyring([new, vaults.key])) == 2
        assert renew(db, Keyring([new])) == 0
    assert await vaults.of("slack", new).get("T1", "token") == "secret"
    assert await vaults.of("teams", new).get("T1", "token") == "other"
    vaults.now += 10 * MINUTE
    assert await vaults.of("slack", new).get("T1", "token") is None


@dialogue
async def test_a_secret_whose_key_is_lost_changes_nothing(vaults: Vaults):
    await vaults.of("slack", new_key()).put("T1", "token", "lost")
    await vaults.of().put("T2", "token", "known")
    before = vaults.rows()
    with pytest.raises(Locked), vaults.database.transaction() as db:
        renew(db, Keyring([new_key(), vaults.key]))
    assert vaults.rows() == before
    with vaults.database.transaction() as db:
        assert renew(db, Keyring()) == 0
