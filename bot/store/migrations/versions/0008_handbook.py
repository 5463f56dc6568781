"""The handbook: what was found useful, chapters over several discussions, pages that stand open."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "useful",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column(
            "item",
            sa.String(length=64),
            nullable=False,
            comment="id of an insight or link, and of its words",
        ),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "what", sa.String(length=10), nullable=False, comment="useful; read: read or tried"
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_useful_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["message.id"], name=op.f("fk_useful_message"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_useful_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item", "person", "what", name=op.f("pk_useful")),
        comment="what somebody found useful, read or tried; shown as a number alone, from three on",
    )
    for column in ("cohort", "message", "person"):
        op.create_index(op.f(f"ix_useful_{column}"), "useful", [column])
    op.create_table(
        "chapter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False, comment="place in the handbook, from zero"),
        sa.Column("name", sa.Text(), nullable=False, comment="a moderator's own words, or empty"),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column(
            "label",
            sa.JSON(),
            nullable=False,
            comment="places of the words it is called by; no words",
        ),
        sa.Column("points", sa.JSON(), nullable=False, comment="ids of insights, in order"),
        sa.Column(
            "arranged",
            sa.Boolean(),
            nullable=False,
            comment="by a moderator: its place is kept",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_chapter_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_chapter_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter")),
        comment="insights of several discussions by theme; all but names and order can be made"
        " anew",
    )
    for column in ("cohort", "by"):
        op.create_index(op.f(f"ix_chapter_{column}"), "chapter", [column])
    op.create_table(
        "handbook_page",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "posting",
            sa.String(length=64),
            nullable=False,
            comment="the private message that shows it",
        ),
        sa.Column(
            "view",
            sa.String(length=64),
            nullable=False,
            comment="which page of the handbook stands there",
        ),
        sa.Column(
            "mark", sa.String(length=64), nullable=False, comment="keyed hash of what it shows"
        ),
        sa.Column(
            "counts",
            sa.JSON(),
            nullable=False,
            comment="numbers as it was turned; nobody's alone",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_handbook_page_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_handbook_page_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort", "person", name=op.f("pk_handbook_page")),
        comment="the page of the handbook that stands before somebody, so that it follows",
    )
    op.create_index(op.f("ix_handbook_page_person"), "handbook_page", ["person"])
