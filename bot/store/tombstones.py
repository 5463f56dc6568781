"""Marks of who was erased and when. What a mark stands for is known to whoever has the key alone
(see ``bot.engine.former``)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.store.rows import raise_to
from bot.store.tables import tombstone


def write(db: Connection, mark: str, at: datetime) -> None:
    """Note an erasure at ``at``; an earlier one of the same is forgotten."""
    raise_to(db, tombstone, "at", mark=mark, at=at)


def newest(db: Connection, marks: Collection[str]) -> datetime | None:
    """When the newest erasure was that one of these marks stands for, or None."""
    query = select(func.max(tombstone.c.at)).where(tombstone.c.mark.in_(marks))
    return db.execute(query).scalar()


def lift(db: Connection, marks: Collection[str]) -> None:
    """Forget these marks."""
    db.execute(delete(tombstone).where(tombstone.c.mark.in_(marks)))


def all_of_them(db: Connection) -> dict[str, datetime]:
    """Every mark, and when the erasure was that it stands for."""
    return {row.mark: row.at for row in db.execute(select(tombstone))}


def there_are(db: Connection) -> bool:
    """Whether anybody was ever erased here."""
    return db.execute(select(tombstone.c.mark).limit(1)).first() is not None
