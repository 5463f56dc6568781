"""A programme's own material, and which pages show what was found in the handbook."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "toolkit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Text(),
            nullable=False,
            comment="where it is from: an address or a file's name",
        ),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_toolkit_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_toolkit_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toolkit")),
        comment="material of the programme's own, no words of members",
    )
    op.create_index(op.f("ix_toolkit_by"), "toolkit", ["by"], unique=False)
    op.create_index(op.f("ix_toolkit_cohort"), "toolkit", ["cohort"], unique=False)
    op.create_table(
        "toolkit_section",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("toolkit", sa.String(length=32), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["toolkit"], ["toolkit.id"], name=op.f("fk_toolkit_section_toolkit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toolkit_section")),
        sa.UniqueConstraint("toolkit", "nth", name=op.f("uq_toolkit_section_toolkit_nth")),
    )
    op.create_index(
        op.f("ix_toolkit_section_toolkit"), "toolkit_section", ["toolkit"], unique=False
    )
    op.create_table(
        "found",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False, comment="ids of what was found; no words"),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_found_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_found_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found")),
        comment="what someone was shown who searched, so that it follows; never what they typed",
    )
    op.create_index(op.f("ix_found_cohort"), "found", ["cohort"], unique=False)
    op.create_index(op.f("ix_found_person"), "found", ["person"], unique=False)
