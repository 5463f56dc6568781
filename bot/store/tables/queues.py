"""What waits to be done or sent, what was seen, and when something is due."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from bot.store.tables.base import Count, Id, metadata
from bot.store.types import Instant

seen = Table(
    "seen",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("value", String(200), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

parked = Table(
    "parked",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=True),
    Column("reference", String(12), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("event", JSON, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("cohort", Id),
    Column("person", Id),
    Column("why", Text, nullable=False, comment="kind and place of the fault, never words"),
    Column("tries", Integer, nullable=False),
    Column("state", String(10), nullable=False, comment="waiting, wanted, replayed, dropped"),
    sqlite_autoincrement=True,
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("place", String(80), nullable=False, comment="whose order counts"),
    Column("kind", String(10), nullable=False, comment="post, tell, edit, publish"),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("cohort", Id, index=True),
    Column("room", Id),
    Column("person", Id, index=True),
    Column("thread", String(64), comment="key of the posting that opened the thread"),
    Column("posting", String(64), comment="key of the posting to put this in place of"),
    Column("after", String(64)),
    Column("card", JSON, nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("importance", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires", Instant),
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("first_sent_at", Instant, comment="since when a look-up must search"),
    Column("done_at", Instant),
    Column("why", Text),
    Column("doubted_at", Instant, comment="since when it is being looked up"),
    Column("sent_key", String(64), comment="with which it was sent, if it got another since"),
    Column("digest", String(64), index=True, comment="key of the message that it was folded into"),
    Index("ix_outgoing_state_place", "state", "place", "id"),
    Index("ix_outgoing_state_time", "state", "not_before", "id"),
    sqlite_autoincrement=True,
    comment="state: held, waiting, sending, unsure, sent, folded, dead, unknown, dropped",
)

job = Table(
    "job",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("args", JSON, nullable=False),
    Column("cohort", Id),
    Column("state", String(10), nullable=False, comment="waiting, working, done, failed"),
    Column("not_before", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("why", Text),
    sqlite_autoincrement=True,
)

concern = Table(
    "concern",
    metadata,
    Column("table", String(10), primary_key=True, comment="outgoing, job, parked"),
    Column("item", Count, primary_key=True),
    Column("person", Id, primary_key=True, index=True),
)

due = Table(
    "due",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("cohort", Id, index=True),
    Column("at", Instant, nullable=False, index=True),
)

pace = Table(
    "pace",
    metadata,
    Column("scope", String(200), primary_key=True, comment="a place, or a workspace's minute"),
    Column("free_at", Instant, nullable=False),
)

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("now", Instant, nullable=False, comment="how far a simulated clock has gone"),
)
