"""Random values that this database keeps for itself."""

from sqlalchemy import Connection, select

from bot.store.rows import insert_new
from bot.store.tables import secret


def own(db: Connection, name: str, fresh: str) -> str:
    """The value of this name; ``fresh`` becomes it where there is none."""
    query = select(secret.c.value).where(secret.c.name == name)
    found = db.execute(query).scalar()
    if found is None:
        insert_new(db, secret, name=name, value=fresh)
        found = db.execute(query).scalar_one()
    return found
