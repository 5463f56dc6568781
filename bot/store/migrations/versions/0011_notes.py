"""Notes of a month for those who steer a programme, and what moderators write in them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_SAID = (
    ("kind", "agreement, declined, quoting", "agreement, declined, quoting, model"),
    ("value", "quoting: name, role, none", "quoting: name, role, none; model: yes, no"),
)
"""What columns of consent hold, since members can keep their words from a language model."""


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column(
            "state", sa.String(length=10), nullable=False, comment="draft, approved, discarded"
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "left_out",
            sa.JSON(),
            nullable=False,
            comment="ids that themes left out rest on",
        ),
        sa.Column("shown", sa.JSON(), nullable=False, comment="ids that themes in it rest on"),
        sa.Column(
            "mark",
            sa.String(length=64),
            nullable=False,
            comment="keyed hash of what its cards show",
        ),
        sa.Column(
            "tried",
            sa.Integer(),
            nullable=True,
            comment="people who had tried something when it was approved",
        ),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_note_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_note_changed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_note_approved_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("cohort", "month", name=op.f("uq_note_cohort_month")),
        comment="what of a month is told outside the cohort; no words of members",
    )
    for column in ("cohort", "changed_by", "approved_by"):
        op.create_index(op.f(f"ix_note_{column}"), "note", [column])
    op.create_table(
        "note_words",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=32), nullable=False),
        sa.Column(
            "key",
            sa.String(length=80),
            nullable=False,
            comment="ids that a theme rests on, or opening",
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="a moderator's own words"),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_note_words_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["note"], ["note.id"], name=op.f("fk_note_words_note"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_note_words_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_words")),
        sa.UniqueConstraint("note", "key", name=op.f("uq_note_words_note_key")),
        comment="framing words in a note, with who wrote them, so that they go together",
    )
    for column in ("cohort", "note", "person"):
        op.create_index(op.f(f"ix_note_words_{column}"), "note_words", [column])
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        for column, before, now in _SAID:
            op.alter_column("consent", column, comment=now, existing_comment=before)
