"""What was said during a period is summed up together, across discussions."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table, and let a summary be about a period instead of a discussion."""
    op.create_table(
        "period",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column(
            "kind", sa.String(length=10), nullable=False, comment="week, month, days, session, all"
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("begins", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False, comment="the first moment after it"),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_period_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint(
            "cohort", "kind", "begins", "ends", name=op.f("uq_period_cohort_kind_begins_ends")
        ),
        comment="stretches of time whose discussions are summed up together",
    )
    op.create_index(op.f("ix_period_cohort"), "period", ["cohort"])
    # No other table points at it, so that nothing goes with the old one where it is written anew.
    with op.batch_alter_table("summary") as summary:
        summary.alter_column("discussion", existing_type=sa.String(length=32), nullable=True)
        summary.add_column(sa.Column("period", sa.String(length=32), nullable=True))
        summary.create_foreign_key(
            op.f("fk_summary_period"), "period", ["period"], ["id"], ondelete="CASCADE"
        )
        summary.create_index(op.f("ix_summary_period"), ["period"])
