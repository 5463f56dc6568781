"""What people mark of a discussion for its summary."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "mark",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=10),
            nullable=False,
            comment="insight, tool, resource, question",
        ),
        sa.Column(
            "reaction",
            sa.String(length=60),
            nullable=False,
            comment="its name; empty for the menu's",
        ),
        sa.Column("why", sa.Text(), nullable=False, comment="a member's words, or empty"),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_mark_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["message.id"], name=op.f("fk_mark_message"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_mark_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint(
            "message",
            "person",
            "kind",
            "reaction",
            name=op.f("uq_mark_message_person_kind_reaction"),
        ),
        comment="what someone marked for the summary",
    )
    op.create_index(op.f("ix_mark_cohort"), "mark", ["cohort"], unique=False)
    op.create_index(op.f("ix_mark_message"), "mark", ["message"], unique=False)
    op.create_index(op.f("ix_mark_person"), "mark", ["person"], unique=False)
