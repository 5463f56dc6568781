"""What was posted and answered, and what is written up of it."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables.base import Id, link, mention, metadata, ref
from bot.store.types import Instant

discussion = Table(
    "discussion",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("room", "room"),
    mention("step", "step"),
    Column("prompt", JSON, nullable=False, comment="snapshot of what was posted"),
    Column("title", Text, nullable=False),
    Column("week", Integer, nullable=False),
    Column("posting", String(64), nullable=False, unique=True),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("state", String(10), nullable=False, comment="open, closed"),
    Column("reveal_at", Instant, comment="answers are private until then"),
    Column("revealed_at", Instant),
    Column("follow_up", String(10), nullable=False, comment="none, planned, held, sent, dropped"),
    Column("member_at", Instant, comment="when a member last wrote; not who, and no words"),
    Column("moderator_at", Instant, comment="when a moderator last wrote"),
)

posting = Table(
    "posting",
    metadata,
    Column("key", String(64), primary_key=True),
    link("cohort", "cohort", nullable=True),
    *ref(),
    Column("thread", String(200)),
    Column("place", String(80), nullable=False),
    Column("room", Id),
    Column("person", Id, index=True),
    Column("at", Instant, nullable=False),
    Index("ix_posting_message", "platform", "workspace", "channel", "message"),
)

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("discussion", "discussion"),
    link("person", "person"),
    *ref(),
    Column("thread", String(200)),
    Column("nodes", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("held", Boolean, nullable=False, comment="private until the discussion shows it"),
    UniqueConstraint("platform", "workspace", "channel", "message"),
)

mark = Table(
    "mark",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("message", "message"),
    link("person", "person"),
    Column("kind", String(10), nullable=False, comment="insight, tool, resource, question"),
    Column("reaction", String(60), nullable=False, comment="its name; empty for the menu's"),
    Column("why", Text, nullable=False, comment="a member's words, or empty"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("message", "person", "kind", "reaction"),
    comment="what someone marked for the summary",
)

refused = Table(
    "refused",
    metadata,
    *ref(key=True),
    link("cohort", "cohort"),
    Column("at", Instant, nullable=False),
    comment="messages that were left out, removed or erased: never stored again, no words",
)

early_edit = Table(
    "early_edit",
    metadata,
    *ref(key=True),
    link("cohort", "cohort"),
    link("person", "person"),
    Column("nodes", JSON, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    comment="edits that came before their message; for seven days at most",
)

period = Table(
    "period",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    Column("kind", String(10), nullable=False, comment="week, month, days, session, all"),
    Column("title", Text, nullable=False),
    Column("begins", Instant, nullable=False),
    Column("ends", Instant, nullable=False, comment="the first moment after it"),
    UniqueConstraint("cohort", "kind", "begins", "ends"),
    comment="stretches of time whose discussions are summed up together",
)

summary = Table(
    "summary",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("discussion", "discussion", nullable=True),
    link("period", "period", nullable=True),
    Column("state", String(10), nullable=False, comment="draft, approved, discarded"),
    Column("version", Integer, nullable=False),
    Column("opening", Text, nullable=False, comment="framing words of the moderators"),
    mention("opening_by"),
    Column("draft", JSON, nullable=False, comment="points, resources, questions by message id"),
    Column("dropped", JSON, nullable=False, comment="ids of what moderators took out"),
    Column("created_at", Instant, nullable=False),
    mention("changed_by"),
    mention("approved_by"),
    Column("approved_at", Instant),
    Column("posting", String(64)),
)

standing = Table(
    "standing",
    metadata,
    Column("posting", String(64), primary_key=True),
    link("cohort", "cohort", nullable=True),
    Column("card", JSON, nullable=False, comment="as it stands before people, without quotes"),
    Column("quoted", Boolean, nullable=False, comment="whether quotes were left out of it"),
    Column("people", JSON, nullable=False, comment="whom it names: by id the name, about or not"),
    comment="messages of the bot that name someone, to be changed when that person is erased",
)
