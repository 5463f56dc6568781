"""What adapters keep sealed, and this database's own random values."""

from sqlalchemy import Column, String, Table, Text

from bot.store.tables.base import metadata
from bot.store.types import Instant

vault = Table(
    "vault",
    metadata,
    Column("adapter", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("box", Text, nullable=False, comment="encrypted; empty where only a claim is held"),
    Column("key_id", String(16), nullable=False, index=True, comment="of the key that seals it"),
    Column("expires", Instant, comment="after which it counts as gone"),
    Column("claimed_until", Instant, comment="until when one process alone renews it"),
    comment="what adapters keep secret: tokens, one-time states",
)

secret = Table(
    "secret",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    comment="random values of this database's own, for marks where no key is configured",
)
