"""Who there is, and how platforms and workspaces know them."""

from sqlalchemy import Boolean, Column, String, Table, Text, UniqueConstraint

from bot.store.tables.base import Id, link, mention, metadata
from bot.store.types import Instant

workspace = Table(
    "workspace",
    metadata,
    Column("id", Id, primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("key", String(100), nullable=False),
    Column("name", Text, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("removed_at", Instant),
    UniqueConstraint("platform", "key"),
)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("own_zone", String(64), comment="IANA name that the person set"),
    Column("told_zone", String(64), comment="IANA name that the platform told"),
    Column("told_organisation", Text),
    Column("told_title", Text),
    mention("told_manager"),
    Column("bot", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    comment="what the platform told of someone, and what they set for all their cohorts",
)

identity = Table(
    "identity",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("user", String(100), primary_key=True),
    link("person", "person"),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("mark", String(64), primary_key=True, comment="keyed hash of a cohort and a user"),
    Column("at", Instant, nullable=False),
    comment="who was erased, as nobody can read it; what arrives late of them is refused",
)
