"""The first schema."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("now", Instant(), nullable=False, comment="how far a simulated clock has gone"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("programme", sa.String(length=100), nullable=False),
        sa.Column(
            "state", sa.String(length=10), nullable=False, comment="planned, running, held, ended"
        ),
        sa.Column("held_at", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_table(
        "concern",
        sa.Column("table", sa.String(length=10), nullable=False, comment="outgoing, job, parked"),
        sa.Column("item", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("table", "item", "person", name=op.f("pk_concern")),
    )
    op.create_index(op.f("ix_concern_person"), "concern", ["person"], unique=False)
    op.create_table(
        "due",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_due")),
    )
    op.create_index(op.f("ix_due_at"), "due", ["at"], unique=False)
    op.create_index(op.f("ix_due_cohort"), "due", ["cohort"], unique=False)
    op.create_table(
        "job",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column(
            "state", sa.String(length=10), nullable=False, comment="waiting, working, done, failed"
        ),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outgoing",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False, comment="whose order counts"),
        sa.Column(
            "kind", sa.String(length=10), nullable=False, comment="post, tell, edit, publish"
        ),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column("room", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column(
            "thread",
            sa.String(length=64),
            nullable=True,
            comment="key of the posting that opened the thread",
        ),
        sa.Column(
            "posting",
            sa.String(length=64),
            nullable=True,
            comment="key of the posting to put this in place of",
        ),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("expires", Instant(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column(
            "first_sent_at", Instant(), nullable=True, comment="since when a look-up must search"
        ),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_key")),
        comment="state: waiting, sending, unsure, sent, dead, unknown, dropped",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outgoing_cohort"), "outgoing", ["cohort"], unique=False)
    op.create_index(op.f("ix_outgoing_person"), "outgoing", ["person"], unique=False)
    op.create_index("ix_outgoing_state_place", "outgoing", ["state", "place", "id"], unique=False)
    op.create_table(
        "pace",
        sa.Column(
            "scope",
            sa.String(length=200),
            nullable=False,
            comment="a place, or a workspace's minute",
        ),
        sa.Column("free_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_pace")),
    )
    op.create_table(
        "parked",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column(
            "why", sa.Text(), nullable=False, comment="kind and place of the fault, never words"
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.String(length=10), nullable=False, comment="waiting, replayed, dropped"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked")),
        sa.UniqueConstraint("reference", name=op.f("uq_parked_reference")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "zone", sa.String(length=64), nullable=True, comment="IANA name that the platform told"
        ),
        sa.Column(
            "own_zone",
            sa.String(length=64),
            nullable=True,
            comment="IANA name that the person or a moderator set",
        ),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("manager", sa.String(length=32), nullable=True),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["manager"], ["person.id"], name=op.f("fk_person_manager"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_manager"), "person", ["manager"], unique=False)
    op.create_table(
        "seen",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_seen")),
    )
    op.create_index(op.f("ix_seen_at"), "seen", ["at"], unique=False)
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("installed_at", Instant(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("platform", "key", name=op.f("uq_workspace_platform_key")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "kind", sa.String(length=20), nullable=False, comment="agreement, declined, quoting"
        ),
        sa.Column("version", sa.Text(), nullable=False, comment="of the agreement"),
        sa.Column(
            "value", sa.String(length=20), nullable=False, comment="quoting: name, role, none"
        ),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_consent_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_consent_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_cohort"), "consent", ["cohort"], unique=False)
    op.create_index(op.f("ix_consent_person"), "consent", ["person"], unique=False)
    op.create_table(
        "identity",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_identity_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "workspace", "user", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_person"), "identity", ["person"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "role",
            sa.String(length=10),
            nullable=False,
            comment="member, moderator, guest, sponsor",
        ),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="invited, present, outsider, left",
        ),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("welcomed_at", Instant(), nullable=True),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column(
            "warned_at",
            Instant(),
            nullable=True,
            comment="told once that their words are not kept yet",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_membership_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_membership_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("cohort", "person", name=op.f("uq_membership_cohort_person")),
    )
    op.create_index(op.f("ix_membership_cohort"), "membership", ["cohort"], unique=False)
    op.create_index(op.f("ix_membership_person"), "membership", ["person"], unique=False)
    op.create_table(
        "posting",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("room", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_posting_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_cohort"), "posting", ["cohort"], unique=False)
    op.create_index(
        "ix_posting_message",
        "posting",
        ["platform", "workspace", "channel", "message"],
        unique=False,
    )
    op.create_index(op.f("ix_posting_person"), "posting", ["person"], unique=False)
    op.create_table(
        "prompt_copy",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("prompt", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_prompt_copy_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort", "name", name=op.f("pk_prompt_copy")),
    )
    op.create_table(
        "refused",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_refused_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "platform", "workspace", "channel", "message", name=op.f("pk_refused")
        ),
        comment="messages that were left out, removed or erased: never stored again, no words",
    )
    op.create_index(op.f("ix_refused_cohort"), "refused", ["cohort"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_room_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        comment="a channel may have had cohorts before; one that has not ended comes first",
    )
    op.create_index("ix_room_channel", "room", ["platform", "workspace", "channel"], unique=False)
    op.create_index(op.f("ix_room_cohort"), "room", ["cohort"], unique=False)
    op.create_table(
        "step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="prompt"),
        sa.Column("ref", sa.String(length=100), nullable=False, comment="name of the prompt"),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="local"),
        sa.Column("time", sa.String(length=5), nullable=False, comment="local HH:MM"),
        sa.Column("open_days", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="planned, posted, skipped, waiting",
        ),
        sa.Column("host", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_step_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["host"], ["person.id"], name=op.f("fk_step_host"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index(op.f("ix_step_cohort"), "step", ["cohort"], unique=False)
    op.create_index(op.f("ix_step_host"), "step", ["host"], unique=False)
    op.create_table(
        "discussion",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("room", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=True),
        sa.Column("prompt", sa.JSON(), nullable=False, comment="snapshot of what was posted"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("posting", sa.String(length=64), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False, comment="open, closed"),
        sa.Column("reveal_at", Instant(), nullable=True, comment="answers are private until then"),
        sa.Column("revealed_at", Instant(), nullable=True),
        sa.Column(
            "follow_up",
            sa.String(length=10),
            nullable=False,
            comment="none, planned, held, sent, dropped",
        ),
        sa.Column(
            "member_at",
            Instant(),
            nullable=True,
            comment="when a member last wrote; not who, and no words",
        ),
        sa.Column("moderator_at", Instant(), nullable=True, comment="when a moderator last wrote"),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_discussion_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["room"], ["room.id"], name=op.f("fk_discussion_room"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step"], ["step.id"], name=op.f("fk_discussion_step"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        sa.UniqueConstraint("posting", name=op.f("uq_discussion_posting")),
    )
    op.create_index(op.f("ix_discussion_cohort"), "discussion", ["cohort"], unique=False)
    op.create_index(op.f("ix_discussion_room"), "discussion", ["room"], unique=False)
    op.create_index(op.f("ix_discussion_step"), "discussion", ["step"], unique=False)
    op.create_table(
        "asked",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=True),
        sa.Column("discussion", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="start, host, help"),
        sa.Column("answer", sa.String(length=10), nullable=False, comment="open, yes, no"),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_asked_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_asked_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_asked_discussion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_asked_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step"], ["step.id"], name=op.f("fk_asked_step"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
    )
    op.create_index(op.f("ix_asked_by"), "asked", ["by"], unique=False)
    op.create_index(op.f("ix_asked_cohort"), "asked", ["cohort"], unique=False)
    op.create_index(op.f("ix_asked_discussion"), "asked", ["discussion"], unique=False)
    op.create_index(op.f("ix_asked_person"), "asked", ["person"], unique=False)
    op.create_index(op.f("ix_asked_step"), "asked", ["step"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("discussion", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=True),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("edited_at", Instant(), nullable=True),
        sa.Column(
            "held", sa.Boolean(), nullable=False, comment="private until the discussion shows it"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_message_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["discussion"],
            ["discussion.id"],
            name=op.f("fk_message_discussion"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_message_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "platform",
            "workspace",
            "channel",
            "message",
            name=op.f("uq_message_platform_workspace_channel_message"),
        ),
    )
    op.create_index(op.f("ix_message_cohort"), "message", ["cohort"], unique=False)
    op.create_index(op.f("ix_message_discussion"), "message", ["discussion"], unique=False)
    op.create_index(op.f("ix_message_person"), "message", ["person"], unique=False)
    op.create_table(
        "summary",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("discussion", sa.String(length=32), nullable=False),
        sa.Column(
            "state", sa.String(length=10), nullable=False, comment="draft, approved, discarded"
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False, comment="framing words of the moderators"),
        sa.Column("opening_by", sa.String(length=32), nullable=True),
        sa.Column(
            "draft", sa.JSON(), nullable=False, comment="points, resources, questions by message id"
        ),
        sa.Column("dropped", sa.JSON(), nullable=False, comment="ids of what moderators took out"),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("posting", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_summary_approved_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_summary_changed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_summary_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["discussion"],
            ["discussion.id"],
            name=op.f("fk_summary_discussion"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["opening_by"], ["person.id"], name=op.f("fk_summary_opening_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
    )
    op.create_index(op.f("ix_summary_approved_by"), "summary", ["approved_by"], unique=False)
    op.create_index(op.f("ix_summary_changed_by"), "summary", ["changed_by"], unique=False)
    op.create_index(op.f("ix_summary_cohort"), "summary", ["cohort"], unique=False)
    op.create_index(op.f("ix_summary_discussion"), "summary", ["discussion"], unique=False)
    op.create_index(op.f("ix_summary_opening_by"), "summary", ["opening_by"], unique=False)
