"""The Vault of the adapters, on the store: sealed before it is written, opened after it is read."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.engine.courier import InTransaction
from bot.engine.keyring import Keyring
from bot.protocol.ports import Vault
from bot.store import vault
from bot.store.vault import Box


class StoreVault(Vault):
    """One adapter's part of the vault."""

    def __init__(
        self,
        adapter: str,
        keyring: Keyring,
        store: InTransaction,
        clock: Callable[[], datetime],
    ) -> None:
        self._adapter = adapter
        self._keyring = keyring
        self._store = store
        self._now = clock

    async def put(
        self, workspace: str, name: str, secret: str, *, lasts: timedelta | None = None
    ) -> None:
        text, key_id = self._keyring.seal(secret, (self._adapter, workspace, name))
        box = Box(
            adapter=self._adapter,
            workspace=workspace,
            name=name,
            box=text,
            key_id=key_id,
            expires=None if lasts is None else self._now() + lasts,
        )
        await self._store(lambda db: vault.put(db, box))

    async def get(self, workspace: str, name: str) -> str | None:
        now = self._now()
        return self._opened(
            await self._store(lambda db: vault.get(db, self._adapter, workspace, name, now))
        )

    async def take(self, workspace: str, name: str) -> str | None:
        now = self._now()
        return self._opened(
            await self._store(lambda db: vault.take(db, self._adapter, workspace, name, now))
        )

    async def workspaces(self, name: str) -> list[str]:
        now = self._now()
        boxes = await self._store(lambda db: vault.of_name(db, self._adapter, name, now))
        return [box.workspace for box in boxes]

    async def forget(self, workspace: str) -> None:
        await self._store(lambda db: vault.forget(db, self._adapter, workspace))

    async def claim(self, workspace: str, name: str, lasts: timedelta) -> bool:
        now = self._now()
        return await self._store(
            lambda db: vault.claim(db, self._adapter, workspace, name, now, now + lasts)
        )

    async def release(self, workspace: str, name: str) -> None:
        await self._store(lambda db: vault.release(db, self._adapter, workspace, name))

    def _opened(self, box: Box | None) -> str | None:
        if box is None:
            return None
        return self._keyring.open(box.box, box.key_id, (box.adapter, box.workspace, box.name))


def renew(db: Connection, keyring: Keyring) -> int:
    """Seal with the newest key what an older one seals; how many boxes that were. Raises Locked
    for one that no key opens: nothing is changed then."""
    if keyring.newest is None:
        return 0
    old = vault.sealed_otherwise(db, keyring.newest)
    for box in old:
        where = (box.adapter, box.workspace, box.name)
        text, key_id = keyring.seal(keyring.open(box.box, box.key_id, where), where)
        vault.put(
            db,
            Box(
                adapter=box.adapter,
                workspace=box.workspace,
                name=box.name,
                box=text,
                key_id=key_id,
                expires=box.expires,
            ),
        )
    return len(old)
