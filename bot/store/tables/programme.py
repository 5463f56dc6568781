"""What a cohort does when, and who was asked to start, host or help."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, String, Table

from bot.store.tables.base import Id, link, mention, metadata
from bot.store.types import Instant

prompt_copy = Table(
    "prompt_copy",
    metadata,
    Column("cohort", Id, ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("prompt", JSON, nullable=False),
)

step = Table(
    "step",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    Column("kind", String(20), nullable=False, comment="prompt"),
    Column("ref", String(100), nullable=False, comment="name of the prompt"),
    Column("week", Integer, nullable=False),
    Column("day", Date, nullable=False, comment="local"),
    Column("time", String(5), nullable=False, comment="local HH:MM"),
    Column("open_days", Integer, nullable=False),
    Column("state", String(10), nullable=False, comment="planned, posted, skipped, waiting"),
    mention("host"),
)

asked = Table(
    "asked",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("step", "step", nullable=True),
    link("discussion", "discussion", nullable=True),
    link("person", "person"),
    mention("by"),
    Column("kind", String(10), nullable=False, comment="start, host, help"),
    Column("answer", String(10), nullable=False, comment="open, yes, no"),
    Column("at", Instant, nullable=False),
)
