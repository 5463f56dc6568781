"""What has to outlast the process so that Teams can be spoken to first: by tenant, the address that
Teams wants to be called at, and the rooms in which the bot was met. And of what was too long for
one message, the messages in which it goes on, so that they change with it.

Nothing of a person stands here: who is in a room is asked each time it matters. Losing the file
costs no more than waiting until Teams is heard again, and that a message longer than Teams takes at
once, if it is changed later, keeps its old end.
"""

import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)

_TABLES = (
    "create table if not exists service (tenant text primary key, url text not null)",
    "create table if not exists room ("
    "tenant text not null, channel text not null, primary key (tenant, channel))",
    "create table if not exists rest (beginning text primary key, messages text not null)",
)


class Memory:
    """A small SQLite file that several processes of one machine may share; in memory for None."""

    def __init__(self, path: Path | None) -> None:
        """Raises OSError if the file cannot be opened or is none of ours."""
        self._path = path
        self._unwritten: dict[str, list[str]] = {}
        self._db = None
        try:
            self._db = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=0.5)
            # In one transaction with the first look, so that a database of another kind stays as
            # it was.
            self._db.execute("begin immediate")
            for table in _TABLES:
                self._db.execute(table)
            self.services()
            self.rooms()
            self._db.execute("commit")
            self._db.execute("pragma journal_mode = wal")
        except sqlite3.Error as error:
            if self._db is not None:
                self._db.close()
            raise OSError(f"{path} cannot be used: {error}") from error

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def services(self) -> dict[str, str]:
        """Addresses by tenant."""
        return dict(self._rows("select tenant, url from service"))

    def rooms(self) -> list[tuple[str, str]]:
        """Tenants and channels."""
        return self._rows("select tenant, channel from room order by rowid")

    def keep_service(self, tenant: str, url: str) -> None:
        self._write(
            "insert into service values (?, ?) on conflict (tenant) do update set url = ?",
            tenant,
            url,
            url,
        )

    def keep_room(self, tenant: str, channel: str) -> None:
        self._write("insert or ignore into room values (?, ?)", tenant, channel)

    def drop_room(self, tenant: str, channel: str) -> None:
        self._write("delete from room where tenant = ? and channel = ?", tenant, channel)

    def rest(self, beginning: str) -> list[str]:
        """Ids of the messages in which a long one goes on, by what stands for its beginning."""
        if beginning in self._unwritten:
            return self._unwritten[beginning]
        try:
            rows = self._rows("select messages, '' from rest where beginning = ?", beginning)
        except sqlite3.Error as error:
            log.warning("%s could not be read: %s", self._path, type(error).__name__)
            return []
        return rows[0][0].split() if rows else []

    def keep_rest(self, beginning: str, messages: Sequence[str]) -> None:
        """Keep these in place of those that were kept."""
        kept = " ".join(messages)
        written = self._write(
            "insert into rest values (?, ?) on conflict (beginning) do update set messages = ?",
            *(beginning, kept, kept),
        ) if kept else self._write("delete from rest where beginning = ?", beginning)  # fmt: skip
        if written:
            self._unwritten.pop(beginning, None)
        else:
            self._unwritten[beginning] = list(messages)

    def _rows(self, query: str, *values: str) -> list[tuple[str, str]]:
        if self._db is None:
            return []
        return self._db.execute(query, values).fetchall()

    def _write(self, statement: str, *values: str) -> bool:
        if self._db is None:
            return False
        try:
            self._db.execute(statement, values)
            return True
        except (sqlite3.Error, ValueError) as error:
            # It is known until the process ends all the same, and learned again after.
            log.warning("%s could not be written: %s", self._path, type(error).__name__)
            return False
