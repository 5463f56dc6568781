"""Messages of the bot that name someone, and since when a speech is in doubt."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "standing",
        sa.Column("posting", sa.String(length=64), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column(
            "card", sa.JSON(), nullable=False, comment="as it stands before people, without quotes"
        ),
        sa.Column(
            "quoted",
            sa.Boolean(),
            nullable=False,
            comment="whether quotes were left out of it",
        ),
        sa.Column(
            "people",
            sa.JSON(),
            nullable=False,
            comment="whom it names: by id the name, about or not",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_standing_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("posting", name=op.f("pk_standing")),
        comment="messages of the bot that name someone, to be changed when that person is erased",
    )
    op.create_index(op.f("ix_standing_cohort"), "standing", ["cohort"], unique=False)
    op.add_column(
        "outgoing",
        sa.Column(
            "doubted_at",
            Instant(),
            nullable=True,
            comment="since when it is being looked up",
        ),
    )
    op.add_column(
        "outgoing",
        sa.Column(
            "sent_key",
            sa.String(length=64),
            nullable=True,
            comment="with which it was sent, if it got another since",
        ),
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column("parked", "state", comment="waiting, wanted, replayed, dropped")
