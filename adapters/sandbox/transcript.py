"""The transcript: the sandbox's platform in a file of its own, beside Roundtable's database.

The sandbox plays the part of Slack here, so its file holds what such a platform holds: everything
that stands in the chat, also what people wrote before they agreed that Roundtable may keep it.
Roundtable's own database never does. What is edited or deleted in the chat is gone from the
transcript too; delete the file and the chat is empty.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from adapters.sandbox.codec import dump, load
from adapters.sandbox.platform import Platform
from adapters.sandbox.records import Change

_VERSION = 1
_TABLES = """
create table if not exists thing (
    what text not null, id text not null, position integer not null, body text not null,
    primary key (what, id)
);
create table if not exists counter (name text primary key, value integer not null);
"""


class Transcript:
    """Keeps a platform in a SQLite file; every change is written through as it is made."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises ValueError if it is of a later version of the sandbox."""
        self._path = path
        # Closed by whoever opened it, and only ever used by the one thread of the event loop; the
        # check would fail where the loop runs in another thread than the one that opened.
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        (version,) = self._db.execute("pragma user_version").fetchone()
        if version > _VERSION:
            self._db.close()
            raise ValueError(f"{path} was written by a later version of the sandbox")
        self._db.execute("pragma journal_mode = wal")
        # Deleted words are overwritten in the file, not merely marked as free.
        self._db.execute("pragma secure_delete = on")
        self._db.executescript(_TABLES)
        self._db.execute(f"pragma user_version = {_VERSION}")

    def keep(self, platform: Platform) -> bool:
        """Put back into this platform what the file holds, and write its changes from now on.
        Returns whether there was anything."""
        rows = self._db.execute("select what, id, body from thing order by position").fetchall()
        for what, id, body in rows:
            platform.restore(Change(what=what, id=id), load(body))
        platform.recount(dict(self._db.execute("select name, value from counter").fetchall()))
        self._platform = platform
        platform.subscribe(self._write)
        return bool(rows)

    def close(self) -> None:
        self._db.close()

    def _write(self, changes: Sequence[Change]) -> None:
        self._db.execute("begin immediate")
        try:
            for change in changes:
                self._write_one(change)
            self._db.executemany(
                "insert into counter (name, value) values (?, ?)"
                " on conflict (name) do update set value = excluded.value",
                list(self._platform.counts().items()),
            )
            self._db.execute("commit")
        except BaseException:
            self._db.execute("rollback")
            raise

    def _write_one(self, change: Change) -> None:
        thing = self._platform.thing(change)
        if thing is None:
            self._db.execute(
                "delete from thing where what = ? and id = ?", (change.what, change.id)
            )
            return
        self._db.execute(
            "insert into thing (what, id, position, body)"
            " values (?, ?, (select coalesce(max(position), 0) + 1 from thing), ?)"
            " on conflict (what, id) do update set body = excluded.body",
            (change.what, change.id, dump(thing)),
        )
