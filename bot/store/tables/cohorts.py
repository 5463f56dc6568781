"""Cohorts, their rooms, who belongs to them and what each agreed to."""

from sqlalchemy import JSON, Column, Date, Index, String, Table, Text, UniqueConstraint

from bot.store.tables.base import Id, link, mention, metadata, place
from bot.store.types import Instant

cohort = Table(
    "cohort",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    Column("programme", String(100), nullable=False),
    Column("state", String(10), nullable=False, comment="planned, running, held, ended"),
    Column("held_at", Instant),
    Column("started_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("settings", JSON, nullable=False),
)

room = Table(
    "room",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    *place(),
    Index("ix_room_channel", "platform", "workspace", "channel"),
    comment="a channel may have had cohorts before; one that has not ended comes first",
)

membership = Table(
    "membership",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("person", "person"),
    Column("role", String(10), nullable=False, comment="member, moderator, guest, sponsor"),
    Column("state", String(10), nullable=False, comment="invited, present, outsider, left"),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("welcomed_at", Instant),
    Column("reminded_at", Instant),
    Column("warned_at", Instant, comment="told once that their words are not kept yet"),
    Column("organisation", Text, comment="noted for this cohort; empty: none, whatever was told"),
    Column("title", Text, comment="as organisation"),
    Column("zone", String(64), comment="IANA name that a moderator of this cohort noted"),
    mention("manager"),
    UniqueConstraint("cohort", "person"),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("person", "person"),
    Column("kind", String(20), nullable=False, comment="agreement, declined, quoting, model"),
    Column("version", Text, nullable=False, comment="of the agreement"),
    Column(
        "value", String(20), nullable=False, comment="quoting: name, role, none; model: yes, no"
    ),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)
