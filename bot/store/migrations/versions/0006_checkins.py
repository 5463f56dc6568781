"""Check-ins, commitments, how people want to be met, and messages that are folded into one."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "manner",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "per_week",
            sa.Integer(),
            nullable=True,
            comment="messages at most, where less than the cohort's; 0: one in two weeks",
        ),
        sa.Column("checkins", sa.String(length=10), nullable=False, comment="all, none"),
        sa.Column(
            "quiet_from",
            sa.String(length=5),
            nullable=True,
            comment="HH:MM by their own clock: no messages from then on",
        ),
        sa.Column("quiet_until", sa.String(length=5), nullable=True),
        sa.Column(
            "away_until", sa.Date(), nullable=True, comment="the last day on which they are away"
        ),
        sa.Column(
            "reading_until",
            sa.Date(),
            nullable=True,
            comment="until when they said that they read along",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_manner_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_manner_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort", "person", name=op.f("pk_manner")),
        comment="how someone asked to be met",
    )
    op.create_table(
        "not_asked",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "ref",
            sa.String(length=100),
            nullable=False,
            comment="a check-in that is not sent to them",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_not_asked_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_not_asked_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort", "person", "ref", name=op.f("pk_not_asked")),
    )
    op.create_table(
        "digest",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="by the person's own clock"),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_digest_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_digest_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_digest")),
        comment="private messages that count, for as long as they count",
    )
    op.create_index(op.f("ix_digest_cohort"), "digest", ["cohort"], unique=False)
    op.create_index(op.f("ix_digest_person"), "digest", ["person"], unique=False)
    op.create_table(
        "presence",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "day", sa.Date(), nullable=False, comment="local day on which they were last noticed"
        ),
        sa.Column(
            "how",
            sa.String(length=12),
            nullable=False,
            comment="wrote, reacted, answered, pressed, came",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_presence_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_presence_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort", "person", name=op.f("pk_presence")),
        comment="of people who agreed, to see who may need a word; in no report",
    )
    op.create_table(
        "nudge",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="sent, copied, left; passed: sent, and the answer, too",
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_nudge_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_nudge_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_nudge_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        comment="that a moderator wrote to someone who has gone quiet, or left it; never the words",
    )
    op.create_index(op.f("ix_nudge_by"), "nudge", ["by"], unique=False)
    op.create_index(op.f("ix_nudge_cohort"), "nudge", ["cohort"], unique=False)
    op.create_index(op.f("ix_nudge_person"), "nudge", ["person"], unique=False)
    op.create_table(
        "checkin_plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column(
            "ref", sa.String(length=100), nullable=False, comment="name of the check-in's file"
        ),
        sa.Column(
            "rhythm",
            sa.String(length=12),
            nullable=False,
            comment="once, weekly, fortnightly, monthly",
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="local, of the first round"),
        sa.Column(
            "time", sa.String(length=5), nullable=False, comment="HH:MM by each member's own clock"
        ),
        sa.Column(
            "readers", sa.String(length=10), nullable=False, comment="named, unnamed, cohort, self"
        ),
        sa.Column("state", sa.String(length=10), nullable=False, comment="running, stopped"),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_checkin_plan_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_checkin_plan_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_plan")),
    )
    op.create_index(op.f("ix_checkin_plan_by"), "checkin_plan", ["by"], unique=False)
    op.create_index(op.f("ix_checkin_plan_cohort"), "checkin_plan", ["cohort"], unique=False)
    op.create_table(
        "checkin_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=True),
        sa.Column("checkin", sa.JSON(), nullable=False, comment="snapshot of what was asked"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "readers", sa.String(length=10), nullable=False, comment="as promised: never loosened"
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="local, on which it is sent"),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False, comment="open, closed"),
        sa.Column(
            "asked",
            sa.Integer(),
            nullable=False,
            comment="how many people it was for when it opened",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_checkin_round_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plan"], ["checkin_plan.id"], name=op.f("fk_checkin_round_plan"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_round")),
    )
    op.create_index(op.f("ix_checkin_round_cohort"), "checkin_round", ["cohort"], unique=False)
    op.create_index(op.f("ix_checkin_round_plan"), "checkin_round", ["plan"], unique=False)
    op.create_table(
        "round_reader",
        sa.Column("round", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_round_reader_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round"], ["checkin_round.id"], name=op.f("fk_round_reader_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round", "person", name=op.f("pk_round_reader")),
        comment="the moderators whom the round promised as readers; none is added later",
    )
    op.create_index(op.f("ix_round_reader_person"), "round_reader", ["person"], unique=False)
    op.create_table(
        "not_reader",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("round", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_not_reader_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_not_reader_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reader"], ["person.id"], name=op.f("fk_not_reader_reader"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round"], ["checkin_round.id"], name=op.f("fk_not_reader_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round", "person", "reader", name=op.f("pk_not_reader")),
        comment="who led a person when they answered; themselves: nobody reads it, for good",
    )
    op.create_index(op.f("ix_not_reader_cohort"), "not_reader", ["cohort"], unique=False)
    op.create_index(op.f("ix_not_reader_person"), "not_reader", ["person"], unique=False)
    op.create_index(op.f("ix_not_reader_reader"), "not_reader", ["reader"], unique=False)
    op.create_table(
        "checkin",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("round", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="planned, asked, answered, skipped, left",
        ),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column(
            "at_question",
            sa.Integer(),
            nullable=True,
            comment="the open one, where they are asked one by one",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_checkin_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_checkin_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round"], ["checkin_round.id"], name=op.f("fk_checkin_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin")),
        sa.UniqueConstraint("round", "person", name=op.f("uq_checkin_round_person")),
        comment="one person's part in a round; left: it did not fit, or they were away",
    )
    op.create_index(op.f("ix_checkin_cohort"), "checkin", ["cohort"], unique=False)
    op.create_index(op.f("ix_checkin_person"), "checkin", ["person"], unique=False)
    op.create_index(op.f("ix_checkin_round"), "checkin", ["round"], unique=False)
    op.create_table(
        "checkin_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("round", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column(
            "mark",
            sa.String(length=64),
            nullable=True,
            comment="keyed hash in the person's place, of unnamed rounds",
        ),
        sa.Column(
            "value", sa.JSON(), nullable=False, comment="a number, a word, a list of words, or null"
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="the person's own words"),
        sa.Column(
            "day",
            sa.Date(),
            nullable=False,
            comment="no finer, so that nobody is known by the time",
        ),
        sa.Column(
            "late", sa.Boolean(), nullable=False, comment="first given after the round had closed"
        ),
        sa.Column(
            "changed", sa.Boolean(), nullable=False, comment="changed after the round had closed"
        ),
        sa.Column("private", sa.Boolean(), nullable=False, comment="kept to oneself after all"),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_checkin_answer_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_checkin_answer_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round"],
            ["checkin_round.id"],
            name=op.f("fk_checkin_answer_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_answer")),
        sa.UniqueConstraint(
            "round", "question", "mark", name=op.f("uq_checkin_answer_round_question_mark")
        ),
        sa.UniqueConstraint(
            "round", "question", "person", name=op.f("uq_checkin_answer_round_question_person")
        ),
    )
    op.create_index(op.f("ix_checkin_answer_cohort"), "checkin_answer", ["cohort"], unique=False)
    op.create_index(op.f("ix_checkin_answer_person"), "checkin_answer", ["person"], unique=False)
    op.create_index(op.f("ix_checkin_answer_round"), "checkin_answer", ["round"], unique=False)
    op.create_table(
        "airing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column(
            "how", sa.String(length=10), nullable=False, comment="asked, name, role, none, no, used"
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer"], ["checkin_answer.id"], name=op.f("fk_airing_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_airing_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_airing_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step"], ["step.id"], name=op.f("fk_airing_step"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_airing")),
        comment="an answer that a moderator would like to discuss, as far as its author agreed",
    )
    op.create_index(op.f("ix_airing_answer"), "airing", ["answer"], unique=False)
    op.create_index(op.f("ix_airing_by"), "airing", ["by"], unique=False)
    op.create_index(op.f("ix_airing_cohort"), "airing", ["cohort"], unique=False)
    op.create_index(op.f("ix_airing_step"), "airing", ["step"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("discussion", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="open, done, partly, not-yet, not-for-me",
        ),
        sa.Column(
            "shown",
            sa.String(length=10),
            nullable=False,
            comment="to whom: self, or others by name, role, none",
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_commitment_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["discussion"],
            ["discussion.id"],
            name=op.f("fk_commitment_discussion"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_commitment_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_cohort"), "commitment", ["cohort"], unique=False)
    op.create_index(op.f("ix_commitment_discussion"), "commitment", ["discussion"], unique=False)
    op.create_index(op.f("ix_commitment_person"), "commitment", ["person"], unique=False)
    op.create_table(
        "commitment_reader",
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("commitment", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_commitment_reader_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["commitment"],
            ["commitment.id"],
            name=op.f("fk_commitment_reader_commitment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_commitment_reader_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("commitment", "person", name=op.f("pk_commitment_reader")),
        comment="the moderators who were named to its author when they let it be shown",
    )
    op.create_index(
        op.f("ix_commitment_reader_cohort"), "commitment_reader", ["cohort"], unique=False
    )
    op.create_index(
        op.f("ix_commitment_reader_person"), "commitment_reader", ["person"], unique=False
    )
    op.create_table(
        "commitment_report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("commitment", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column(
            "weeks",
            sa.Integer(),
            nullable=False,
            comment="after how many weeks it was asked: 4, 12",
        ),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="done, partly, not-yet, not-for-me",
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="what came of it"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_commitment_report_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["commitment"],
            ["commitment.id"],
            name=op.f("fk_commitment_report_commitment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_commitment_report_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_report")),
        sa.UniqueConstraint(
            "commitment", "weeks", name=op.f("uq_commitment_report_commitment_weeks")
        ),
    )
    op.create_index(
        op.f("ix_commitment_report_cohort"), "commitment_report", ["cohort"], unique=False
    )
    op.create_index(
        op.f("ix_commitment_report_commitment"), "commitment_report", ["commitment"], unique=False
    )
    op.create_index(
        op.f("ix_commitment_report_person"), "commitment_report", ["person"], unique=False
    )
    op.add_column(
        "outgoing",
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=True,
            comment="key of the message that it was folded into",
        ),
    )
    op.create_index(op.f("ix_outgoing_digest"), "outgoing", ["digest"], unique=False)
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.create_table_comment(
            "outgoing",
            "state: held, waiting, sending, unsure, sent, folded, dead, unknown, dropped",
            existing_comment="state: waiting, sending, unsure, sent, dead, unknown, dropped",
        )
