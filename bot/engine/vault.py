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
        expires = None if lasts is None else self._now() + lasts
        box = _sealed(self._keyring, (self._adapter, workspace, name), secret, expires)
        await self._store(lambda db: vault.put(db, box))

    async def replace(self, workspace: str, name: str, old: str, new: str) -> bool:
        where, now = (self._adapter, workspace, name), self._now()

        def change(db: Connection) -> bool:
            box = vault.get(db, *where, now, lock=True)
            # The secrets and not their boxes: meanwhile it may have been sealed with another key.
            if box is None or self._opened(box) != old:
                return False
            vault.put(db, _sealed(self._keyring, where, new, box.expires))
            return True

        return await self._store(change)

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
        secret = keyring.open(box.box, box.key_id, where)
        vault.put(db, _sealed(keyring, where, secret, box.expires))
    return len(old)


def _sealed(
    keyring: Keyring, where: tuple[str, str, str], secret: str, expires: datetime | None
) -> Box:
    box, key_id = keyring.seal(secret, where)
    adapter, workspace, name = where
    return Box(
        adapter=adapter, workspace=workspace, name=name, box=box, key_id=key_id, expires=expires
    )
