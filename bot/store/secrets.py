"""What this database keeps for itself: random values, and notes of what it has still to do."""

from sqlalchemy import Connection, delete, select

from bot.store.rows import insert_new, upsert
from bot.store.tables import secret

MARKS = "marks"
"""The name of the value that marks are made with where no key is configured."""


def own(db: Connection, name: str, fresh: str) -> str:
    """The value of this name; ``fresh`` becomes it where there is none."""
    found = value(db, name)
    if found is None:
        insert_new(db, secret, name=name, value=fresh)
        found = db.execute(select(secret.c.value).where(secret.c.name == name)).scalar_one()
    return found


def value(db: Connection, name: str) -> str | None:
    """The value of this name, or None."""
    return db.execute(select(secret.c.value).where(secret.c.name == name)).scalar()


def put(db: Connection, name: str, text: str) -> None:
    """Let this be the value of this name."""
    upsert(db, secret, name=name, value=text)


def note(db: Connection, name: str) -> None:
    """Note something."""
    insert_new(db, secret, name=name, value="")


def noted(db: Connection, name: str) -> bool:
    """Whether it is noted."""
    return db.execute(select(secret.c.name).where(secret.c.name == name)).first() is not None


def forget(db: Connection, name: str) -> None:
    """It is done."""
    db.execute(delete(secret).where(secret.c.name == name))
