"""Secrets of adapters, marks of who was erased, and edits that came before their message."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "vault",
        sa.Column("adapter", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "box",
            sa.Text(),
            nullable=False,
            comment="encrypted; empty where only a claim is held",
        ),
        sa.Column(
            "key_id", sa.String(length=16), nullable=False, comment="of the key that seals it"
        ),
        sa.Column("expires", Instant(), nullable=True, comment="after which it counts as gone"),
        sa.Column(
            "claimed_until",
            Instant(),
            nullable=True,
            comment="until when one process alone renews it",
        ),
        sa.PrimaryKeyConstraint("adapter", "workspace", "name", name=op.f("pk_vault")),
        comment="what adapters keep secret: tokens, one-time states",
    )
    op.create_index(op.f("ix_vault_key_id"), "vault", ["key_id"], unique=False)
    op.create_table(
        "secret",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
        comment="random values of this database's own, for marks where no key is configured",
    )
    op.create_table(
        "tombstone",
        sa.Column(
            "mark",
            sa.String(length=64),
            nullable=False,
            comment="keyed hash of a cohort and a user",
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_tombstone")),
        comment="who was erased, as nobody can read it; what arrives late of them is refused",
    )
    op.create_table(
        "early_edit",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_early_edit_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_early_edit_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "platform", "workspace", "channel", "message", name=op.f("pk_early_edit")
        ),
        comment="edits that came before their message; for seven days at most",
    )
    op.create_index(op.f("ix_early_edit_at"), "early_edit", ["at"], unique=False)
    op.create_index(op.f("ix_early_edit_cohort"), "early_edit", ["cohort"], unique=False)
    op.create_index(op.f("ix_early_edit_person"), "early_edit", ["person"], unique=False)
